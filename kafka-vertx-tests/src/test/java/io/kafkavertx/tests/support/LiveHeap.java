package io.kafkavertx.tests.support;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;

/** How much memory is needed. */
public final class LiveHeap {
  private LiveHeap() {}

  /**
   * What a full collection has left over, in bytes. What is allocated from then on by others does
   * not count, however long it takes until somebody looks.
   */
  public static long bytes() {
    System.gc();
    long bytes = 0;
    for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
      if (pool.getType() == MemoryType.HEAP && pool.getCollectionUsage() != null) {
        bytes += pool.getCollectionUsage().getUsed();
      }
    }
    return bytes;
  }
}
