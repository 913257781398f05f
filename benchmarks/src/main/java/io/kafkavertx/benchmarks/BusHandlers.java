package io.kafkavertx.benchmarks;

import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;

/**
 * What handles records at an event-bus address, for every client the same: a verticle that counts
 * them and replies, on an event loop of its own, or with the client on that loop.
 */
final class BusHandlers<T> implements AutoCloseable {
  static final String ADDRESS = "benchmark.records";

  private final Vertx vertx;
  private final String deployment;
  private final Promise<Long> done = Promise.promise();

  private volatile Context context;

  // Of the handler's loop.
  private long count;
  private long sum;

  /**
   * Begins to handle messages.
   *
   * @param replies whether somebody waits for a reply
   * @param records how many a message has
   * @param bytes how many its values have
   */
  BusHandlers(
      Vertx vertx, Load load, boolean replies, ToIntFunction<T> records, ToIntFunction<T> bytes)
      throws Exception {
    this.vertx = vertx;
    Deployable verticle =
        new VerticleBase() {
          @Override
          public Future<?> start() {
            BusHandlers.this.context = vertx.getOrCreateContext();
            return vertx
                .eventBus()
                .<T>consumer(ADDRESS, message -> handle(message, load, replies, records, bytes))
                .completion();
          }
        };
    deployment = vertx.deployVerticle(verticle).await(1, TimeUnit.MINUTES);
  }

  private void handle(
      Message<T> message,
      Load load,
      boolean replies,
      ToIntFunction<T> records,
      ToIntFunction<T> bytes) {
    count += records.applyAsInt(message.body());
    sum += bytes.applyAsInt(message.body());
    if (replies) {
      message.reply(null);
    }
    if (count == load.records()) {
      done.tryComplete(sum);
    }
  }

  /**
   * Makes a client.
   *
   * @param together whether on the handler's event loop
   */
  <R> R make(boolean together, Callable<R> client) throws Exception {
    if (!together) {
      return client.call();
    }
    Promise<R> made = Promise.promise();
    context.runOnContext(
        v -> {
          try {
            made.complete(client.call());
          } catch (Exception e) {
            made.fail(e);
          }
        });
    return made.future().await(1, TimeUnit.MINUTES);
  }

  void fail(Throwable failure) {
    done.tryFail(failure);
  }

  /** How many bytes of values came, when all have come. */
  long await() throws Exception {
    return done.future().await(10, TimeUnit.MINUTES);
  }

  @Override
  public void close() throws Exception {
    vertx.undeploy(deployment).await(1, TimeUnit.MINUTES);
  }
}
