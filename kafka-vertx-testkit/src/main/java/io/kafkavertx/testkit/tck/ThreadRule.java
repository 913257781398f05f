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
    List<String> seen = onThreadOfItsOwn(() -> judged(calls));
    if (!seen.isEmpty()) {
      throw new AssertionError(
          what + " blocked the event loop: " + String.join("; ", seen.subList(0, 1)));
    }
  }

  private static List<String> judged(Runnable calls) throws IOException {
    calls.run();
    long id = Thread.currentThread().getId();
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    try (Recording recording = recording()) {
      long waitedBefore = threads.getThreadInfo(id).getWaitedCount();
      calls.run();
      long waited = threads.getThreadInfo(id).getWaitedCount() - waitedBefore;
      List<String> seen = new ArrayList<>(recorded(recording, id));
      if (waited > 0) {
        seen.add("it waited " + waited + " times");
      }
      return seen;
    }
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

  private static <T> T onThreadOfItsOwn(Callable<T> work) {
    return result(start(work));
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
      throw new UncheckedIOException((IOException) e.getCause());
    } catch (TimeoutException e) {
      throw new AssertionError("the calls did not return in " + DEADLINE_SECONDS + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
