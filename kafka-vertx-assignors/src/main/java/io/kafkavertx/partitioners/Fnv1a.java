package io.kafkavertx.partitioners;

/**
 * The hash of Fowler, Noll and Vo (32 bits, variant 1a) without its sign, as Sarama takes it and
 * librdkafka after it.
 */
final class Fnv1a {
  private static final int OFFSET_BASIS = 0x811C9DC5;
  private static final int PRIME = 0x01000193;

  private Fnv1a() {}

  /** The hash, an unsigned number: the absolute value of -2^31 is 2^31. */
  static int hash(byte[] data) {
    int hash = OFFSET_BASIS;
    for (byte b : data) {
      hash = (hash ^ b & 0xff) * PRIME;
    }
    return hash < 0 ? -hash : hash;
  }

  /** The partition of a key among {@code count}. */
  static int partition(byte[] key, int count) {
    return Integer.remainderUnsigned(hash(key), count);
  }
}
