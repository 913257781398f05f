package io.kafkavertx.partitioners;

import java.util.zip.CRC32;

/** A hash of keys that names a partition. Used by one event loop only. */
interface KeyHash {
  /**
   * The partition of a key.
   *
   * @param count how many partitions there are, at least 1
   */
  int partition(byte[] key, int count);

  /** As the Java client, and librdkafka's {@code murmur2}: the hash without its sign. */
  static KeyHash murmur2() {
    return Murmur2::partition;
  }

  /** As librdkafka's {@code consistent}: CRC-32, an unsigned number. */
  static KeyHash crc32() {
    CRC32 crc = new CRC32();
    return (key, count) -> {
      crc.reset();
      crc.update(key);
      return (int) (crc.getValue() % count);
    };
  }

  /** As librdkafka's {@code fnv1a} and Sarama's hash partitioner. */
  static KeyHash fnv1a() {
    return Fnv1a::partition;
  }
}
