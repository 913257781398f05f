package io.kafkavertx.compression;

import io.kafkavertx.spi.Header;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A record with all that a record may have, made from a seed. */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares these.
record RandomRecord(long timestamp, byte[] key, byte[] value, List<Header> headers) {
  private static final String[] HEADER_KEYS = {
    "", "a", "trace-id", "größe", "\u4e16\u754c", "\ud83d\ude80x"
  };

  static List<RandomRecord> list(Random random, int magic) {
    int count = 1 + (random.nextInt(20) == 0 ? random.nextInt(200) : random.nextInt(8));
    List<RandomRecord> records = new ArrayList<>(count);
    long clock = 1_700_000_000_000L + random.nextInt(1_000_000);
    for (int i = 0; i < count; i++) {
      clock += random.nextInt(10) == 0 ? random.nextInt(200_000) - 100_000 : random.nextInt(100);
      long timestamp = magic == 0 ? -1 : clock;
      records.add(
          new RandomRecord(
              timestamp,
              bytes(random, 64),
              bytes(random, random.nextInt(50) == 0 ? 20_000 : 200),
              magic == 2 ? headers(random) : List.of()));
    }
    return records;
  }

  /** Null, empty, or some bytes, compressible or not. */
  private static byte[] bytes(Random random, int limit) {
    int kind = random.nextInt(8);
    if (kind == 0) {
      return null;
    }
    byte[] bytes = new byte[kind == 1 ? 0 : random.nextInt(limit)];
    if (kind < 5) {
      random.nextBytes(bytes);
    } else {
      java.util.Arrays.fill(bytes, (byte) random.nextInt());
    }
    return bytes;
  }

  private static List<Header> headers(Random random) {
    int count = random.nextInt(3) == 0 ? random.nextInt(5) : 0;
    List<Header> headers = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      headers.add(new Header(HEADER_KEYS[random.nextInt(HEADER_KEYS.length)], bytes(random, 20)));
    }
    return headers;
  }

  org.apache.kafka.common.header.Header[] kafkaHeaders() {
    return headers.stream()
        .map(h -> new org.apache.kafka.common.header.internals.RecordHeader(h.key(), h.value()))
        .toArray(org.apache.kafka.common.header.Header[]::new);
  }
}
