package io.kafkavertx.examples.node;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A child process, and what it prints. */
final class NodeProcess implements AutoCloseable {
  private static final String END = "the process has ended";
  private static final int PATIENCE_SECONDS = 120;

  private final Process process;
  private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
  private final List<String> printed = new ArrayList<>();

  private NodeProcess(Process process) {
    this.process = process;
    Thread reader = new Thread(this::read, "output of " + process.pid());
    reader.setDaemon(true);
    reader.start();
  }

  static NodeProcess start(Path directory, Map<String, String> environment, String... command)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    return new NodeProcess(builder.start());
  }

  private void read() {
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      output.lines().forEach(lines::add);
    } catch (UncheckedIOException | IOException e) {
      lines.add(e.toString());
    }
    lines.add(END);
  }

  /** Waits for a line that begins so; fails with all that was printed when none comes. */
  String awaitLine(String start) throws InterruptedException {
    long deadline = deadline(PATIENCE_SECONDS);
    String line = "";
    while (!line.startsWith(start)) {
      line = nextLine(deadline);
      if (line == null || line.equals(END)) {
        throw new AssertionError("no line '" + start + "'; printed: " + String.join("\n", printed));
      }
      printed.add(line);
    }
    return line;
  }

  /** All that it printed, when it has ended. */
  String output() throws InterruptedException {
    return outputWithin(PATIENCE_SECONDS)
        .orElseThrow(
            () -> new AssertionError("still running; printed: " + String.join("\n", printed)));
  }

  /** All that it printed; empty when it has not ended by then. */
  Optional<String> outputWithin(int seconds) throws InterruptedException {
    long deadline = deadline(seconds);
    for (String line = nextLine(deadline); !END.equals(line); line = nextLine(deadline)) {
      if (line == null) {
        return Optional.empty();
      }
      printed.add(line);
    }
    return Optional.of(String.join("\n", printed));
  }

  private static long deadline(int seconds) {
    return System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
  }

  private String nextLine(long deadline) throws InterruptedException {
    return lines.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
  }

  int exitStatus() throws InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("still running; printed: " + String.join("\n", printed));
    }
    return process.exitValue();
  }

  /** SIGKILL. */
  void kill() throws InterruptedException {
    close();
    exitStatus();
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
