package io.kafkavertx.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;

/**
 * What one round cost this process.
 *
 * @param wallSeconds from start to end
 * @param cpuSeconds of all threads, the JIT compiler's taken off
 * @param jitSeconds of the JIT compiler
 */
record Sample(double wallSeconds, double cpuSeconds, double jitSeconds) {
  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  /** Something to measure. */
  interface Work {
    void run() throws Exception;
  }

  static Sample of(Work work) throws Exception {
    System.gc();
    double jit = CompilerThreads.cpuSeconds();
    long cpu = PROCESS.getProcessCpuTime();
    long wall = System.nanoTime();
    work.run();
    double wallSeconds = (System.nanoTime() - wall) / 1e9;
    double jitSeconds = CompilerThreads.cpuSeconds() - jit;
    double cpuSeconds = (PROCESS.getProcessCpuTime() - cpu) / 1e9;
    return new Sample(wallSeconds, cpuSeconds - jitSeconds, jitSeconds);
  }

  /** The middle of the CPU seconds. */
  static double medianCpu(List<Sample> samples) {
    return median(samples.stream().mapToDouble(Sample::cpuSeconds).sorted().toArray());
  }

  /** The middle of the wall seconds. */
  static double medianWall(List<Sample> samples) {
    return median(samples.stream().mapToDouble(Sample::wallSeconds).sorted().toArray());
  }

  private static double median(double[] sorted) {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
