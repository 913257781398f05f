package io.kafkavertx.tests.consumer;

import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.KafkaConsumer;
import io.kafkavertx.spi.Deserializer;
import io.kafkavertx.spi.TopicPartition;
import io.kafkavertx.tests.support.GuardedVertx;
import io.kafkavertx.tests.support.SharedBroker;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the tests of the consumer on a real broker share. */
abstract class ConsumerTestBase {
  @RegisterExtension final GuardedVertx guarded = new GuardedVertx();

  private static boolean warm;

  String topic;
  String group;

  /**
   * Loads the classes and lets the compiler see the hot paths, on a Vert.x that nobody watches: a
   * cold JVM blocks an event loop for longer than any code of ours.
   */
  @BeforeAll
  static void warmUp() throws Exception {
    if (!warm) {
      warm = true;
      Vertx vertx = Vertx.vertx();
      String topic = SharedBroker.name("warm");
      SharedBroker.createTopic(topic, 1);
      TestRecords.produce(topic, 1, 0, 2000, Map.of("compression.type", "lz4"));
      KafkaConsumer<byte[], byte[]> consumer =
          KafkaConsumer.create(
              vertx,
              new ConsumerOptions()
                  .setBootstrapServers(SharedBroker.bootstrapServers())
                  .setGroupId(topic)
                  .setAutoOffsetReset("earliest"),
              Deserializer.bytes(),
              Deserializer.bytes());
      Promise<Void> all = Promise.promise();
      consumer.handler(
          record -> {
            TestRecords.check(record, (int) record.offset());
            if (record.offset() == 1999) {
              all.tryComplete();
            }
          });
      await(consumer.subscribe(topic));
      await(all.future());
      await(consumer.close());
      await(vertx.close());
    }
  }

  @BeforeEach
  final void names() {
    topic = SharedBroker.name("records");
    group = SharedBroker.name("readers");
  }

  final Vertx vertx() {
    return guarded.vertx();
  }

  final void createTopic(int partitions) throws Exception {
    SharedBroker.createTopic(topic, partitions);
  }

  final ConsumerOptions options() {
    return new ConsumerOptions()
        .setBootstrapServers(SharedBroker.bootstrapServers())
        .setAutoOffsetReset("earliest");
  }

  final KafkaConsumer<byte[], byte[]> consumer(ConsumerOptions options) {
    return KafkaConsumer.create(vertx(), options, Deserializer.bytes(), Deserializer.bytes());
  }

  final TopicPartition partition(int number) {
    return new TopicPartition(topic, number);
  }

  final List<TopicPartition> partitions(int count) {
    List<TopicPartition> all = new ArrayList<>();
    for (int number = 0; number < count; number++) {
      all.add(partition(number));
    }
    return all;
  }

  /** Runs {@code work} on an event loop, as a verticle would. */
  final <T> Future<T> onLoop(Supplier<Future<T>> work) {
    return on(vertx().getOrCreateContext(), work);
  }

  static <T> Future<T> on(Context context, Supplier<Future<T>> work) {
    Promise<T> promise = Promise.promise();
    context.runOnContext(
        ignored -> {
          try {
            work.get().onComplete(promise);
          } catch (Throwable failure) {
            promise.fail(failure);
          }
        });
    return promise.future();
  }

  /** The deadline is there to end a hang. */
  static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(120, TimeUnit.SECONDS);
  }

  /** Looks again and again; the deadline is there to end a hang. */
  static void eventually(Vertx vertx, String what, BooleanSupplier condition) throws Exception {
    Promise<Void> promise = Promise.promise();
    long timer =
        vertx.setPeriodic(
            20,
            id -> {
              if (condition.getAsBoolean()) {
                promise.tryComplete();
              }
            });
    try {
      await(promise.future());
    } catch (TimeoutException e) {
      throw new AssertionError("never happened: " + what, e);
    } finally {
      vertx.cancelTimer(timer);
    }
  }

  static Throwable failure(Future<?> future) throws Exception {
    return await(future.map(value -> (Throwable) null).otherwise(cause -> cause));
  }
}
