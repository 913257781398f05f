package io.kafkavertx.benchmarks;

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
import java.util.concurrent.atomic.AtomicLong;

/** {@link CrowdReaders} of this client, on the event loops of one Vert.x. */
final class VertxReaders implements CrowdReaders {
  private final Vertx vertx = Vertx.vertx();
  private final List<KafkaConsumer<byte[], byte[]>> consumers = new ArrayList<>();
  private final AtomicLong read = new AtomicLong();
  private final String bootstrap;
  private final String topic;
  private final String groupId;

  VertxReaders(String bootstrap, String topic, String groupId) throws Exception {
    this.bootstrap = bootstrap;
    this.topic = topic;
    this.groupId = groupId;
    startAllEventLoops();
  }

  /** Vert.x starts an event loop's thread when it is first used; an application has used all. */
  private void startAllEventLoops() {
    List<Future<?>> started = new ArrayList<>();
    for (int i = 0; i < VertxOptions.DEFAULT_EVENT_LOOP_POOL_SIZE; i++) {
      Promise<Void> ran = Promise.promise();
      ((VertxInternal) vertx).createEventLoopContext().runOnContext(ran::complete);
      started.add(ran.future());
    }
    Future.all(started).await();
  }

  @Override
  public void add(int more) {
    for (int i = 0; i < more; i++) {
      KafkaConsumer<byte[], byte[]> consumer =
          KafkaConsumer.create(
              vertx,
              new ConsumerOptions()
                  .setBootstrapServers(bootstrap)
                  .setGroupId(groupId)
                  .setAutoOffsetReset("earliest"),
              Deserializer.bytes(),
              Deserializer.bytes());
      consumer.handler(record -> read.incrementAndGet());
      if (groupId == null) {
        consumer.assign(List.of(new TopicPartition(topic, consumers.size())));
      } else {
        consumer.subscribe(topic);
      }
      consumers.add(consumer);
    }
  }

  @Override
  public int assigned() {
    return consumers.stream().mapToInt(consumer -> consumer.assignment().await().size()).sum();
  }

  @Override
  public boolean settled(int wanted) {
    return consumers.size() == wanted
        && consumers.stream().allMatch(consumer -> consumer.assignment().await().size() == 1);
  }

  @Override
  public long read() {
    return read.get();
  }
}
