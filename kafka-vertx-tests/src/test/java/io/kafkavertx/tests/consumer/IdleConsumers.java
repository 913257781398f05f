package io.kafkavertx.tests.consumer;

import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.KafkaConsumer;
import io.kafkavertx.spi.Deserializer;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * A program that makes idle consumers, and prints the names of its threads when there is one of
 * them and when there are a hundred.
 */
final class IdleConsumers {
  private IdleConsumers() {}

  /** The arguments are the bootstrap servers and the topic. */
  public static void main(String[] args) throws Exception {
    Vertx vertx = Vertx.vertx();
    startAllEventLoops(vertx);
    add(vertx, args[0], args[1]);
    System.out.println("1 " + threads());
    for (int i = 1; i < 100; i++) {
      add(vertx, args[0], args[1]);
    }
    System.out.println("100 " + threads());
    vertx.close().await(60, TimeUnit.SECONDS);
  }

  /** Vert.x starts an event loop's thread when it is first used; an application has used all. */
  private static void startAllEventLoops(Vertx vertx) throws Exception {
    List<Future<?>> started = new ArrayList<>();
    for (int i = 0; i < VertxOptions.DEFAULT_EVENT_LOOP_POOL_SIZE; i++) {
      Promise<Void> ran = Promise.promise();
      ((VertxInternal) vertx).createEventLoopContext().runOnContext(ran::complete);
      started.add(ran.future());
    }
    Future.all(started).await(60, TimeUnit.SECONDS);
  }

  private static void add(Vertx vertx, String servers, String topic) throws Exception {
    KafkaConsumer<byte[], byte[]> consumer =
        KafkaConsumer.create(
            vertx,
            new ConsumerOptions().setBootstrapServers(servers).setAutoOffsetReset("earliest"),
            Deserializer.bytes(),
            Deserializer.bytes());
    consumer.handler(record -> {});
    TopicPartition partition = new TopicPartition(topic, 0);
    consumer.assign(List.of(partition)).await(60, TimeUnit.SECONDS);
    // Has connected, and asked for records.
    consumer.position(partition).await(60, TimeUnit.SECONDS);
  }

  private static TreeSet<String> threads() {
    TreeSet<String> names = new TreeSet<>();
    Thread.getAllStackTraces()
        .keySet()
        .forEach(thread -> names.add(thread.getName() + "#" + thread.getId()));
    return names;
  }
}
