package io.kafkavertx.tests.consumer;

import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.KafkaConsumer;
import io.kafkavertx.spi.Deserializer;
import io.kafkavertx.spi.TopicPartition;
import io.kafkavertx.tests.support.SharedBroker;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * A group on the shared broker with members of both kinds, ours and kafka-clients', that read a
 * topic to which records come all the time. Members come and go in good order.
 */
final class GroupTrial {
  static final int PARTITIONS = 12;

  /** One of either kind. */
  interface Member {
    String name();

    /** Leaves in good order. */
    void stop() throws Exception;
  }

  final GroupWatch watch = new GroupWatch();
  private final Vertx vertx;
  private final String topic = SharedBroker.name("mixed");
  private final String group = SharedBroker.name("mixed");
  private final List<Member> members = new ArrayList<>();
  private final AtomicBoolean enough = new AtomicBoolean();
  private final CompletableFuture<Integer> produced;
  private int names;

  GroupTrial(Vertx vertx) {
    this.vertx = vertx;
    SharedBroker.createTopic(topic, PARTITIONS);
    produced = CompletableFuture.supplyAsync(this::produce);
  }

  private int produce() {
    int n = 0;
    try (KafkaProducer<byte[], byte[]> producer = TestRecords.producer(Map.of())) {
      while (!enough.get()) {
        List<java.util.concurrent.Future<RecordMetadata>> sent = new ArrayList<>();
        for (int i = 0; i < PARTITIONS; i++) {
          sent.add(producer.send(TestRecords.record(topic, PARTITIONS, n++)));
        }
        for (java.util.concurrent.Future<RecordMetadata> acknowledged : sent) {
          acknowledged.get(60, TimeUnit.SECONDS);
        }
        TimeUnit.MILLISECONDS.sleep(10);
      }
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new IllegalStateException("the test could not produce its records", e);
    }
    return n;
  }

  ConsumerOptions options(String... assignors) {
    return new ConsumerOptions()
        .setBootstrapServers(SharedBroker.bootstrapServers())
        .setGroupId(group)
        .setAutoOffsetReset("earliest")
        .setSessionTimeout(Duration.ofSeconds(45))
        .setHeartbeatInterval(Duration.ofMillis(300))
        .setPartitionAssignmentStrategy(List.of(assignors));
  }

  /** Adds a member of ours and waits until it has an assignment. */
  Member ours(String... assignors) throws Exception {
    String name = "ours" + names++;
    KafkaConsumer<byte[], byte[]> consumer = watch.member(vertx, options(assignors), name);
    ConsumerTestBase.await(consumer.subscribe(topic));
    Member member =
        new Member() {
          @Override
          public String name() {
            return name;
          }

          @Override
          public void stop() throws Exception {
            ConsumerTestBase.await(consumer.close());
          }
        };
    members.add(member);
    return member;
  }

  /** Adds a member with kafka-clients. */
  Member theirs(String... assignors) {
    Member member = new JavaMember("theirs" + names++, group, topic, List.of(assignors), watch);
    members.add(member);
    return member;
  }

  Member add(boolean ours, String... assignors) throws Exception {
    return ours ? ours(assignors) : theirs(assignors);
  }

  void stop(Member member) throws Exception {
    members.remove(member);
    member.stop();
  }

  /** Watches a consumer that is handled by the test. */
  KafkaConsumer<byte[], byte[]> consumer(String name, ConsumerOptions options) throws Exception {
    KafkaConsumer<byte[], byte[]> consumer = watch.member(vertx, options, name);
    ConsumerTestBase.await(consumer.subscribe(topic));
    return consumer;
  }

  /** As {@link #consumer}, but its handlers run on the worker threads of a verticle. */
  KafkaConsumer<byte[], byte[]> elsewhere(String name, ConsumerOptions options) throws Exception {
    KafkaConsumer<byte[], byte[]> consumer =
        KafkaConsumer.create(vertx, options, Deserializer.bytes(), Deserializer.bytes());
    VerticleBase verticle =
        new VerticleBase() {
          @Override
          public Future<?> start() {
            return Future.succeededFuture(watch.watch(consumer, name));
          }
        };
    DeploymentOptions worker = new DeploymentOptions().setThreadingModel(ThreadingModel.WORKER);
    ConsumerTestBase.await(vertx.deployVerticle(verticle, worker));
    ConsumerTestBase.await(consumer.subscribe(topic));
    return consumer;
  }

  /** Waits until these members have equal shares; returns the shares. */
  Map<String, Set<TopicPartition>> shared(String... names) throws Exception {
    int least = PARTITIONS / names.length;
    ConsumerTestBase.eventually(
        vertx,
        List.of(names) + " share evenly",
        () -> {
          int all = 0;
          for (String name : names) {
            int share = watch.ownedBy(name).size();
            if (share != least && share != least + 1) {
              return false;
            }
            all += share;
          }
          return all == PARTITIONS;
        });
    Map<String, Set<TopicPartition>> shares = new HashMap<>();
    for (String name : names) {
      shares.put(name, watch.ownedBy(name));
    }
    return shares;
  }

  /** Waits until all members have equal shares; returns the shares. */
  Map<String, Set<TopicPartition>> shared() throws Exception {
    return shared(members.stream().map(Member::name).toArray(String[]::new));
  }

  ConsumerGroupDescription describe() throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", SharedBroker.bootstrapServers()))) {
      return admin
          .describeConsumerGroups(List.of(group))
          .describedGroups()
          .get(group)
          .get(60, TimeUnit.SECONDS);
    }
  }

  /** Returns how many records there are. */
  int stopProducing() throws Exception {
    enough.set(true);
    return produced.get(120, TimeUnit.SECONDS);
  }

  /** Stops producing and waits until everything has been read; then stops the members. */
  void end() throws Exception {
    int sent = stopProducing();
    ConsumerTestBase.eventually(vertx, "all records are read", () -> watch.count() == sent);
    for (Member member : List.copyOf(members)) {
      stop(member);
    }
  }
}
