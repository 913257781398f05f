package io.kafkavertx.testkit.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What blocks an event loop is seen, and what does not is let pass. */
final class ThreadRuleTest {
  @TempDir static Path directory;

  /** One way to break the rule. */
  private record Wrong(String name, Runnable calls) {
    @Override
    public String toString() {
      return name;
    }
  }

  private interface Io {
    void run() throws IOException, InterruptedException;
  }

  private static Wrong wrong(String name, Io calls) {
    return new Wrong(
        name,
        () -> {
          try {
            calls.run();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  static Stream<Wrong> waysToBlock() {
    return Stream.of(
        wrong("sleep", () -> Thread.sleep(1)),
        wrong("park", () -> LockSupport.parkNanos(100_000)),
        wrong("a future", () -> CompletableFuture.runAsync(ThreadRuleTest::work).join()),
        wrong("a monitor that is held", ThreadRuleTest::meetHeldMonitor),
        wrong("write a file", () -> Files.writeString(directory.resolve("out"), "x")),
        wrong(
            "read a file",
            () -> {
              Path file = directory.resolve("in");
              if (!Files.exists(file)) {
                Files.writeString(file, "x");
              }
              try (InputStream in = new java.io.FileInputStream(file.toFile())) {
                in.read();
              }
            }),
        wrong("a socket", ThreadRuleTest::readSocket));
  }

  private static void work() {
    LockSupport.parkNanos(20_000_000);
  }

  private static void meetHeldMonitor() throws InterruptedException {
    Object monitor = new Object();
    CountDownLatch held = new CountDownLatch(1);
    Thread holder =
        new Thread(
            () -> {
              synchronized (monitor) {
                held.countDown();
                work();
              }
            });
    holder.start();
    while (held.getCount() > 0) {
      Thread.onSpinWait();
    }
    synchronized (monitor) {
      assertThat(held.getCount()).isZero();
    }
  }

  private static void readSocket() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
        Socket accepted = server.accept()) {
      accepted.getOutputStream().write(7);
      assertThat(client.getInputStream().read()).isEqualTo(7);
    }
  }

  @ParameterizedTest
  @MethodSource("waysToBlock")
  void whatBlocksIsSeen(Wrong wrong) {
    assertThatThrownBy(() -> ThreadRule.neverBlocks("the thing", wrong.calls()))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("the thing blocked the event loop");
  }

  @Test
  void theMessageSaysWhere() {
    assertThatThrownBy(() -> ThreadRule.neverBlocks("the thing", ThreadRuleTest::work))
        .hasMessageContaining("ThreadRuleTest.work");
  }

  @Test
  void workAndAnUncontendedLockAreLetPass() {
    Object monitor = new Object();
    AtomicInteger sum = new AtomicInteger();
    ThreadRule.neverBlocks(
        "the thing",
        () -> {
          for (int i = 0; i < 1_000_000; i++) {
            synchronized (monitor) {
              sum.addAndGet(String.valueOf(i).hashCode());
            }
          }
          System.err.print("");
        });
  }

  /** Its lock may be held for more than a moment, by other recordings or its own threads. */
  @Test
  void whoeverKeepsTheRecorderBusyThePlugInIsNotBlamed() throws Exception {
    AtomicBoolean enough = new AtomicBoolean();
    FutureTask<Void> recorder =
        new FutureTask<>(
            () -> {
              while (!enough.get()) {
                try (Recording other = new Recording()) {
                  other.start();
                  other.stop();
                }
              }
              return null;
            });
    new Thread(recorder, "busy-recorder").start();
    try {
      for (int i = 0; i < 20; i++) {
        ThreadRule.neverBlocks("the thing", () -> assertThat(enough).isFalse());
      }
    } finally {
      enough.set(true);
    }
    recorder.get();
  }

  @Test
  void whatHappensOnceIsNotJudged() {
    AtomicInteger calls = new AtomicInteger();
    ThreadRule.neverBlocks(
        "the thing",
        () -> {
          if (calls.getAndIncrement() == 0) {
            work();
          }
        });
    assertThat(calls).hasValue(2);
  }

  @Test
  void aFailureOnOneOfTheThreadsIsTold() {
    AtomicInteger calls = new AtomicInteger();
    assertThatThrownBy(
            () ->
                ThreadRule.sideBySide(
                    3,
                    () -> {
                      if (calls.incrementAndGet() == 2) {
                        throw new IllegalStateException("shared");
                      }
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("shared");
    assertThat(calls).hasValue(3);
  }

  @Test
  void eachClientHasAThreadOfItsOwn() {
    AtomicReference<Thread> seen = new AtomicReference<>();
    ThreadRule.neverBlocks("the thing", () -> seen.set(Thread.currentThread()));
    assertThat(seen.get()).isNotSameAs(Thread.currentThread());
  }
}
