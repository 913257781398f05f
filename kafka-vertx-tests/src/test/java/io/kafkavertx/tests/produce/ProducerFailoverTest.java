package io.kafkavertx.tests.produce;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.KafkaProducer;
import io.kafkavertx.ProducerOptions;
import io.kafkavertx.ProducerRecord;
import io.kafkavertx.spi.Serializer;
import io.kafkavertx.testkit.broker.BrokerOptions;
import io.kafkavertx.testkit.broker.KafkaBroker;
import io.kafkavertx.testkit.broker.KafkaCluster;
import io.kafkavertx.tests.support.GuardedVertx;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.TopicPartitionInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Leaders are bounced under load, killed and shut down in order by turns: what was acknowledged is
 * stored, once and in order. {@code -Dproducer.failover.records=1000000
 * -Dproducer.failover.bounces=10} for the long run.
 */
@Tag("slow")
@Timeout(1800)
final class ProducerFailoverTest {
  private static final int RECORDS = Integer.getInteger("producer.failover.records", 200_000);
  private static final int BOUNCES = Integer.getInteger("producer.failover.bounces", 5);
  private static final int PARTITIONS = 3;
  private static final String TOPIC = "survives";

  /**
   * The goal for the time from a new leader's election to its first acknowledgement. Always
   * measured and printed; a failure only with {@code -Dproducer.failover.strict=true}, because on a
   * busy machine a clock says little about the client.
   */
  private static final long MOST_TO_RECOVER_MILLIS = 2000;

  @RegisterExtension final GuardedVertx guard = new GuardedVertx();

  private final AtomicLong acknowledged = new AtomicLong();
  private long allowed;
  private final AtomicLongArray lastAckNanos = new AtomicLongArray(PARTITIONS);

  @Test
  void acknowledgedRecordsSurviveLeadersThatAreKilledOrShutDown() throws Exception {
    BrokerOptions brokers =
        BrokerOptions.version("4.4.0")
            .property("broker.session.timeout.ms", "3000")
            .property("broker.heartbeat.interval.ms", "500");
    try (KafkaCluster cluster = KafkaCluster.start(3, brokers)) {
      cluster.createTopic("warm", 1, 1);
      WarmUp.send(cluster.bootstrapServers(), "warm");
      cluster.createTopic(TOPIC, PARTITIONS, 3);
      Vertx vertx = guard.vertx();
      KafkaProducer<byte[], String> producer =
          KafkaProducer.create(
              vertx,
              new ProducerOptions().setBootstrapServers(cluster.bootstrapServers()),
              Serializer.bytes(),
              Serializer.string());
      ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
      Sending<byte[], String> sending = send(vertx, producer, failures);
      List<Long> recoveries = new ArrayList<>();
      for (int bounce = 1; bounce <= BOUNCES; bounce++) {
        // A leader goes while the records of its share are on their way; the next share waits until
        // all replicas are back.
        long share = RECORDS / BOUNCES;
        allowed = bounce == BOUNCES ? RECORDS : share * bounce;
        sending.allow(allowed);
        awaitAcknowledged(share * (bounce - 1) + share / 20);
        recoveries.add(bounceLeader(cluster, bounce % PARTITIONS, bounce % 2 == 1));
      }
      sending.done().await(400, TimeUnit.SECONDS);
      producer.close().await(60, TimeUnit.SECONDS);
      assertThat(failures).isEmpty();
      assertStoredOnceInOrder(cluster);
      System.out.println(
          "milliseconds from a new leader's election to its first acknowledgement, killed and shut"
              + " down by turns: "
              + recoveries);
      assertThat(recoveries).hasSize(BOUNCES);
      if (Boolean.getBoolean("producer.failover.strict")) {
        assertThat(recoveries).allMatch(millis -> millis <= MOST_TO_RECOVER_MILLIS);
      }
    }
  }

  private static void assertStoredOnceInOrder(KafkaCluster cluster) {
    NumberedRecords numbers = new NumberedRecords(TOPIC, PARTITIONS);
    long[] next = new long[PARTITIONS];
    long stored =
        JavaClientReader.read(
            cluster.bootstrapServers(),
            TOPIC,
            PARTITIONS,
            RECORDS,
            record -> {
              long place = next[record.partition()]++;
              assertThat(new String(record.value(), StandardCharsets.UTF_8))
                  .isEqualTo(value(numbers.number(record.partition(), place)));
            });
    assertThat(stored).isEqualTo(RECORDS);
  }

  /** Long enough that what the producer holds is a small part of a share. */
  private static String value(long number) {
    return "v" + number + "-".repeat(200);
  }

  private static int partition(long number) {
    return (int) (number % PARTITIONS);
  }

  private Sending<byte[], String> send(
      Vertx vertx,
      KafkaProducer<byte[], String> producer,
      ConcurrentLinkedQueue<Throwable> failures) {
    return Sending.start(
        vertx,
        producer,
        number ->
            new ProducerRecord<>(TOPIC, partition(number), null, null, value(number), List.of()),
        RECORDS,
        (number, failure) -> {
          if (failure == null) {
            acknowledged.incrementAndGet();
            lastAckNanos.set(partition(number), System.nanoTime());
          } else {
            failures.add(failure);
          }
        });
  }

  private void awaitAcknowledged(long count) throws InterruptedException {
    while (acknowledged.get() < count) {
      TimeUnit.MILLISECONDS.sleep(2);
    }
  }

  /** Bounces a leader; returns how long after the election of the next one records flow again. */
  private long bounceLeader(KafkaCluster cluster, int partition, boolean kill) throws Exception {
    KafkaBroker leader = cluster.leader(TOPIC, partition);
    if (kill) {
      leader.kill();
      assertThat(acknowledged.get())
          .as("records left to send after the leader's death")
          .isLessThan(allowed);
    } else {
      leader.stop();
    }
    long electedNanos;
    String others =
        cluster.nodes().stream()
            .filter(node -> node.state() == KafkaBroker.State.RUNNING)
            .map(KafkaBroker::bootstrapServers)
            .collect(java.util.stream.Collectors.joining(","));
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", others))) {
      electedNanos = electionSeen(admin, partition, leader.nodeId());
    }
    // A broker that shuts down hands its partitions over first: all may be acknowledged by now.
    while (lastAckNanos.get(partition) - electedNanos < 0 && acknowledged.get() < allowed) {
      TimeUnit.MILLISECONDS.sleep(2);
    }
    long ack = lastAckNanos.get(partition) - electedNanos;
    leader.restart();
    awaitInSync(cluster);
    return Math.max(0, TimeUnit.NANOSECONDS.toMillis(ack));
  }

  private static List<TopicPartitionInfo> partitions(Admin admin) throws Exception {
    return admin
        .describeTopics(List.of(TOPIC))
        .allTopicNames()
        .get(60, TimeUnit.SECONDS)
        .get(TOPIC)
        .partitions();
  }

  private static long electionSeen(Admin admin, int partition, int dead) throws Exception {
    while (true) {
      org.apache.kafka.common.Node leader = partitions(admin).get(partition).leader();
      if (leader != null && leader.id() >= 0 && leader.id() != dead) {
        return System.nanoTime();
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  /** With fewer than two replicas in sync the cluster could not elect the next leader. */
  private static void awaitInSync(KafkaCluster cluster) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
      while (partitions(admin).stream().anyMatch(partition -> partition.isr().size() < 3)) {
        TimeUnit.MILLISECONDS.sleep(50);
      }
    }
  }
}
