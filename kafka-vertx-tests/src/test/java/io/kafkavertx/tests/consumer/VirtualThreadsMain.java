package io.kafkavertx.tests.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.KafkaConsumer;
import io.kafkavertx.Ordering;
import io.kafkavertx.RecordIterable;
import io.kafkavertx.spi.Deserializer;
import io.kafkavertx.spi.TopicPartition;
import io.kafkavertx.testkit.scripted.ScriptedServer;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * Takes records in verticles with virtual threads; ends with 0 when all is as it should be. Run by
 * {@link VirtualThreadsTest} on a JDK that has them.
 */
public final class VirtualThreadsMain {
  private static final int RECORDS = 40;
  private static final TopicPartition PARTITION = new TopicPartition("t", 0);

  private final Vertx vertx = Vertx.vertx();
  private ScriptedServer brokers;

  private VirtualThreadsMain() {}

  /** Prints the name of each trial that has succeeded. */
  public static void main(String[] arguments) throws Exception {
    VirtualThreadsMain main = new VirtualThreadsMain();
    main.start();
    main.trial("loop", main::loop);
    main.trial("close ends a loop", main::closeEndsALoop);
    main.trial("process", main::process);
    main.trial("handler", main::handler);
    await(main.brokers.close());
    await(main.vertx.close());
  }

  private void start() throws Exception {
    brokers = await(ScriptedServer.start(vertx, 1));
    await(brokers.run(cluster -> cluster.createTopic("t", 1)));
    for (int i = 0; i < RECORDS; i++) {
      byte[] value = ("" + i).getBytes(StandardCharsets.UTF_8);
      await(brokers.run(cluster -> cluster.partition("t", 0).append(List.of(value))));
    }
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  /** Runs something in a verticle of its own, on a virtual thread, where it may block. */
  private void trial(String name, Callable<Void> work) throws Exception {
    Promise<Void> done = Promise.promise();
    await(
        vertx.deployVerticle(
            new AbstractVerticle() {
              @Override
              public void start() {
                context.runOnContext(
                    nothing -> {
                      try {
                        assertThat(isVirtual()).isTrue();
                        work.call();
                        done.complete();
                      } catch (Throwable failure) {
                        done.fail(failure);
                      }
                    });
              }
            },
            new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD)));
    await(done.future());
    System.out.println("done: " + name);
  }

  /** The classes are of an older release, which knows of no virtual threads. */
  private static boolean isVirtual() throws ReflectiveOperationException {
    return (boolean) Thread.class.getMethod("isVirtual").invoke(Thread.currentThread());
  }

  private KafkaConsumer<byte[], String> consumer(String group) {
    return KafkaConsumer.create(
        vertx,
        new ConsumerOptions()
            .setBootstrapServers(brokers.bootstrapServers())
            .setGroupId(group)
            .setAutoOffsetReset("earliest")
            .setEnableAutoCommit(false),
        Deserializer.bytes(),
        Deserializer.string());
  }

  /**
   * The thread that waits for records lets others of its verticle run, and may wait in its turn.
   */
  private Void loop() {
    KafkaConsumer<byte[], String> consumer = consumer("loop");
    consumer.assign(List.of(PARTITION)).await();
    List<Long> ticks = new ArrayList<>();
    long timer = vertx.setPeriodic(10, ticks::add);
    List<String> values = new ArrayList<>();
    try (RecordIterable<byte[], String> records = consumer.records(Duration.ofSeconds(2))) {
      int before = 0;
      for (ConsumerRecord<byte[], String> record : records) {
        values.add(record.value());
        if (record.offset() % 10 == 9) {
          assertThat(consumer.commit().await().get(PARTITION).offset())
              .isEqualTo(record.offset() + 1);
          vertx.timer(30).await();
        }
        before = ticks.size();
      }
      // Nothing came for two seconds, in which others had the verticle.
      assertThat(ticks.size()).isGreaterThan(before + 5);
    }
    vertx.cancelTimer(timer);
    assertThat(values).hasSize(RECORDS).first().isEqualTo("0");
    consumer.close().await();
    return null;
  }

  private Void closeEndsALoop() {
    KafkaConsumer<byte[], String> consumer = consumer("close");
    consumer.assign(List.of(PARTITION)).await();
    int seen = 0;
    for (ConsumerRecord<byte[], String> record : consumer.records()) {
      seen++;
      if (record.offset() == RECORDS - 1) {
        // The loop waits for ever then.
        vertx.setTimer(50, id -> consumer.close());
      }
    }
    assertThat(seen).isEqualTo(RECORDS);
    return null;
  }

  /** Work that awaits something, several at a time, in order where that was asked for. */
  private Void process() throws Exception {
    for (Ordering ordering : List.of(Ordering.NONE, Ordering.PARTITION)) {
      KafkaConsumer<byte[], String> consumer = consumer("process " + ordering);
      List<Long> done = new ArrayList<>();
      int[] now = {0};
      int[] most = {0};
      Promise<Void> all = Promise.promise();
      consumer.process(
          ordering,
          8,
          record -> {
            try {
              assertThat(isVirtual()).isTrue();
            } catch (ReflectiveOperationException e) {
              return Future.failedFuture(e);
            }
            most[0] = Math.max(most[0], ++now[0]);
            vertx.timer(record.offset() % 3 == 0 ? 20 : 5).await();
            now[0]--;
            done.add(record.offset());
            if (done.size() == RECORDS) {
              all.complete();
            }
            return Future.succeededFuture();
          });
      consumer.assign(List.of(PARTITION)).await();
      all.future().await();
      assertThat(most[0]).isEqualTo(ordering == Ordering.NONE ? 8 : 1);
      if (ordering == Ordering.PARTITION) {
        assertThat(done).isSorted();
      }
      consumer.close().await();
    }
    return null;
  }

  /** A handler that awaits holds up the records behind it, and they keep their order. */
  private Void handler() {
    KafkaConsumer<byte[], String> consumer = consumer("handler");
    List<Long> offsets = new ArrayList<>();
    Promise<Void> all = Promise.promise();
    consumer.handler(
        record -> {
          vertx.timer(record.offset() % 2 == 0 ? 10 : 1).await();
          offsets.add(record.offset());
          if (offsets.size() == RECORDS) {
            all.complete();
          }
        });
    consumer.assign(List.of(PARTITION)).await();
    all.future().await();
    assertThat(offsets).isSorted();
    consumer.close().await();
    return null;
  }
}
