package io.kafkavertx.internal.vertx;

import com.sun.management.ThreadMXBean;
import io.netty.util.internal.PlatformDependent;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;

/**
 * An upper bound of the memory that a client takes for something: all that any thread but the
 * peer's has allocated on the heap meanwhile, as if nothing had been collected, and what has been
 * added to the direct memory of the whole process, the peer's included.
 */
final class ExtraMemory {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final long notCounted;
  private final Map<Long, Long> heapBefore;
  private final long directBefore;
  private long mostDirect;

  /**
   * @param peer the thread of the other end
   */
  ExtraMemory(Thread peer) {
    notCounted = peer.getId();
    heapBefore = allocated();
    directBefore = direct();
    mostDirect = directBefore;
  }

  /** Looks at the direct memory of this moment. One thread at a time. */
  void sample() {
    mostDirect = Math.max(mostDirect, direct());
  }

  long bytes() {
    sample();
    long heap = 0;
    for (Map.Entry<Long, Long> now : allocated().entrySet()) {
      heap += now.getValue() - heapBefore.getOrDefault(now.getKey(), 0L);
    }
    return heap + mostDirect - directBefore;
  }

  private Map<Long, Long> allocated() {
    Map<Long, Long> byThread = new HashMap<>();
    for (long id : THREADS.getAllThreadIds()) {
      if (id != notCounted) {
        byThread.put(id, Math.max(0, THREADS.getThreadAllocatedBytes(id)));
      }
    }
    return byThread;
  }

  /** Netty keeps count of what it takes past the JVM; the rest is in the JVM's own pools. */
  private static long direct() {
    long used = Math.max(0, PlatformDependent.usedDirectMemory());
    for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
      used += pool.getMemoryUsed();
    }
    return used;
  }
}
