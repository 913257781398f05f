package io.kafkavertx.tests.transactions;

import io.kafkavertx.tests.support.ChildProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A {@link CopierMain} in a process of its own, which can be killed and started again. */
final class Copier implements AutoCloseable {
  private final List<String> arguments;
  private final List<String> said = new CopyOnWriteArrayList<>();
  private volatile long position;
  private Process process;

  Copier(String servers, int partition, long end, int perTransaction, long pauseMillis) {
    arguments =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            ChildProcess.classPath(),
            CopierMain.class.getName(),
            servers,
            Integer.toString(partition),
            Long.toString(end),
            Integer.toString(perTransaction),
            Long.toString(pauseMillis));
  }

  void start() throws IOException {
    process = new ProcessBuilder(arguments).redirectErrorStream(true).start();
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    Thread reader = new Thread(() -> listen(output), "output of a copier");
    reader.setDaemon(true);
    reader.start();
  }

  private void listen(BufferedReader output) {
    try {
      String line;
      while ((line = output.readLine()) != null) {
        said.add(line);
        if (line.startsWith("at ")) {
          position = Long.parseLong(line.substring(3));
        }
      }
    } catch (IOException killed) {
      said.add("killed");
    } catch (UncheckedIOException e) {
      said.add(e.toString());
    }
  }

  /** The last offset that it said to have committed. */
  long position() {
    return position;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Kills it as {@code kill -9} does, in the middle of whatever it does, and starts the next. */
  void replace() throws Exception {
    process.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
    said.add("killed and replaced");
    start();
  }

  /** How it ended; waits for that. */
  int exitValue(long seconds) throws InterruptedException {
    if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
      throw new AssertionError("a copier does not end; the last it said: " + last());
    }
    return process.exitValue();
  }

  List<String> last() {
    return said.subList(Math.max(0, said.size() - 20), said.size());
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
