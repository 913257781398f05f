package io.kafkavertx.protocol.record;

import static io.kafkavertx.protocol.record.RecordFormat.*;

import io.kafkavertx.protocol.wire.ByteSlice;
import io.kafkavertx.spi.Header;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Batches for tests, and ways to break them. */
final class Samples {
  static final int LIMIT = 1 << 20;
  static final CodecLookup CODECS = id -> new DeflateCodec();

  private Samples() {}

  /** A batch of {@code count} records with keys {@code k0..}, values {@code v0..} and a header. */
  static byte[] batch(long baseOffset, int count, boolean compressed) {
    BatchBuilder builder = new BatchBuilder(64);
    for (int i = 0; i < count; i++) {
      builder.append(1_000 + i, utf8("k" + i), utf8("v" + i), List.of(Header.of("h", "x" + i)));
    }
    ByteSlice bytes = builder.close(compressed ? new DeflateCodec() : null);
    builder.stamp();
    BatchFields.setBaseOffset(bytes, baseOffset);
    return bytes.toArray();
  }

  /** A message set of magic 0 or 1; a wrapper gets the offset {@code lastOffset}. */
  static byte[] messageSet(int magic, int count, long lastOffset) {
    LegacyMessageSetBuilder builder = new LegacyMessageSetBuilder(magic, 64);
    for (int i = 0; i < count; i++) {
      builder.append(1_000 + i, utf8("k" + i), utf8("v" + i));
    }
    byte[] set = builder.close(lastOffset < 0 ? null : new DeflateCodec()).toArray();
    if (lastOffset >= 0) {
      INT64.set(set, OFFSET, lastOffset);
    }
    return set;
  }

  static byte[] concat(byte[]... parts) {
    int length = 0;
    for (byte[] part : parts) {
      length += part.length;
    }
    byte[] all = new byte[length];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static RecordBatch only(byte[] bytes) {
    RecordBatches batches = RecordBatches.of(ByteSlice.of(bytes));
    if (!batches.next()) {
      throw new AssertionError("no batch");
    }
    return batches.current();
  }

  /** {@code offset:timestamp:key=value} of all records. */
  static List<String> read(RecordBatch batch) {
    List<String> read = new ArrayList<>();
    RecordCursor cursor = batch.cursor(CODECS, LIMIT);
    while (cursor.next()) {
      read.add(
          cursor.offset()
              + ":"
              + cursor.timestamp()
              + ":"
              + new String(cursor.key(), StandardCharsets.UTF_8)
              + "="
              + new String(cursor.value(), StandardCharsets.UTF_8));
    }
    return read;
  }
}
