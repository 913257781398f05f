package io.kafkavertx.cli.byhand;

import io.kafkavertx.protocol.record.CodecLookup;
import io.kafkavertx.protocol.record.RecordBatch;
import io.kafkavertx.protocol.record.RecordBatches;
import io.kafkavertx.protocol.record.RecordCursor;
import io.kafkavertx.protocol.wire.ByteSlice;
import io.kafkavertx.spi.CompressionCodecFactory;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ServiceLoader;

/** Batches, a line each, and their records below. */
final class BatchDump {
  private static final int MOST_BYTES = 128 << 20;
  private static final CodecLookup CODECS =
      id -> {
        for (CompressionCodecFactory factory : ServiceLoader.load(CompressionCodecFactory.class)) {
          if (factory.id() == id) {
            return factory.create(new JsonObject());
          }
        }
        throw new IllegalArgumentException("there is no codec with the id " + id);
      };

  private BatchDump() {}

  static String of(ByteSlice bytes) {
    StringBuilder dump = new StringBuilder();
    RecordBatches batches = RecordBatches.of(bytes);
    while (batches.next()) {
      RecordBatch batch = batches.current();
      dump.append(
          String.format(
              "  batch: offsets %d to %d, format %d, %d bytes, compression %d, producer %d epoch %d"
                  + " sequence %d%s%s%n",
              batch.baseOffset(),
              batch.lastOffset(),
              batch.magic(),
              batch.sizeInBytes(),
              batch.compressionId(),
              batch.producerId(),
              batch.producerEpoch(),
              batch.baseSequence(),
              batch.isTransactional() ? ", transactional" : "",
              batch.isControl() ? ", control" : ""));
      batch.checkCrc();
      records(batch, dump);
    }
    if (batches.hasPartialTail()) {
      dump.append("  and part of a batch: ").append(batches.partialTailSize()).append(" bytes\n");
    }
    return dump.toString();
  }

  private static void records(RecordBatch batch, StringBuilder dump) {
    RecordCursor cursor = batch.cursor(CODECS, MOST_BYTES);
    while (cursor.next()) {
      dump.append(
          String.format(
              "    %d: key %s, value %s, timestamp %d, headers %s%n",
              cursor.offset(),
              text(cursor.key()),
              text(cursor.value()),
              cursor.timestamp(),
              cursor.headers()));
    }
  }

  private static String text(byte[] bytes) {
    return bytes == null ? "null" : "'" + new String(bytes, StandardCharsets.UTF_8) + "'";
  }
}
