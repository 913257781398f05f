package io.kafkavertx.sasl;

import io.kafkavertx.spi.SaslContext;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;

/** Runs slow work at once, or when it is told to. */
final class FakeContext implements SaslContext {
  final Deque<Runnable> held = new ArrayDeque<>();
  boolean hold;
  int slowWork;

  @Override
  public String host() {
    return "broker.example";
  }

  @Override
  public int port() {
    return 9092;
  }

  @Override
  public boolean isEncrypted() {
    return true;
  }

  @Override
  public <T> Future<T> executeBlocking(Callable<T> work) {
    slowWork++;
    Promise<T> promise = Promise.promise();
    Runnable run =
        () -> {
          try {
            promise.complete(work.call());
          } catch (Exception e) {
            promise.fail(e);
          }
        };
    if (hold) {
      held.add(run);
    } else {
      run.run();
    }
    return promise.future();
  }

  @Override
  public <T> Future<T> onEventLoop(Future<T> future) {
    return future;
  }
}
