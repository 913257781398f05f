package io.kafkavertx.tests.trials;

import io.kafkavertx.ConsumerGroupMetadata;
import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.KafkaConsumer;
import io.kafkavertx.OffsetAndMetadata;
import io.kafkavertx.spi.Deserializer;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A static member that counts what it reads and commits all the time. */
final class StaticMember {
  static final String GROUP = "rolling";
  private static final long COMMIT_MILLIS = 200;

  final String name;
  final KafkaConsumer<byte[], Integer> consumer;
  final Map<TopicPartition, Long> next = new ConcurrentHashMap<>();
  final AtomicInteger commits = new AtomicInteger();
  private final Vertx vertx;
  private final Queue<String> violations;
  private volatile boolean watched;
  private boolean committing;
  private long timer;

  StaticMember(Vertx vertx, String servers, String name, Queue<String> violations) {
    this.vertx = vertx;
    this.name = name;
    this.violations = violations;
    consumer =
        KafkaConsumer.create(
            vertx,
            new ConsumerOptions()
                .setBootstrapServers(servers)
                .setGroupId(GROUP)
                .setGroupInstanceId(name)
                .setAutoOffsetReset("earliest")
                .setEnableAutoCommit(false)
                .setSessionTimeout(Duration.ofSeconds(20))
                .setHeartbeatInterval(Duration.ofMillis(500)),
            Deserializer.bytes(),
            Deserializer.int32());
  }

  Future<Void> start(String topic) {
    consumer
        .exceptionHandler(failure -> violations.add(name + ": " + failure))
        .offsetResetHandler(
            reset -> {
              if (watched) {
                violations.add(name + ": " + reset);
              }
            })
        .partitionsAssignedHandler(partitions -> changed("was given", partitions))
        .partitionsRevokedHandler(partitions -> changed("had to give up", partitions))
        .partitionsLostHandler(partitions -> changed("lost", partitions))
        .handler(this::take);
    timer = vertx.setPeriodic(COMMIT_MILLIS, at -> commit());
    return consumer.subscribe(topic);
  }

  /** From now on nothing may change. */
  void watch() {
    watched = true;
  }

  private Future<Void> changed(String what, Set<TopicPartition> partitions) {
    if (watched) {
      violations.add(name + " " + what + " " + partitions);
    }
    partitions.forEach(next::remove);
    return Future.succeededFuture();
  }

  private void take(ConsumerRecord<byte[], Integer> record) {
    Long expected = next.put(record.topicPartition(), record.offset() + 1);
    if (record.offset() != (expected == null ? 0 : expected) && watched) {
      violations.add(name + ": came " + record + ", expected offset " + expected);
    }
  }

  private void commit() {
    if (committing) {
      return;
    }
    committing = true;
    consumer
        .commit()
        .onComplete(
            committed -> {
              committing = false;
              if (committed.succeeded()) {
                commits.incrementAndGet();
              } else if (watched) {
                violations.add(name + ": not committed: " + committed.cause());
              }
            });
  }

  ConsumerGroupMetadata metadata() throws Exception {
    return consumer.groupMetadata().await(60, TimeUnit.SECONDS);
  }

  /** The position of each of its partitions, which is what it has committed too. */
  void checkPositions() throws Exception {
    consumer.commit().await(60, TimeUnit.SECONDS);
    Set<TopicPartition> owned = consumer.assignment().await(60, TimeUnit.SECONDS);
    Map<TopicPartition, OffsetAndMetadata> committed =
        consumer.committed(List.copyOf(owned)).await(60, TimeUnit.SECONDS);
    for (TopicPartition partition : owned) {
      long position = consumer.position(partition).await(60, TimeUnit.SECONDS);
      long consumed = next.get(partition);
      long stored = committed.get(partition).offset();
      if (position != consumed || stored != consumed) {
        violations.add(
            name
                + ": of "
                + partition
                + " it has consumed up to "
                + consumed
                + ", its position is "
                + position
                + ", committed "
                + stored);
      }
    }
  }

  Future<Void> close() {
    watched = false;
    vertx.cancelTimer(timer);
    return consumer.close();
  }
}
