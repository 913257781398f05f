package io.kafkavertx.tests.trials;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.ConsumerGroupMetadata;
import io.kafkavertx.KafkaProducer;
import io.kafkavertx.ProducerOptions;
import io.kafkavertx.ProducerRecord;
import io.kafkavertx.spi.Serializer;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A producer that sends numbers all the time, and a static group that reads them and commits: what
 * brokers are restarted under. What must not happen is collected, and fails the next look.
 */
final class RollingLoad {
  static final String TOPIC = "read";
  private static final long SEND_MILLIS = 5;

  final Queue<String> violations = new ConcurrentLinkedQueue<>();
  final AtomicInteger acknowledged = new AtomicInteger();
  private final Vertx vertx;
  private final int partitions;
  private final List<StaticMember> members = new ArrayList<>();
  private final AtomicInteger sent = new AtomicInteger();
  private KafkaProducer<byte[], Integer> producer;
  private long sending;

  RollingLoad(Vertx vertx, int partitions) {
    this.vertx = vertx;
    this.partitions = partitions;
  }

  /**
   * Sends and reads, and returns when every member has its share; from then on nothing may move.
   */
  void start(String servers, int count) throws Exception {
    producer =
        KafkaProducer.create(
            vertx,
            new ProducerOptions().setBootstrapServers(servers),
            Serializer.bytes(),
            Serializer.int32());
    sending = vertx.setPeriodic(SEND_MILLIS, tick -> send());
    for (int i = 0; i < count; i++) {
      StaticMember member = new StaticMember(vertx, servers, "m" + i, violations);
      members.add(member);
      member.start(TOPIC).await(60, TimeUnit.SECONDS);
    }
    await(
        "every member has its share",
        () -> {
          for (StaticMember member : members) {
            int share = member.consumer.assignment().await(60, TimeUnit.SECONDS).size();
            if (share != partitions / count || member.next.size() < share) {
              return false;
            }
          }
          return true;
        });
    members.forEach(StaticMember::watch);
  }

  private void send() {
    int number = sent.getAndIncrement();
    producer
        .send(ProducerRecord.<byte[], Integer>of(TOPIC, number).toPartition(number % partitions))
        .onSuccess(stored -> acknowledged.incrementAndGet())
        .onFailure(failure -> violations.add("not sent: " + failure));
  }

  List<ConsumerGroupMetadata> metadata() throws Exception {
    List<ConsumerGroupMetadata> all = new ArrayList<>();
    for (StaticMember member : members) {
      all.add(member.metadata());
    }
    return all;
  }

  List<Integer> commits() {
    return members.stream().map(member -> member.commits.get()).toList();
  }

  /** Every member commits so many times more, and what was acknowledged meanwhile is read. */
  void goesOn(String when, int commits) throws Exception {
    List<Integer> before = commits();
    int read = read();
    await(
        "commits and records go on " + when,
        () -> {
          List<Integer> now = commits();
          for (int i = 0; i < now.size(); i++) {
            if (now.get(i) < before.get(i) + commits) {
              return false;
            }
          }
          return read() > read + partitions;
        });
  }

  /** How far they are; with every record stored once that is how many were read. */
  private int read() {
    return members.stream()
        .flatMap(member -> member.next.values().stream())
        .mapToInt(Long::intValue)
        .sum();
  }

  /** Something that comes true. */
  interface Condition {
    boolean holds() throws Exception;
  }

  void await(String what, Condition condition) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(180);
    while (!condition.holds()) {
      assertThat(violations).as(what).isEmpty();
      assertThat(System.nanoTime()).as(what).isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  /** Stops sending; all that was sent has been stored, and read once. */
  void end() throws Exception {
    vertx.cancelTimer(sending);
    producer.close().await(60, TimeUnit.SECONDS);
    // The producer is done; who sent may be told on another event loop a moment later.
    await("all that was sent is told", () -> acknowledged.get() == sent.get());
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
