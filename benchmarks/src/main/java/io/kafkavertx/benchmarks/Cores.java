package io.kafkavertx.benchmarks;

import java.io.IOException;
import java.util.stream.Stream;

/**
 * Gives this process one core and its children, the brokers, another, so that neither is moved
 * about by the other. By {@code taskset} of util-linux.
 */
final class Cores {
  private Cores() {}

  /** Parts what runs now; children that start later have to be parted again. */
  static void part() throws IOException, InterruptedException {
    pin(ProcessHandle.current(), 0);
    try (Stream<ProcessHandle> children = ProcessHandle.current().descendants()) {
      for (ProcessHandle child : children.toList()) {
        pin(child, 1);
      }
    }
  }

  private static void pin(ProcessHandle process, int core)
      throws IOException, InterruptedException {
    Process taskset =
        new ProcessBuilder("taskset", "-apc", Integer.toString(core), Long.toString(process.pid()))
            .redirectErrorStream(true)
            .start();
    taskset.getInputStream().readAllBytes();
    if (taskset.waitFor() != 0 && process.isAlive()) {
      throw new IOException("taskset cannot pin process " + process.pid() + " to core " + core);
    }
  }
}
