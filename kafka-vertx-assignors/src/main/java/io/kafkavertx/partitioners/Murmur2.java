package io.kafkavertx.partitioners;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Austin Appleby's MurmurHash2 with the seed that Kafka's Java client uses, so that both send a key
 * to the same partition.
 */
final class Murmur2 {
  private static final int SEED = 0x9747b28c;
  private static final int MULTIPLIER = 0x5bd1e995;
  private static final int SHIFT = 24;
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private Murmur2() {}

  static int hash(byte[] data) {
    int length = data.length;
    int hash = SEED ^ length;
    int tail = length & ~3;
    for (int i = 0; i < tail; i += 4) {
      int word = (int) INTS.get(data, i) * MULTIPLIER;
      word ^= word >>> SHIFT;
      hash = hash * MULTIPLIER ^ word * MULTIPLIER;
    }
    if (tail < length) {
      for (int i = length - 1; i >= tail; i--) {
        hash ^= (data[i] & 0xff) << 8 * (i - tail);
      }
      hash *= MULTIPLIER;
    }
    hash ^= hash >>> 13;
    hash *= MULTIPLIER;
    return hash ^ hash >>> 15;
  }

  /** The partition of a key among {@code count}. */
  static int partition(byte[] key, int count) {
    return (hash(key) & Integer.MAX_VALUE) % count;
  }
}
