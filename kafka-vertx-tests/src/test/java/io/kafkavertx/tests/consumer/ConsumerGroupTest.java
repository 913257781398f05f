package io.kafkavertx.tests.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.CommitFailedException;
import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.KafkaConsumer;
import io.kafkavertx.NoProgressException;
import io.kafkavertx.OffsetAndMetadata;
import io.kafkavertx.spi.TopicPartition;
import io.kafkavertx.tests.support.SharedBroker;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Groups on a real broker: one owner at a time, nothing skipped, other clients in the same group.
 */
@Tag("slow")
final class ConsumerGroupTest extends ConsumerTestBase {
  private static final int PARTITIONS = 6;

  private ConsumerOptions member() {
    return options()
        .setGroupId(group)
        .setSessionTimeout(Duration.ofSeconds(6))
        .setHeartbeatInterval(Duration.ofMillis(300))
        .setAutoCommitInterval(Duration.ofMillis(200));
  }

  private void eventually(String what, BooleanSupplier condition) throws Exception {
    eventually(vertx(), what, condition);
  }

  @Test
  void everyPartitionHasOneOwnerAndNothingIsSkippedWhenAMemberDiesAndAnotherJoins()
      throws Exception {
    createTopic(PARTITIONS);
    GroupWatch watch = new GroupWatch();
    AtomicBoolean enough = new AtomicBoolean();
    CompletableFuture<Integer> produced = CompletableFuture.supplyAsync(() -> produceUntil(enough));
    KafkaConsumer<byte[], byte[]> first = watch.member(vertx(), member(), "first");
    KafkaConsumer<byte[], byte[]> second = watch.member(vertx(), member(), "second");
    await(first.subscribe(topic));
    await(second.subscribe(topic));
    eventually(
        "two members share",
        () -> watch.ownedBy("first").size() == 3 && watch.ownedBy("second").size() == 3);
    watch.died("second");
    await(second.close(Duration.ZERO));
    KafkaConsumer<byte[], byte[]> third = watch.member(vertx(), member(), "third");
    await(third.subscribe(topic));
    eventually(
        "the new member has its share",
        () -> watch.ownedBy("first").size() == 3 && watch.ownedBy("third").size() == 3);
    enough.set(true);
    int sent = produced.get(60, TimeUnit.SECONDS);
    eventually("all records are read", () -> watch.count() == sent);
    await(first.close());
    await(third.close());
    assertThat(watch.violations()).isEmpty();
  }

  private int produceUntil(AtomicBoolean enough) {
    int n = 0;
    try (KafkaProducer<byte[], byte[]> producer = TestRecords.producer(Map.of())) {
      while (!enough.get()) {
        for (int i = 0; i < 50; i++) {
          producer.send(TestRecords.record(topic, PARTITIONS, n++));
        }
        // No more than the broker takes: the test is about rebalances, not about a backlog.
        producer.flush();
        TimeUnit.MILLISECONDS.sleep(20);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return n;
  }

  @Test
  void kafkaClientsAndWeShareAGroup() throws Exception {
    createTopic(PARTITIONS);
    TestRecords.produce(topic, PARTITIONS, 0, 600, Map.of());
    GroupWatch watch = new GroupWatch();
    KafkaConsumer<byte[], byte[]> ours = watch.member(vertx(), member(), "ours");
    await(ours.subscribe(topic));
    AtomicBoolean stop = new AtomicBoolean();
    CompletableFuture<Void> theirs = CompletableFuture.runAsync(() -> javaMember(watch, stop));
    eventually(
        "both have their share",
        () -> watch.ownedBy("ours").size() == 3 && watch.ownedBy("theirs").size() == 3);
    TestRecords.produce(topic, PARTITIONS, 600, 1200, Map.of());
    eventually("all records are read", () -> watch.count() == 1200);
    stop.set(true);
    theirs.get(60, TimeUnit.SECONDS);
    eventually("we take over", () -> watch.ownedBy("ours").size() == PARTITIONS);
    await(ours.close());
    assertThat(watch.violations()).isEmpty();
  }

  private void javaMember(GroupWatch watch, AtomicBoolean stop) {
    Map<String, Object> config =
        Map.of(
            "bootstrap.servers",
            SharedBroker.bootstrapServers(),
            "group.id",
            group,
            "auto.offset.reset",
            "earliest",
            "partition.assignment.strategy",
            "org.apache.kafka.clients.consumer.RangeAssignor",
            "heartbeat.interval.ms",
            300);
    try (var consumer =
        new org.apache.kafka.clients.consumer.KafkaConsumer<>(
            config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.subscribe(
          List.of(topic),
          new org.apache.kafka.clients.consumer.ConsumerRebalanceListener() {
            @Override
            public void onPartitionsRevoked(
                java.util.Collection<org.apache.kafka.common.TopicPartition> partitions) {
              watch.gone("theirs", ours(partitions));
            }

            @Override
            public void onPartitionsAssigned(
                java.util.Collection<org.apache.kafka.common.TopicPartition> partitions) {
              watch.gained("theirs", ours(partitions));
            }
          });
      while (!stop.get()) {
        consumer
            .poll(Duration.ofMillis(50))
            .forEach(
                record ->
                    watch.read(
                        "theirs",
                        new TopicPartition(record.topic(), record.partition()),
                        record.offset()));
      }
    }
  }

  private static Set<TopicPartition> ours(
      java.util.Collection<org.apache.kafka.common.TopicPartition> partitions) {
    Set<TopicPartition> ours = new HashSet<>();
    partitions.forEach(tp -> ours.add(new TopicPartition(tp.topic(), tp.partition())));
    return ours;
  }

  @Test
  void theGroupWaitsForTheRevokeHandlerAndNothingComesAfterIt() throws Exception {
    createTopic(2);
    AtomicBoolean revoking = new AtomicBoolean();
    Promise<Void> handlerDone = Promise.promise();
    Promise<Void> handlerCalled = Promise.promise();
    GroupWatch watch = new GroupWatch();
    KafkaConsumer<byte[], byte[]> first = watch.member(vertx(), member(), "first");
    first
        .partitionsRevokedHandler(
            partitions -> {
              revoking.set(true);
              handlerCalled.tryComplete();
              return handlerDone.future().compose(done -> watch.gone("first", partitions));
            })
        .handler(
            record -> {
              if (revoking.get()) {
                watch.violation("a record came after the revoke handler was called");
              }
              watch.read("first", record.topicPartition(), record.offset());
            });
    await(first.subscribe(topic));
    KafkaConsumer<byte[], byte[]> second = watch.member(vertx(), member(), "second");
    Future<Void> joined = second.subscribe(topic);
    await(handlerCalled.future());
    TestRecords.produce(topic, 2, 0, 100, Map.of());
    // Longer than the session: heartbeats must go on while the handler is at work.
    Promise<Void> later = Promise.promise();
    vertx().setTimer(7000, id -> later.complete());
    await(later.future());
    assertThat(joined.isComplete()).isFalse();
    revoking.set(false);
    handlerDone.complete();
    await(joined);
    eventually("all records are read", () -> watch.count() == 100);
    first.partitionsRevokedHandler(partitions -> watch.gone("first", partitions));
    await(first.close());
    await(second.close());
    assertThat(watch.violations()).isEmpty();
  }

  @Test
  void membershipDoesNotDependOnDemand() throws Exception {
    createTopic(2);
    TestRecords.produce(topic, 2, 0, 100, Map.of());
    GroupWatch watch = new GroupWatch();
    KafkaConsumer<byte[], byte[]> consumer = watch.member(vertx(), member(), "paused");
    consumer.pause();
    await(consumer.subscribe(topic));
    int generation = await(consumer.groupMetadata()).generationId();
    Promise<Void> later = Promise.promise();
    vertx().setTimer(8000, id -> later.complete());
    await(later.future());
    assertThat(await(consumer.groupMetadata()).generationId()).isEqualTo(generation);
    assertThat(watch.count()).isZero();
    consumer.resume();
    eventually("all records are read", () -> watch.count() == 100);
    await(consumer.close());
    assertThat(watch.violations()).isEmpty();
  }

  @Test
  void aMemberThatStandsStillGivesWayAndComesBackWhenItGoesOn() throws Exception {
    createTopic(2);
    TestRecords.produce(topic, 2, 0, 20, Map.of());
    CountDownLatch stuck = new CountDownLatch(1);
    Queue<Throwable> told = new ConcurrentLinkedQueue<>();
    KafkaConsumer<byte[], byte[]> slow =
        consumer(
            member()
                .setRebalanceTimeout(Duration.ofSeconds(2))
                .setOnNoProgress(ConsumerOptions.NoProgressPolicy.LEAVE));
    slow.exceptionHandler(told::add);
    // On a worker thread: the event loop goes on.
    await(
        vertx()
            .deployVerticle(
                new VerticleBase() {
                  @Override
                  public Future<?> start() {
                    slow.handler(
                        record -> {
                          try {
                            stuck.await();
                          } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                          }
                        });
                    return Future.succeededFuture();
                  }
                },
                new DeploymentOptions().setThreadingModel(ThreadingModel.WORKER)));
    await(slow.subscribe(topic));
    GroupWatch watch = new GroupWatch();
    KafkaConsumer<byte[], byte[]> other = watch.member(vertx(), member(), "other");
    await(other.subscribe(topic));
    eventually("the other has everything", () -> watch.ownedBy("other").size() == 2);
    eventually("all records are read", () -> watch.count() == 20);
    assertThat(told).hasSize(1).allMatch(NoProgressException.class::isInstance);
    assertThat(await(slow.assignment())).isEmpty();
    stuck.countDown();
    eventually("they share again", () -> watch.ownedBy("other").size() == 1);
    await(slow.close());
    await(other.close());
    assertThat(watch.violations()).isEmpty();
  }

  @Test
  void newPartitionsOfASubscribedTopicAreAssigned() throws Exception {
    createTopic(1);
    GroupWatch watch = new GroupWatch();
    KafkaConsumer<byte[], byte[]> consumer =
        watch.member(vertx(), member().setMetadataMaxAge(Duration.ofMillis(500)), "only");
    await(consumer.subscribe(topic));
    assertThat(watch.ownedBy("only")).hasSize(1);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", SharedBroker.bootstrapServers()))) {
      admin
          .createPartitions(Map.of(topic, NewPartitions.increaseTo(3)))
          .all()
          .get(60, TimeUnit.SECONDS);
    }
    eventually("three partitions", () -> watch.ownedBy("only").size() == 3);
    TestRecords.produce(topic, 3, 0, 30, Map.of());
    eventually("all records are read", () -> watch.count() == 30);
    await(consumer.close());
    assertThat(watch.violations()).isEmpty();
  }

  @Test
  void aTopicThatAppearsLaterIsAssigned() throws Exception {
    GroupWatch watch = new GroupWatch();
    KafkaConsumer<byte[], byte[]> consumer =
        watch.member(
            vertx(),
            member().setMetadataMaxAge(Duration.ofMillis(500)).setAllowAutoCreateTopics(false),
            "only");
    await(consumer.subscribe(topic));
    assertThat(watch.ownedBy("only")).isEmpty();
    createTopic(2);
    eventually("the topic is assigned", () -> watch.ownedBy("only").size() == 2);
    await(consumer.close());
    assertThat(watch.violations()).isEmpty();
  }

  @Test
  void topicsThatMatchAPatternAreAssignedAndOneThatVanishesIsGivenUp() throws Exception {
    createTopic(2);
    GroupWatch watch = new GroupWatch();
    KafkaConsumer<byte[], byte[]> consumer =
        watch.member(vertx(), member().setMetadataMaxAge(Duration.ofMillis(500)), "only");
    await(consumer.subscribe(Pattern.compile(Pattern.quote(topic) + "(\\.\\d)?")));
    assertThat(await(consumer.subscription())).containsExactly(topic);
    SharedBroker.createTopic(topic + ".1", 1);
    SharedBroker.createTopic(topic + ".x", 1);
    eventually("the new topic is assigned", () -> watch.ownedBy("only").size() == 3);
    TestRecords.produce(topic + ".1", 1, 0, 10, Map.of());
    eventually("its records are read", () -> watch.count() == 10);
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", SharedBroker.bootstrapServers()))) {
      admin.deleteTopics(List.of(topic)).all().get(60, TimeUnit.SECONDS);
    }
    eventually("the old topic is given up", () -> watch.ownedBy("only").size() == 1);
    assertThat(await(consumer.subscription())).containsExactly(topic + ".1");
    await(consumer.close());
    assertThat(watch.violations()).isEmpty();
  }

  @Test
  void aChangedSubscriptionMovesTheMember() throws Exception {
    createTopic(2);
    String other = SharedBroker.name("other");
    SharedBroker.createTopic(other, 1);
    KafkaConsumer<byte[], byte[]> consumer = consumer(member());
    await(consumer.subscribe(topic));
    assertThat(await(consumer.assignment())).containsExactlyInAnyOrderElementsOf(partitions(2));
    await(consumer.subscribe(Set.of(other)));
    eventuallyAssigned(consumer, Set.of(new TopicPartition(other, 0)));
    assertThat(await(consumer.subscription())).containsExactly(other);
    assertThat(failure(consumer.commit(Map.of(partition(0), new OffsetAndMetadata(1)))))
        .isInstanceOf(CommitFailedException.class);
    assertThat(failure(consumer.assign(List.of(partition(0)))))
        .isInstanceOf(IllegalStateException.class);
    await(consumer.unsubscribe());
    assertThat(await(consumer.assignment())).isEmpty();
    await(consumer.assign(List.of(partition(1))));
    await(consumer.close());
  }

  private void eventuallyAssigned(
      KafkaConsumer<byte[], byte[]> consumer, Set<TopicPartition> wanted) throws Exception {
    while (!await(consumer.assignment()).equals(wanted)) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  @Test
  void aStaticMemberComesBackWithoutARebalance() throws Exception {
    createTopic(2);
    GroupWatch watch = new GroupWatch();
    KafkaConsumer<byte[], byte[]> other = watch.member(vertx(), member(), "other");
    await(other.subscribe(topic));
    ConsumerOptions named = member().setGroupInstanceId("named");
    KafkaConsumer<byte[], byte[]> first = watch.member(vertx(), named, "named");
    await(first.subscribe(topic));
    eventually("both have one", () -> watch.ownedBy("other").size() == 1);
    int generation = await(other.groupMetadata()).generationId();
    await(first.close());
    KafkaConsumer<byte[], byte[]> again = watch.member(vertx(), named, "named");
    await(again.subscribe(topic));
    assertThat(await(again.assignment())).hasSize(1);
    assertThat(await(other.groupMetadata()).generationId()).isEqualTo(generation);
    await(again.close());
    await(other.close());
    assertThat(watch.violations()).isEmpty();
  }

  @Test
  void offsetsCommittedWhenRevokedAreWhereTheNextMemberStarts() throws Exception {
    createTopic(1);
    TestRecords.produce(topic, 1, 0, 1000, Map.of());
    Promise<Void> some = Promise.promise();
    long[] last = {-1};
    KafkaConsumer<byte[], byte[]> first =
        consumer(member().setAutoCommitInterval(Duration.ofHours(1)));
    first.handler(
        record -> {
          last[0] = record.offset();
          if (record.offset() == 499) {
            first.pause();
            some.complete();
          }
        });
    await(first.subscribe(topic));
    await(some.future());
    await(first.unsubscribe());
    Promise<Long> next = Promise.promise();
    KafkaConsumer<byte[], byte[]> second = consumer(member());
    second.handler(record -> next.tryComplete(record.offset()));
    await(second.subscribe(topic));
    assertThat(await(next.future())).isEqualTo(last[0] + 1);
    await(first.close());
    await(second.close());
  }
}
