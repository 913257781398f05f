package io.kafkavertx.simple;

import io.kafkavertx.internal.plugin.Plugins;
import io.kafkavertx.protocol.message.FetchResponse;
import io.kafkavertx.protocol.record.CodecLookup;
import io.kafkavertx.protocol.record.RecordBatch;
import io.kafkavertx.protocol.record.RecordBatches;
import io.kafkavertx.protocol.record.RecordCursor;
import io.kafkavertx.protocol.record.UnpackLimits;
import io.kafkavertx.protocol.wire.ByteSlice;
import io.kafkavertx.spi.CompressionCodec;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the records of one partition's answer. */
final class FetchReader {
  private static final int LARGEST_BATCH = 128 * 1024 * 1024;

  private FetchReader() {}

  /**
   * How many bytes must be asked for to get the batch that an answer holds only a part of; or 0.
   */
  static int cutOff(FetchResponse.PartitionData data) {
    if (data.records() == null) {
      return 0;
    }
    RecordBatches batches = RecordBatches.of(data.records());
    return batches.next() ? 0 : batches.partialTailSize();
  }

  static FetchedRecords read(FetchResponse.PartitionData data, long from) {
    List<SimpleRecord> records = new ArrayList<>();
    long next = from;
    ByteSlice slice = data.records();
    if (slice != null && slice.length() > 0) {
      // Made for each answer: this is not for speed.
      Map<Integer, CompressionCodec> codecs = new HashMap<>();
      CodecLookup lookup =
          id ->
              codecs.computeIfAbsent(
                  id, wanted -> Plugins.compression(wanted).create(new JsonObject()));
      try {
        RecordBatches batches = RecordBatches.of(slice);
        while (batches.next()) {
          RecordBatch batch = batches.current();
          batch.checkCrc();
          if (!batch.isControl()) {
            read(batch, batch.cursor(lookup, UnpackLimits.of(LARGEST_BATCH)), from, records);
          }
          next = Math.max(next, batch.nextOffset());
        }
      } finally {
        codecs.values().forEach(CompressionCodec::close);
      }
    }
    return new FetchedRecords(records, next, data.highWatermark());
  }

  private static void read(
      RecordBatch batch, RecordCursor cursor, long from, List<SimpleRecord> into) {
    while (cursor.next()) {
      if (cursor.offset() >= from) {
        into.add(
            new SimpleRecord(
                cursor.offset(),
                cursor.timestamp(),
                batch.timestampType(),
                cursor.key(),
                cursor.value(),
                cursor.headers()));
      }
    }
  }
}
