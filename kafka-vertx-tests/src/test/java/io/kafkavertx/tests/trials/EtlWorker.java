package io.kafkavertx.tests.trials;

import io.kafkavertx.tests.support.ChildProcess;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** An {@link EtlWorkerMain} in a process of its own, which may be killed. */
final class EtlWorker implements AutoCloseable {
  final String name;
  private final EtlAccount account;
  private final List<String> said = new CopyOnWriteArrayList<>();
  private final Process process;

  EtlWorker(String servers, EtlPlan plan, String name, EtlAccount account) throws IOException {
    this.name = name;
    this.account = account;
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "-cp",
                ChildProcess.classPath(),
                EtlWorkerMain.class.getName(),
                servers,
                plan.toString(),
                name)
            .redirectErrorStream(true)
            .start();
    Thread reader = new Thread(this::listen, "output of " + name);
    reader.setDaemon(true);
    reader.start();
  }

  private void listen() {
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      String line;
      while ((line = output.readLine()) != null) {
        if (!line.startsWith("copied")) {
          said.add(line);
        }
        account.heard(name, line);
      }
    } catch (IOException killed) {
      said.add("killed");
    }
  }

  /** As {@code kill -9} does, in the middle of whatever it does. */
  void kill() throws InterruptedException {
    account.killed();
    process.destroyForcibly().waitFor(30, TimeUnit.SECONDS);
  }

  /** Tells it to finish what it does and to leave. */
  void stop() throws Exception {
    process.getOutputStream().write("stop\n".getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().flush();
    if (!process.waitFor(90, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new AssertionError(name + " does not stop; the last it said: " + last());
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  List<String> last() {
    return said.subList(Math.max(0, said.size() - 20), said.size());
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
