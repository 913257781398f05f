package io.kafkavertx.tests.trials;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.ConsumerGroupMetadata;
import io.kafkavertx.KafkaProducer;
import io.kafkavertx.ProducerOptions;
import io.kafkavertx.ProducerRecord;
import io.kafkavertx.spi.Serializer;
import io.kafkavertx.testkit.broker.BrokerOptions;
import io.kafkavertx.testkit.broker.KafkaBroker;
import io.kafkavertx.testkit.broker.KafkaCluster;
import io.kafkavertx.tests.support.GuardedVertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Brokers are restarted one after the other, and at last the group's coordinator is killed, under a
 * static group that reads and commits all the time: the group does not notice.
 *
 * <p>{@code -Drolling.rounds=5} for the full length.
 */
@Tag("slow")
@Timeout(1200)
final class RollingRestartTest {
  private static final int ROUNDS = Integer.getInteger("rolling.rounds", 1);
  private static final int MEMBERS = 4;
  private static final int PARTITIONS = 12;
  private static final String TOPIC = "read";
  private static final long SEND_MILLIS = 5;

  @RegisterExtension final GuardedVertx guard = new GuardedVertx();

  private final Queue<String> violations = new ConcurrentLinkedQueue<>();
  private final List<StaticMember> members = new ArrayList<>();
  private final AtomicInteger sent = new AtomicInteger();
  private final AtomicInteger acknowledged = new AtomicInteger();
  private KafkaProducer<byte[], Integer> producer;
  private long sending;

  @Test
  void aStaticGroupDoesNotNoticeRestartsOfItsBrokersNorItsCoordinatorsDeath() throws Exception {
    long started = System.nanoTime();
    BrokerOptions brokers =
        BrokerOptions.version("4.4.0")
            .property("broker.session.timeout.ms", "3000")
            .property("broker.heartbeat.interval.ms", "500");
    try (KafkaCluster cluster = KafkaCluster.start(3, brokers)) {
      cluster.createTopic(TOPIC, PARTITIONS, 3);
      startSending(cluster.bootstrapServers());
      List<ConsumerGroupMetadata> before = startMembers(cluster.bootstrapServers());
      for (int round = 0; round < ROUNDS; round++) {
        for (KafkaBroker broker : cluster.nodes()) {
          broker.stop();
          goesOn("while broker " + broker.nodeId() + " is down", 1);
          broker.restart();
          awaitInSync(cluster);
        }
      }
      goesOn("after the rounds", 2);
      unchanged(before);
      long killed = System.nanoTime();
      KafkaBroker coordinator = coordinator(cluster);
      coordinator.kill();
      goesOn("after the coordinator was killed", 2);
      long recovered = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - killed);
      unchanged(before);
      coordinator.restart();
      awaitInSync(cluster);
      goesOn("after it came back", 2);
      unchanged(before);
      end();
      System.out.println(
          ROUNDS
              + " rounds of three restarts and a coordinator killed: generation "
              + before.get(0).generationId()
              + " all the time, "
              + acknowledged
              + " records read once each, commits "
              + members.stream().map(member -> member.commits.get()).toList()
              + ", all members committed twice "
              + recovered
              + " ms after the kill, "
              + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - started)
              + " s");
    }
  }

  private void startSending(String servers) {
    producer =
        KafkaProducer.create(
            guard.vertx(),
            new ProducerOptions().setBootstrapServers(servers),
            Serializer.bytes(),
            Serializer.int32());
    sending = guard.vertx().setPeriodic(SEND_MILLIS, tick -> send());
  }

  private void send() {
    int number = sent.getAndIncrement();
    producer
        .send(ProducerRecord.<byte[], Integer>of(TOPIC, number).toPartition(number % PARTITIONS))
        .onSuccess(stored -> acknowledged.incrementAndGet())
        .onFailure(failure -> violations.add("not sent: " + failure));
  }

  private List<ConsumerGroupMetadata> startMembers(String servers) throws Exception {
    for (int i = 0; i < MEMBERS; i++) {
      StaticMember member = new StaticMember(guard.vertx(), servers, "m" + i, violations);
      members.add(member);
      member.start(TOPIC).await(60, TimeUnit.SECONDS);
    }
    await(
        "every member has its share",
        () -> {
          for (StaticMember member : members) {
            int share = member.consumer.assignment().await(60, TimeUnit.SECONDS).size();
            if (share != PARTITIONS / MEMBERS || member.next.size() < share) {
              return false;
            }
          }
          return true;
        });
    members.forEach(StaticMember::watch);
    return metadata();
  }

  private List<ConsumerGroupMetadata> metadata() throws Exception {
    List<ConsumerGroupMetadata> all = new ArrayList<>();
    for (StaticMember member : members) {
      all.add(member.metadata());
    }
    return all;
  }

  /** The same generation and members: nobody has rebalanced. */
  private void unchanged(List<ConsumerGroupMetadata> before) throws Exception {
    assertThat(violations).isEmpty();
    assertThat(metadata()).isEqualTo(before);
  }

  /** Every member has committed so many times more, and read what was acknowledged meanwhile. */
  private void goesOn(String when, int commits) throws Exception {
    List<Integer> before = members.stream().map(member -> member.commits.get()).toList();
    int read = read();
    await(
        "commits and records go on " + when,
        () -> {
          for (int i = 0; i < MEMBERS; i++) {
            if (members.get(i).commits.get() < before.get(i) + commits) {
              return false;
            }
          }
          return read() > read + PARTITIONS;
        });
  }

  /** How far they are; with every record stored once that is how many were read. */
  private int read() {
    return members.stream()
        .flatMap(member -> member.next.values().stream())
        .mapToInt(Long::intValue)
        .sum();
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  private void await(String what, Condition condition) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
    while (!condition.holds()) {
      assertThat(violations).as(what).isEmpty();
      assertThat(System.nanoTime()).as(what).isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  private static Admin admin(KafkaCluster cluster) {
    return Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()));
  }

  private static KafkaBroker coordinator(KafkaCluster cluster) throws Exception {
    try (Admin admin = admin(cluster)) {
      return cluster.node(
          admin
              .describeConsumerGroups(List.of(StaticMember.GROUP))
              .describedGroups()
              .get(StaticMember.GROUP)
              .get(60, TimeUnit.SECONDS)
              .coordinator()
              .id());
    }
  }

  private static void awaitInSync(KafkaCluster cluster) throws Exception {
    try (Admin admin = admin(cluster)) {
      while (admin
          .describeTopics(List.of(TOPIC, "__consumer_offsets"))
          .allTopicNames()
          .get(60, TimeUnit.SECONDS)
          .values()
          .stream()
          .flatMap(topic -> topic.partitions().stream())
          .anyMatch(partition -> partition.isr().size() < 3)) {
        TimeUnit.MILLISECONDS.sleep(100);
      }
    }
  }

  private void end() throws Exception {
    guard.vertx().cancelTimer(sending);
    producer.close().await(60, TimeUnit.SECONDS);
    assertThat(acknowledged).hasValue(sent.get());
    await("everything is read", () -> read() >= acknowledged.get());
    for (StaticMember member : members) {
      member.checkPositions();
    }
    assertThat(violations).isEmpty();
    assertThat(read()).isEqualTo(acknowledged.get());
    for (StaticMember member : members) {
      member.close().await(60, TimeUnit.SECONDS);
    }
  }
}
