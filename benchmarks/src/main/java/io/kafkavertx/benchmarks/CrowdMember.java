package io.kafkavertx.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * The process of {@link Crowd} that holds the consumers. Its last line is what it has measured.
 *
 * <p>The arguments are the client, {@code assign} or {@code subscribe}, the bootstrap servers, the
 * topic, how many consumers, how many records each is to read, and how many seconds to wait then.
 */
final class CrowdMember {
  private static final long LONGEST_MINUTES = 5;
  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private CrowdMember() {}

  public static void main(String[] args) throws Exception {
    boolean group = args[1].equals("subscribe");
    int consumers = Integer.parseInt(args[4]);
    int records = Integer.parseInt(args[5]);
    int seconds = Integer.parseInt(args[6]);
    String groupId = group ? "crowd-" + args[0] : null;
    CrowdReaders readers =
        args[0].equals("kafka-vertx")
            ? new VertxReaders(args[2], args[3], groupId)
            : new JavaReaders(args[2], args[3], groupId);
    long before = liveHeap();
    readers.add(1);
    // Alone in its group it has all partitions, and what it has read it would not read again.
    await(() -> readers.assigned() > 0);
    int threads = threads();
    readers.add(consumers - 1);
    await(() -> readers.settled(consumers) && readers.read() >= (long) consumers * records);
    double peakMegabytes = peakKilobytes() / 1024.0;
    double each = (liveHeap() - before) / 1024.0 / consumers;
    double cpu = cpuSeconds();
    TimeUnit.SECONDS.sleep(seconds);
    double idle = 100 * (cpuSeconds() - cpu) / seconds;
    System.out.printf(
        "%d | %d | %.0f | %.1f | %.1f%n", threads, threads(), peakMegabytes, each, idle);
    System.exit(0);
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  private static void await(Condition condition) throws Exception {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(LONGEST_MINUTES);
    while (!condition.holds()) {
      if (System.nanoTime() - end > 0) {
        throw new IllegalStateException("the consumers have not all read their records");
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  private static int threads() {
    return ManagementFactory.getThreadMXBean().getThreadCount();
  }

  private static long liveHeap() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      System.gc();
      TimeUnit.MILLISECONDS.sleep(200);
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static double cpuSeconds() {
    return PROCESS.getProcessCpuTime() / 1e9 - CompilerThreads.cpuSeconds();
  }

  /** The most memory that the process has had; Linux only. */
  private static long peakKilobytes() throws Exception {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmHWM:")) {
        return Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    throw new IllegalStateException("/proc/self/status has no VmHWM");
  }
}
