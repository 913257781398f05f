package io.kafkavertx.tests.clustered;

import io.kafkavertx.tests.support.ChildProcess;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** A {@link NodeMain} in a process of its own, which does as it is told and may be killed. */
final class NodeProcess implements AutoCloseable {
  final String name;
  private final Process process;
  private final Consumer<String> events;
  private final ConcurrentHashMap<Integer, CompletableFuture<JsonObject>> asked =
      new ConcurrentHashMap<>();
  private final Deque<String> last = new ArrayDeque<>();
  private final CountDownLatch silent = new CountDownLatch(1);
  private int questions;

  /**
   * Starts it; {@link #ask} waits until it has joined.
   *
   * @param events gets what its handlers tell, line by line, the last words of a killed one too
   */
  NodeProcess(
      String name,
      String cluster,
      int port,
      Collection<Integer> members,
      List<String> flags,
      Consumer<String> events)
      throws IOException {
    this.name = name;
    this.events = events;
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.addAll(
        List.of(
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
            "-cp",
            ChildProcess.classPath(),
            NodeMain.class.getName(),
            cluster,
            Integer.toString(port),
            members.stream().map(String::valueOf).collect(Collectors.joining(","))));
    process = new ProcessBuilder(command).redirectErrorStream(true).start();
    Thread reader = new Thread(this::listen, "output of " + name);
    reader.setDaemon(true);
    reader.start();
  }

  private void listen() {
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      String line;
      while ((line = output.readLine()) != null) {
        if (line.startsWith("answer ")) {
          answered(new JsonObject(line.substring(7)));
        } else if (line.startsWith("event ")) {
          events.accept(line.substring(6));
        } else {
          said(line);
        }
      }
    } catch (IOException killed) {
      said("killed");
    } finally {
      silent.countDown();
      asked
          .values()
          .forEach(answer -> answer.completeExceptionally(new IllegalStateException(toString())));
    }
  }

  private void answered(JsonObject answer) {
    CompletableFuture<JsonObject> question = asked.remove(answer.getInteger("id"));
    if (answer.containsKey("failed")) {
      question.completeExceptionally(new IllegalStateException(answer.getString("failed")));
    } else {
      question.complete(answer);
    }
  }

  private void said(String line) {
    synchronized (last) {
      last.add(line);
      if (last.size() > 30) {
        last.remove();
      }
    }
  }

  /** Has it do something, and waits until it is done. */
  JsonObject ask(JsonObject what) throws Exception {
    return tell(what).get(90, TimeUnit.SECONDS);
  }

  /** Has it do something. */
  CompletableFuture<JsonObject> tell(JsonObject what) throws IOException {
    CompletableFuture<JsonObject> answer = new CompletableFuture<>();
    synchronized (asked) {
      int id = ++questions;
      asked.put(id, answer);
      byte[] line = (what.copy().put("id", id).encode() + "\n").getBytes(StandardCharsets.UTF_8);
      try {
        process.getOutputStream().write(line);
        process.getOutputStream().flush();
      } catch (IOException e) {
        throw new IOException("cannot be told anything: " + this, e);
      }
    }
    return answer;
  }

  /** As {@code kill -9} does; returns when its last words have been heard. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    awaitEnd();
  }

  /** Waits until it has ended, by itself or not, and its last words have been heard. */
  void awaitEnd() throws InterruptedException {
    if (!process.waitFor(60, TimeUnit.SECONDS) || !silent.await(60, TimeUnit.SECONDS)) {
      throw new AssertionError(name + " does not end: " + this);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String toString() {
    synchronized (last) {
      return name + ", the last it said: " + String.join("\n", last);
    }
  }
}
