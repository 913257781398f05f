package io.kafkavertx.testkit.tck;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * The rule about threads that all plug-ins share: they are called on event loops, so they never
 * wait, sleep, or read and write files and sockets there; and each client has its own, so that
 * those of two clients work side by side.
 *
 * <p>Waiting is seen in the counts that the JVM keeps for each thread, the rest by the JDK's flight
 * recorder; where that is missing only waiting is seen.
 */
final class ThreadRule {
  private static final long DEADLINE_SECONDS = 60;
  private static final int MOST_FRAMES = 12;
  private static final List<String> FORBIDDEN =
      List.of(
          "jdk.ThreadSleep",
          "jdk.ThreadPark",
          "jdk.JavaMonitorWait",
          "jdk.FileRead",
          "jdk.FileWrite",
          "jdk.FileForce",
          "jdk.SocketRead",
          "jdk.SocketWrite");

  /** Two threads may meet for a moment; who waits longer waits for somebody's work. */
  private static final Duration LONGEST_MEETING = Duration.ofMillis(1);

  private ThreadRule() {}

  /**
   * Runs calls of a plug-in on a thread that stands for an event loop, and fails when they block
   * it. They run twice: what happens once, such as loading classes and native code, is not judged.
   *
   * @param what for the message: what is called
   */
  static void neverBlocks(String what, Runnable calls) {
    Judged judged = new Judged(calls);
    FutureTask<Long> waits = start(judged);
    List<String> seen = new ArrayList<>();
    try (Recording recording = recordingOnceWarm(judged)) {
      judged.go();
      long waited = result(waits);
      seen.addAll(recorded(recording, judged.threadId));
      if (waited > 0) {
        seen.add("it waited " + waited + " times");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      judged.go();
    }
    if (!seen.isEmpty()) {
      throw new AssertionError(what + " blocked the event loop: " + seen.get(0));
    }
  }

  /**
   * What the thread that is judged does: nothing but the calls. The recorder is started and stopped
   * elsewhere, since that waits for locks which others of its users hold, and in between the thread
   * spins, since any other way to wait would be seen.
   */
  private static final class Judged implements Callable<Long> {
    private final Runnable calls;
    private final CountDownLatch warm = new CountDownLatch(1);
    private volatile boolean go;
    private volatile long threadId;

    Judged(Runnable calls) {
      this.calls = calls;
    }

    /** Returns how often the thread waited. */
    @Override
    public Long call() {
      threadId = Thread.currentThread().getId();
      try {
        calls.run();
      } finally {
        warm.countDown();
      }
      ThreadMXBean threads = ManagementFactory.getThreadMXBean();
      while (!go) {
        Thread.onSpinWait();
      }
      long waitedBefore = threads.getThreadInfo(threadId).getWaitedCount();
      calls.run();
      return threads.getThreadInfo(threadId).getWaitedCount() - waitedBefore;
    }

    void awaitWarm() {
      try {
        if (!warm.await(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
          throw tooLong(null);
        }
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
    }

    void go() {
      go = true;
    }
  }

  private static Recording recordingOnceWarm(Judged judged) {
    judged.awaitWarm();
    return recording();
  }

  private static Recording recording() {
    if (!FlightRecorder.isAvailable()) {
      return null;
    }
    Recording recording = new Recording();
    FORBIDDEN.forEach(event -> recording.enable(event).withoutThreshold().withStackTrace());
    recording.enable("jdk.JavaMonitorEnter").withThreshold(LONGEST_MEETING).withStackTrace();
    recording.start();
    return recording;
  }

  private static List<String> recorded(Recording recording, long threadId) throws IOException {
    if (recording == null) {
      return List.of();
    }
    recording.stop();
    Path file = Files.createTempFile("thread-rule", ".jfr");
    try {
      recording.dump(file);
      return RecordingFile.readAllEvents(file).stream()
          .filter(event -> event.getThread() != null)
          .filter(event -> event.getThread().getJavaThreadId() == threadId)
          .filter(event -> !isOfTheJvm(event))
          .map(ThreadRule::described)
          .toList();
    } finally {
      Files.deleteIfExists(file);
    }
  }

  /**
   * Loading classes, and writing to the console, are not the plug-in's. Random numbers come from a
   * file that never makes anybody wait.
   */
  private static boolean isOfTheJvm(RecordedEvent event) {
    boolean console = event.hasField("path") && event.getString("path") == null;
    boolean random = event.hasField("path") && "/dev/urandom".equals(event.getString("path"));
    return console
        || random
        || frames(event).stream()
            .anyMatch(frame -> frame.startsWith("java.lang.ClassLoader.loadClass"));
  }

  private static List<String> frames(RecordedEvent event) {
    if (event.getStackTrace() == null) {
      return List.of();
    }
    return event.getStackTrace().getFrames().stream()
        .filter(RecordedFrame::isJavaFrame)
        .map(frame -> frame.getMethod().getType().getName() + "." + frame.getMethod().getName())
        .toList();
  }

  private static String described(RecordedEvent event) {
    List<String> frames = frames(event);
    return event.getEventType().getLabel()
        + (event.hasField("path") ? " of " + event.getString("path") : "")
        + " at "
        + String.join(" < ", frames.subList(0, Math.min(frames.size(), MOST_FRAMES)));
  }

  /**
   * Runs calls of as many plug-ins as there are threads at once, each its own, and fails when one
   * of them does; not before all have ended.
   *
   * @param eachClient uses a plug-in that it makes itself
   */
  static void sideBySide(int clients, Runnable eachClient) {
    List<FutureTask<Void>> tasks = new ArrayList<>();
    for (int i = 0; i < clients; i++) {
      tasks.add(start(() -> runAll(eachClient)));
    }
    RuntimeException failure = null;
    Error error = null;
    for (FutureTask<Void> task : tasks) {
      try {
        result(task);
      } catch (RuntimeException e) {
        failure = failure == null ? e : failure;
      } catch (Error e) {
        error = error == null ? e : error;
      }
    }
    if (error != null) {
      throw error;
    }
    if (failure != null) {
      throw failure;
    }
  }

  private static Void runAll(Runnable calls) {
    calls.run();
    return null;
  }

  private static <T> FutureTask<T> start(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread = new Thread(task, "tck-event-loop");
    thread.setDaemon(true);
    thread.start();
    return task;
  }

  private static <T> T result(FutureTask<T> task) {
    try {
      return task.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException unchecked) {
        throw unchecked;
      }
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new AssertionError(e.getCause());
    } catch (TimeoutException e) {
      throw tooLong(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static AssertionError tooLong(Throwable cause) {
    return new AssertionError("the calls did not return in " + DEADLINE_SECONDS + " s", cause);
  }

  private static AssertionError interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new AssertionError("interrupted", e);
  }
}
