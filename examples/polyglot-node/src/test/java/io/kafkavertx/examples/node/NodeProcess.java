package io.kafkavertx.examples.node;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A child process, and what it prints. */
final class NodeProcess implements AutoCloseable {
  private static final String END = "the process has ended";

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
    String line = "";
    while (!line.startsWith(start)) {
      line = lines.poll(60, TimeUnit.SECONDS);
      if (line == null || line.equals(END)) {
        throw new AssertionError("no line '" + start + "'; printed: " + String.join("\n", printed));
      }
      printed.add(line);
    }
    return line;
  }

  /** All that it printed, when it has ended. */
  String output() throws InterruptedException {
    for (String line = ""; !END.equals(line); ) {
      line = lines.poll(120, TimeUnit.SECONDS);
      if (line == null) {
        throw new AssertionError("still running; printed: " + String.join("\n", printed));
      }
      if (!line.equals(END)) {
        printed.add(line);
      }
    }
    return String.join("\n", printed);
  }

  int exitStatus() throws InterruptedException {
    return process.waitFor();
  }

  /** SIGKILL. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
