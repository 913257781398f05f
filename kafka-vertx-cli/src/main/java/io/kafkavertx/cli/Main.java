package io.kafkavertx.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Where the program begins. */
public final class Main {
  /** What an interrupted command may take to end in order. */
  private static final long GRACE_SECONDS = 5;

  private Main() {}

  /** Runs one command and ends the process with its exit code. */
  public static void main(String[] args) {
    Terminal terminal = Terminal.system();
    CountDownLatch ended = new CountDownLatch(1);
    // Ctrl-C: the command ends at its next step; the process waits for it, and the JVM gives 130.
    Thread hook = new Thread(() -> interrupted(terminal, ended), "interrupt");
    Runtime.getRuntime().addShutdownHook(hook);
    int code;
    try {
      code = new CommandLineTool(terminal).run(args);
    } finally {
      ended.countDown();
    }
    System.exit(code);
  }

  private static void interrupted(Terminal terminal, CountDownLatch ended) {
    if (ended.getCount() == 0) {
      return;
    }
    if (terminal.stop()) {
      // Its thread may hang in a read that only the end of the process ends.
      return;
    }
    try {
      ended.await(GRACE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
