package io.kafkavertx.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What one round cost this process.
 *
 * @param wallSeconds from start to end
 * @param cpuSeconds of all threads, the JIT compiler's taken off
 * @param jitSeconds of the JIT compiler
 * @param allocatedBytes on the heap, by threads that live at the end
 */
record Sample(double wallSeconds, double cpuSeconds, double jitSeconds, long allocatedBytes) {
  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Something to measure. */
  interface Work {
    /**
     * Does it.
     *
     * @param finished to be called when all is done and before threads end, whose allocations would
     *     be forgotten
     */
    void run(Runnable finished) throws Exception;
  }

  static Sample of(Work work) throws Exception {
    System.gc();
    double jit = CompilerThreads.cpuSeconds();
    long allocated = allocated();
    long[] afterwards = {-1};
    long cpu = PROCESS.getProcessCpuTime();
    long wall = System.nanoTime();
    work.run(() -> afterwards[0] = allocated());
    double wallSeconds = (System.nanoTime() - wall) / 1e9;
    double jitSeconds = CompilerThreads.cpuSeconds() - jit;
    double cpuSeconds = (PROCESS.getProcessCpuTime() - cpu) / 1e9;
    long end = afterwards[0] < 0 ? allocated() : afterwards[0];
    return new Sample(wallSeconds, cpuSeconds - jitSeconds, jitSeconds, end - allocated);
  }

  private static long allocated() {
    return Arrays.stream(THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds()))
        .filter(bytes -> bytes > 0)
        .sum();
  }

  /** The middle of what {@code figure} tells of the samples. */
  static <T> double median(List<T> samples, ToDoubleFunction<T> figure) {
    double[] sorted = samples.stream().mapToDouble(figure).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
