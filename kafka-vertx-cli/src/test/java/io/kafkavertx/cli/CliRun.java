package io.kafkavertx.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** One command, run in this JVM as somebody would type it. */
final class CliRun {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final Output out = new Output();
  private final Output err = new Output();
  private final Map<String, String> environment = new HashMap<>();
  private InputStream in = InputStream.nullInputStream();
  private OutputStream to = out;
  private boolean screen;
  private Terminal terminal;
  private CompletableFuture<Integer> code;

  /** A command of a user who has named the broker in the environment. */
  static CliRun at(String bootstrapServers) {
    CliRun run = new CliRun();
    run.environment.put("KAFKA_BOOTSTRAP_SERVERS", bootstrapServers);
    run.environment.put("COLUMNS", "1000");
    return run;
  }

  CliRun environment(String name, String value) {
    environment.put(name, value);
    return this;
  }

  CliRun input(String text) {
    in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  CliRun input(InputStream stream) {
    in = stream;
    return this;
  }

  CliRun output(OutputStream stream) {
    to = stream;
    return this;
  }

  /** The standard error is a terminal. */
  CliRun onScreen() {
    screen = true;
    return this;
  }

  /** Runs it to its end. */
  CliRun run(String... args) {
    return start(args).ended();
  }

  CliRun start(String... args) {
    terminal = new Terminal(in, to, err, environment, false, true, screen);
    code = CompletableFuture.supplyAsync(() -> new CommandLineTool(terminal).run(args), this::go);
    return this;
  }

  private void go(Runnable task) {
    Thread thread = new Thread(task, "cli");
    thread.setDaemon(true);
    thread.start();
  }

  /** Ctrl-C. */
  CliRun interrupt() {
    terminal.stop();
    return this;
  }

  CliRun ended() {
    try {
      code.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
      return this;
    } catch (Exception e) {
      throw new AssertionError("it does not end; " + this, e);
    }
  }

  boolean isRunning() {
    return !code.isDone();
  }

  int code() {
    return code.join();
  }

  String out() {
    return out.text();
  }

  String err() {
    return err.text();
  }

  void awaitOut(Predicate<String> enough) {
    out.await(enough, this);
  }

  void awaitErr(Predicate<String> enough) {
    err.await(enough, this);
  }

  @Override
  public String toString() {
    return "exit code "
        + (code.isDone() ? code.join() : "none yet")
        + "\n--- out\n"
        + out()
        + "\n--- err\n"
        + err();
  }

  /** Text that others wait for. */
  private static final class Output extends OutputStream {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public synchronized void write(int b) {
      bytes.write(b);
      notifyAll();
    }

    @Override
    public synchronized void write(byte[] array, int offset, int length) {
      bytes.write(array, offset, length);
      notifyAll();
    }

    synchronized String text() {
      return bytes.toString(StandardCharsets.UTF_8);
    }

    synchronized void await(Predicate<String> enough, CliRun run) {
      long end = System.nanoTime() + LIMIT.toNanos();
      while (!enough.test(text())) {
        long left = (end - System.nanoTime()) / 1_000_000;
        if (left <= 0 || (run.code.isDone() && !enough.test(text()))) {
          throw new AssertionError("it never said that; " + run);
        }
        try {
          wait(Math.min(left, 200));
        } catch (InterruptedException e) {
          throw new AssertionError(e);
        }
      }
    }
  }
}
