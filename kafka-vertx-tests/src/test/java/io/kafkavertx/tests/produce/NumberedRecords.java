package io.kafkavertx.tests.produce;

import io.kafkavertx.ProducerRecord;
import io.kafkavertx.spi.Header;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Records of every shape, each a function of its number, so that a reader can tell what it must
 * find.
 */
record NumberedRecords(String topic, int partitions) {
  private static final long FIRST_TIMESTAMP = 1_700_000_000_000L;

  /** The partition of a record: one after the other. */
  int partition(long number) {
    return (int) (number % partitions);
  }

  /** The number of the record at an offset. */
  long number(int partition, long offset) {
    return offset * partitions + partition;
  }

  ProducerRecord<byte[], byte[]> record(long number) {
    SplittableRandom random = new SplittableRandom(number);
    byte[] key = bytes(random, random.nextInt(8), 20);
    byte[] value = bytes(random, random.nextInt(16), 200);
    List<Header> headers = new ArrayList<>();
    for (int i = random.nextInt(6) - 3; i > 0; i--) {
      headers.add(new Header("h" + i, bytes(random, random.nextInt(4), 10)));
    }
    return new ProducerRecord<>(
        topic, partition(number), timestamp(number, random), key, value, headers);
  }

  private static long timestamp(long number, SplittableRandom random) {
    return FIRST_TIMESTAMP + number + random.nextInt(-1000, 1000);
  }

  /** One in so many is null and one empty. */
  private static byte[] bytes(SplittableRandom random, int shape, int most) {
    if (shape == 0) {
      return null;
    }
    if (shape == 1) {
      return new byte[0];
    }
    byte[] bytes = new byte[1 + random.nextInt(most)];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) random.nextInt();
    }
    return bytes;
  }

  static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
