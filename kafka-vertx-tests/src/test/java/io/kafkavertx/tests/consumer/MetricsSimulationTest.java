package io.kafkavertx.tests.consumer;

import static io.kafkavertx.tests.support.Measured.sum;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.internal.metrics.Tag;
import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.spi.MetricName;
import io.kafkavertx.testkit.scripted.Reaction;
import io.kafkavertx.testkit.sim.LinkConditions;
import io.kafkavertx.testkit.sim.SimWorld;
import io.kafkavertx.tests.support.Measured;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What connections and consumers measure, in virtual time against scripted brokers. */
final class MetricsSimulationTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final double MILLI = 1_000_000;
  private static final String LAG = "kafka.consumer.lag";
  private static final String CONSUMED = "messaging.client.consumed.messages";

  private final SimWorld world = new SimWorld(7);
  private final SimConsumers sim = new SimConsumers(world, 2);

  private ConsumerOptions options() {
    return sim.options().setMetricsReporterFactories(List.of(new Measured()));
  }

  private static Map<MetricName, Double> values(SimConsumers.Member member) {
    return member.meters.values();
  }

  private SimConsumers.Member assigned(ConsumerOptions options) {
    SimConsumers.Member member = sim.member("m", options);
    sim.run(
        member,
        "assign",
        LIMIT,
        () -> member.core.assign(List.of(SimConsumers.partition(0), SimConsumers.partition(1))));
    return member;
  }

  @Test
  void lagIsWhatIsLeftOfEachPartitionAfterWhatWasHandedOut() {
    sim.produce(2, 100);
    SimConsumers.Member member = sim.member("m", options().setGroupId(null));
    member.core.delivery().pause();
    sim.run(member, "assign", LIMIT, () -> member.core.assign(List.of(SimConsumers.partition(1))));
    member.loop.execute(() -> member.core.delivery().fetch(30));
    world.runUntil(() -> member.records.size() == 30, LIMIT, "30 records");

    Map<MetricName, Double> some = values(member);
    assertThat(sum(some, LAG, Tag.PARTITION, "1")).isEqualTo(70);
    assertThat(sum(some, LAG)).isEqualTo(70);
    assertThat(sum(some, CONSUMED, Tag.PARTITION, "1", Tag.GROUP, Tag.NONE)).isEqualTo(30);
    assertThat(sum(some, "kafka.consumer.assigned.partitions")).isEqualTo(1);
    assertThat(sum(some, "kafka.consumer.buffered")).isPositive();

    world.runFor(Duration.ofSeconds(10));
    double stuck = sum(values(member), "kafka.consumer.progress.age");
    assertThat(stuck).isBetween(9_900 * MILLI, 10_000 * MILLI);

    member.loop.execute(() -> member.core.delivery().fetch(Long.MAX_VALUE));
    world.runUntil(() -> member.records.size() == 100, LIMIT, "all records");
    Map<MetricName, Double> all = values(member);
    assertThat(sum(all, LAG)).isZero();
    assertThat(sum(all, CONSUMED)).isEqualTo(100);
    assertThat(sum(all, "kafka.consumer.buffered")).isZero();
    assertThat(sum(all, "kafka.consumer.progress.age")).isZero();
    assertThat(sum(all, "kafka.consumer.fetched"))
        .isEqualTo(sum(all, "kafka.consumer.fetch.size.sum"))
        .isPositive();

    sim.run(member, "unassign", LIMIT, () -> member.core.unsubscribe());
    assertThat(values(member).keySet())
        .extracting(MetricName::name)
        .doesNotContain(LAG, CONSUMED, "kafka.consumer.fetched");
    sim.close();
  }

  @Test
  void requestsTakeWhatTheWireAndTheBrokerTake() {
    Duration oneWay = Duration.ofMillis(5);
    world.network().conditions(LinkConditions.LAN.delay(oneWay, oneWay).chunks(1 << 20));
    sim.brokers.next(1, ApiKey.FETCH, Reaction.throttle(Duration.ofMillis(250)));
    SimConsumers.Member member = assigned(options().setGroupId(null));
    world.runFor(Duration.ofSeconds(3));

    Map<MetricName, Double> values = values(member);
    String duration = "kafka.client.request.duration";
    double lookups = sum(values, duration + ".count", Tag.API, "LIST_OFFSETS");
    assertThat(lookups).isPositive();
    // A microsecond or so for each turn of the loops.
    assertThat(sum(values, duration + ".sum", Tag.API, "LIST_OFFSETS") / lookups)
        .isBetween(10 * MILLI, 10.1 * MILLI);
    assertThat(sum(values, "kafka.client.throttle.duration.sum")).isEqualTo(250 * MILLI);
    assertThat(sum(values, "kafka.client.throttle.duration.count")).isEqualTo(1);
    assertThat(sum(values, "kafka.client.connections"))
        .isEqualTo(world.network().connections().size());
    assertThat(sum(values, "kafka.client.sent")).isPositive();
    assertThat(sum(values, "kafka.client.received")).isPositive();
    sim.close();
  }

  @Test
  void fetchesThatFailAreCountedByError() {
    SimConsumers.Member member = assigned(options().setGroupId(null));
    world.runFor(Duration.ofSeconds(1));
    sim.brokers.next(3, ApiKey.FETCH, Reaction.refuse(ErrorCode.KAFKA_STORAGE_ERROR));
    world.runFor(Duration.ofSeconds(10));
    assertThat(sum(values(member), "kafka.consumer.fetch.errors", Tag.ERROR, "KAFKA_STORAGE_ERROR"))
        .isEqualTo(3);
    sim.close();
  }

  @Test
  void connectionsThatFailAreCountedByCause() {
    ConsumerOptions options = options().setGroupId(null);
    String address = sim.brokers.bootstrapServers().split(",")[0];
    world.network().refuse(address, true);
    SimConsumers.Member member = assigned(options.setBootstrapServers(address));
    world.runFor(Duration.ofSeconds(2));
    String failed = "kafka.client.connections.failed";
    assertThat(sum(values(member), failed, Tag.ERROR, "CONNECT", Tag.BROKER, Tag.BOOTSTRAP))
        .isPositive();
    assertThat(sum(values(member), failed))
        .isEqualTo(sum(values(member), failed, Tag.ERROR, "CONNECT"));
    world.network().refuse(address, false);
    sim.close();
  }

  @Test
  void rebalancesAreCountedByReasonAndTimed() {
    SimConsumers.Member first = sim.member("first", options());
    sim.run(first, "subscribe", LIMIT, () -> first.core.subscribe(Set.of(SimConsumers.TOPIC)));
    SimConsumers.Member second = sim.member("second", options());
    sim.run(second, "subscribe", LIMIT, () -> second.core.subscribe(Set.of(SimConsumers.TOPIC)));
    world.runFor(Duration.ofSeconds(5));

    Map<MetricName, Double> values = values(first);
    String rebalances = "kafka.consumer.rebalances";
    assertThat(sum(values, rebalances, Tag.REASON, "joined", Tag.GROUP, "g")).isEqualTo(1);
    assertThat(sum(values, rebalances, Tag.REASON, "the group rebalances")).isEqualTo(1);
    assertThat(sum(values, "kafka.consumer.rebalance.duration.count")).isEqualTo(2);
    assertThat(sum(values, "kafka.consumer.rebalance.duration.max")).isPositive();
    assertThat(sum(values, "kafka.consumer.rebalance.last", Tag.REASON, "the group rebalances"))
        .isEqualTo(1);
    assertThat(sum(values, "kafka.consumer.rebalance.last")).isEqualTo(1);
    assertThat(sum(values, "kafka.consumer.assigned.partitions")).isEqualTo(1);
    sim.close();
  }

  @Test
  void commitsAreTimedAndTheirFailuresCounted() {
    sim.produce(2, 10);
    SimConsumers.Member member = sim.member("m", options().setEnableAutoCommit(false));
    sim.run(member, "subscribe", LIMIT, () -> member.core.subscribe(Set.of(SimConsumers.TOPIC)));
    world.runUntil(() -> member.records.size() == 20, LIMIT, "all records");
    sim.run(member, "commit", LIMIT, () -> member.core.calls().commit());
    sim.brokers.next(
        1, ApiKey.OFFSET_COMMIT, Reaction.refuse(ErrorCode.TOPIC_AUTHORIZATION_FAILED));
    sim.run(
        member,
        "refused commit",
        LIMIT,
        () -> member.core.calls().commit().recover(f -> io.vertx.core.Future.succeededFuture()));

    Map<MetricName, Double> values = values(member);
    String operation = "messaging.client.operation.duration";
    assertThat(sum(values, operation + ".count", Tag.OPERATION, "commit", Tag.ERROR, Tag.NONE))
        .isEqualTo(1);
    assertThat(
            sum(
                values,
                operation + ".count",
                Tag.OPERATION,
                "commit",
                Tag.ERROR,
                "TOPIC_AUTHORIZATION_FAILED"))
        .isEqualTo(1);
    assertThat(sum(values, operation + ".max", Tag.ERROR, Tag.NONE)).isPositive();
    sim.close();
  }

  @Test
  void thePollsAgeIsThatOfTheLastPoll() {
    sim.produce(2, 10);
    SimConsumers.Member member = sim.member("m", options().setGroupId(null));
    member.handler(null);
    sim.run(member, "assign", LIMIT, () -> member.core.assign(List.of(SimConsumers.partition(0))));
    assertThat(values(member).keySet())
        .extracting(MetricName::name)
        .doesNotContain("kafka.consumer.poll.age");
    sim.run(member, "poll", LIMIT, () -> member.core.poll(Duration.ofSeconds(5).toNanos(), 500));
    world.runFor(Duration.ofSeconds(7));
    assertThat(sum(values(member), "kafka.consumer.poll.age"))
        .isBetween(7_000 * MILLI, 7_001 * MILLI);
    sim.close();
  }
}
