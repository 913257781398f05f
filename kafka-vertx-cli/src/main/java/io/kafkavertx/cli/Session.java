package io.kafkavertx.cli;

import io.kafkavertx.admin.KafkaAdmin;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** One run of a command: the clients that it opens, and the thread that waits for them. */
final class Session implements AutoCloseable {
  private static final long STEP_MILLIS = 100;
  private static final long CLOSE_SECONDS = 5;

  private final Terminal terminal;
  private final ClientSettings settings;
  private final Deque<Supplier<Future<?>>> closers = new ArrayDeque<>();
  private Vertx vertx;

  Session(Terminal terminal, ClientSettings settings) {
    this.terminal = terminal;
    this.settings = settings;
  }

  Terminal terminal() {
    return terminal;
  }

  ClientSettings settings() {
    return settings;
  }

  /** One event loop, and no more than a command needs. */
  Vertx vertx() {
    if (vertx == null) {
      // The system's resolver knows /etc/hosts and the like, and starts faster.
      System.setProperty("vertx.disableDnsResolver", "true");
      vertx =
          Vertx.vertx(
              new VertxOptions()
                  .setEventLoopPoolSize(1)
                  .setWorkerPoolSize(2)
                  .setInternalBlockingPoolSize(2)
                  .setFileSystemOptions(
                      new FileSystemOptions()
                          .setClassPathResolvingEnabled(false)
                          .setFileCachingEnabled(false)));
    }
    return vertx;
  }

  /** An admin client of a cluster that answers: see {@link Reachability}. */
  KafkaAdmin admin() {
    Reachability.check(this);
    KafkaAdmin admin = KafkaAdmin.create(vertx(), settings.admin());
    closing(admin::close);
    return admin;
  }

  /** Has {@code close} called at the end, before what was opened earlier. */
  void closing(Supplier<Future<?>> close) {
    closers.push(close);
  }

  /** Waits; Ctrl-C ends it. The future's failure is thrown. */
  <T> T await(Future<T> future) {
    CompletableFuture<T> waited = future.toCompletionStage().toCompletableFuture();
    while (true) {
      try {
        return waited.get(STEP_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        if (terminal.stopped()) {
          throw new StoppedException();
        }
      } catch (ExecutionException e) {
        if (e.getCause() instanceof RuntimeException cause) {
          throw cause;
        }
        throw new IllegalStateException(e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new StoppedException();
      }
    }
  }

  /** Waits for a short time; false when it is not done by then. */
  static boolean within(Future<?> future, Duration time) {
    try {
      future.toCompletionStage().toCompletableFuture().get(time.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    while (!closers.isEmpty()) {
      within(closers.pop().get(), Duration.ofSeconds(CLOSE_SECONDS));
    }
    if (vertx != null) {
      within(vertx.close(), Duration.ofSeconds(CLOSE_SECONDS));
    }
  }
}
