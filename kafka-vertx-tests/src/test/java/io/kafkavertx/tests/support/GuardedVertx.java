package io.kafkavertx.tests.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.threadchecker.BlockedThreadEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A Vert.x for one test that watches over it: after the test it is closed, and the test fails when
 * an event loop was blocked, when Netty found a leak, or when a timer or an open socket is left.
 *
 * <p>Blocked means: for more than 50 ms in one turn, either waiting (for a lock, for I/O) or
 * computing for that long. A turn that merely did not get the processor is the machine's doing, so
 * computing is counted in CPU time.
 */
public final class GuardedVertx implements BeforeEachCallback, AfterEachCallback {
  private static final long LIMIT_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final List<Suspect> suspects = new CopyOnWriteArrayList<>();
  private final Map<Thread, Turn> turns = new ConcurrentHashMap<>();
  private Vertx vertx;
  private long socketsBefore;

  /**
   * A turn that has been seen to take long: its start, and the thread's CPU time when it was first
   * seen.
   */
  private record Turn(long startNanos, long cpuNanos, AtomicBoolean cold) {}

  /** What looks like a stall, unless its turn turns out to have been a cold one. */
  private record Suspect(Turn turn, String what) {}

  /** The Vert.x of the running test. */
  public Vertx vertx() {
    return vertx;
  }

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    Leaks.watch();
    // The JDK keeps one descriptor of its own from the first socket on; it is not a test's leak.
    SocketChannel.open().close();
    socketsBefore = openSockets();
    vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(2)
                .setMaxEventLoopExecuteTime(LIMIT_NANOS)
                .setMaxEventLoopExecuteTimeUnit(TimeUnit.NANOSECONDS)
                .setWarningExceptionTime(Long.MAX_VALUE)
                .setBlockedThreadCheckInterval(10)
                .setBlockedThreadCheckIntervalUnit(TimeUnit.MILLISECONDS));
    ((VertxInternal) vertx).blockedThreadChecker().setThreadBlockedHandler(this::longTurn);
  }

  private void longTurn(BlockedThreadEvent event) {
    Thread thread = event.thread();
    if (!thread.getName().contains("eventloop")) {
      return;
    }
    // State and stack of the same moment: taken one after the other they may be of two turns.
    ThreadInfo info = THREADS.getThreadInfo(thread.getId(), Integer.MAX_VALUE);
    if (info == null) {
      return; // it has ended meanwhile
    }
    StackTraceElement[] stack = info.getStackTrace();
    long start = System.nanoTime() - event.duration();
    long cpu = THREADS.getThreadCpuTime(thread.getId());
    Turn seen = turns.get(thread);
    if (seen == null || Math.abs(seen.startNanos - start) > LIMIT_NANOS / 2) {
      seen = new Turn(start, cpu, new AtomicBoolean());
      turns.put(thread, seen);
    }
    boolean waits = info.getThreadState() != Thread.State.RUNNABLE;
    boolean computes = cpu - seen.cpuNanos > LIMIT_NANOS;
    if (loadsClasses(stack)) {
      seen.cold.set(true);
    }
    if (waits || computes) {
      suspects.add(
          new Suspect(
              seen,
              thread.getName()
                  + (waits ? " waited" : " computed")
                  + " in a turn of "
                  + TimeUnit.NANOSECONDS.toMillis(event.duration())
                  + " ms at "
                  + List.of(stack).stream().limit(40).map(Object::toString).toList()));
    }
  }

  /** A JVM that still loads and initialises classes is cold: that happens once and says nothing. */
  private static boolean loadsClasses(StackTraceElement[] stack) {
    for (StackTraceElement frame : stack) {
      if (frame.getMethodName().equals("<clinit>")
          || frame.getMethodName().equals("loadClass")
          || frame.getMethodName().equals("linkCallSite")) {
        return true;
      }
    }
    return false;
  }

  private List<String> stalls() {
    return suspects.stream()
        .filter(suspect -> !suspect.turn.cold.get())
        .map(Suspect::what)
        .toList();
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    List<String> timers = timersAfterClose();
    vertx.close().await(30, TimeUnit.SECONDS);
    awaitNoMoreSockets();
    assertThat(stalls()).as("blocked event loops").isEmpty();
    assertThat(timers).as("timers left").isEmpty();
    assertThat(Leaks.found()).as("leaks").isEmpty();
    assertThat(openSockets()).as("open sockets").isLessThanOrEqualTo(socketsBefore);
  }

  /** Closes what the test has left open, as Vert.x would, and looks before the loops are gone. */
  private List<String> timersAfterClose() throws Exception {
    List<Future<Void>> undeployed = new ArrayList<>();
    vertx.deploymentIDs().forEach(id -> undeployed.add(vertx.undeploy(id)));
    Future.join(undeployed)
        .otherwiseEmpty()
        .compose(done -> ((VertxInternal) vertx).closeFuture().close())
        .otherwiseEmpty()
        .await(60, TimeUnit.SECONDS);
    return TimersLeft.on(vertx);
  }

  /** Closing a socket is asynchronous; the deadline is there to end a leak, not to measure. */
  private void awaitNoMoreSockets() throws InterruptedException {
    for (int i = 0; i < 500 && openSockets() > socketsBefore; i++) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  /** Open TCP sockets of this process; 0 where the system does not tell. */
  private static long openSockets() {
    Path descriptors = Path.of("/proc/self/fd");
    if (!Files.isDirectory(descriptors)) {
      return 0;
    }
    Set<String> tcp = new HashSet<>();
    try (Stream<Path> all = Files.list(descriptors)) {
      addInodes(tcp, Path.of("/proc/self/net/tcp"));
      addInodes(tcp, Path.of("/proc/self/net/tcp6"));
      return all.filter(descriptor -> tcp.contains(target(descriptor))).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The JDK keeps sockets of its own that are no connections: only those of TCP count. */
  private static void addInodes(Set<String> inodes, Path table) throws IOException {
    if (Files.isReadable(table)) {
      for (String line : Files.readAllLines(table)) {
        String[] columns = line.trim().split("\\s+");
        inodes.add("socket:[" + columns[9] + "]");
      }
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException closedMeanwhile) {
      return "";
    }
  }
}
