package io.kafkavertx.tests.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.protocol.message.ConsumerProtocolSubscription;
import io.kafkavertx.protocol.message.JoinGroupRequest;
import io.kafkavertx.protocol.wire.WireReader;
import io.kafkavertx.spi.TopicPartition;
import io.kafkavertx.testkit.scripted.ApiVersionTable;
import io.kafkavertx.testkit.scripted.Reaction;
import io.kafkavertx.testkit.scripted.RequestContext;
import io.kafkavertx.testkit.scripted.ScriptedTopic;
import io.kafkavertx.testkit.sim.SimWorld;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Subscriptions to all topics whose names match. */
final class PatternSubscriptionTest {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final Pattern ORDERS = Pattern.compile("orders\\..*");

  private final SimConsumers sim = new SimConsumers(new SimWorld(1), 1);
  private final List<List<String>> told = new ArrayList<>();

  private ConsumerOptions options() {
    return sim.options().setMetadataMaxAge(Duration.ofSeconds(5));
  }

  private SimConsumers.Member member(String name, String... assignors) {
    return sim.member(name, options(), List.of(assignors));
  }

  private void topic(String name, int partitions) {
    sim.brokers.createTopic(name, partitions);
    append(name);
  }

  private void append(String name) {
    ScriptedTopic topic = sim.brokers.topic(name);
    topic
        .partitions()
        .forEach(partition -> partition.append(List.of("v".getBytes(StandardCharsets.UTF_8))));
  }

  private void subscribe(SimConsumers.Member member, Pattern pattern) {
    Future<Void> joined = sim.run(member, "subscribe", LONG, () -> member.core.subscribe(pattern));
    assertThat(joined.cause()).isNull();
  }

  private static Set<String> topicsOf(SimConsumers.Member member) {
    return member.core.assignment().result().stream()
        .map(TopicPartition::topic)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> read(SimConsumers.Member member) {
    return member.records.stream()
        .map(record -> record.topic())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private void eventually(SimConsumers.Member member, String... topics) {
    sim.world.runUntil(
        () -> topicsOf(member).equals(Set.of(topics)) && member.core.groupMetadata().succeeded(),
        LONG,
        "these are assigned: " + List.of(topics));
  }

  /** What members tell the coordinator that they want. */
  private Reaction note(RequestContext context) {
    JoinGroupRequest request = (JoinGroupRequest) context.request();
    WireReader in = new WireReader(request.protocols().get(0).metadata());
    short version = in.readInt16();
    ConsumerProtocolSubscription wanted = new ConsumerProtocolSubscription();
    wanted.read(in, version);
    told.add(wanted.topics());
    return null;
  }

  @ParameterizedTest
  @ValueSource(strings = {"range", "cooperative-sticky"})
  void topicsThatMatchAreReadAndThoseThatAppearLaterToo(String assignor) {
    topic("orders.a", 2);
    topic("orders.b", 1);
    topic("bills", 1);
    topic("my.orders.x", 1);
    sim.brokers.intercept(ApiKey.JOIN_GROUP, this::note);
    SimConsumers.Member member = member("m", assignor);
    subscribe(member, ORDERS);
    assertThat(topicsOf(member)).containsExactly("orders.a", "orders.b");
    assertThat(member.core.subscription().result())
        .containsExactlyInAnyOrder("orders.a", "orders.b");
    // Not before it knew what to ask for, and with names: others need not know of patterns.
    assertThat(told).allSatisfy(names -> assertThat(names).containsExactly("orders.a", "orders.b"));
    topic("orders.c", 1);
    eventually(member, "orders.a", "orders.b", "orders.c");
    sim.world.runUntil(() -> member.records.size() == 4, LONG, "one record of each partition");
    assertThat(read(member)).containsExactly("orders.a", "orders.b", "orders.c");
    assertThat(member.errors).isEmpty();
    sim.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"range", "cooperative-sticky"})
  void aTopicThatVanishesIsGivenUpAndNobodyWaitsForItsCommit(String assignor) {
    topic("orders.a", 2);
    topic("orders.b", 1);
    SimConsumers.Member member =
        sim.member("m", options().setAutoCommitInterval(Duration.ofMinutes(9)), List.of(assignor));
    subscribe(member, ORDERS);
    sim.world.runUntil(() -> member.records.size() == 3, LONG, "all records");
    sim.brokers.deleteTopic("orders.b");
    sim.world.runUntil(
        () -> topicsOf(member).equals(Set.of("orders.a")),
        Duration.ofSeconds(20),
        "the topic that is gone is given up");
    append("orders.a");
    sim.world.runUntil(
        () -> member.records.size() == 5, Duration.ofSeconds(10), "the others are read on");
    topic("orders.b", 1);
    sim.world.runUntil(
        () -> member.records.size() == 6, LONG, "the new topic of that name is read");
    sim.close();
  }

  @Test
  void theGroupHasAMemberWhileNothingMatches() {
    SimConsumers.Member member = member("m", "range");
    subscribe(member, ORDERS);
    assertThat(topicsOf(member)).isEmpty();
    topic("orders.late", 1);
    eventually(member, "orders.late");
    sim.brokers.deleteTopic("orders.late");
    eventually(member);
    assertThat(member.errors).isEmpty();
    sim.close();
  }

  @Test
  void topicsOfKafkasOwnMatchOnlyWhenTheyAreAskedFor() {
    topic("__consumer_offsets", 1);
    topic("__mine", 1);
    SimConsumers.Member member = member("m", "range");
    subscribe(member, Pattern.compile("__.*"));
    assertThat(topicsOf(member)).containsExactly("__mine");
    SimConsumers.Member curious =
        sim.member("curious", options().setGroupId("other").setExcludeInternalTopics(false));
    subscribe(curious, Pattern.compile("__.*"));
    assertThat(topicsOf(curious)).containsExactly("__consumer_offsets", "__mine");
    sim.close();
  }

  @Test
  void anotherPatternTakesThePlaceOfTheOneBefore() {
    topic("orders.a", 1);
    topic("bills.a", 1);
    SimConsumers.Member member = member("m", "range");
    subscribe(member, ORDERS);
    subscribe(member, Pattern.compile("bills.*"));
    eventually(member, "bills.a");
    subscribe(member, Pattern.compile("b.*"));
    assertThat(topicsOf(member)).containsExactly("bills.a");
    sim.close();
  }

  @Test
  void namesPatternsAndPartitionsByHandExcludeEachOther() {
    topic("orders.a", 1);
    SimConsumers.Member member = member("m", "range");
    subscribe(member, ORDERS);
    refused(sim.run(member, "names", LONG, () -> member.core.subscribe(Set.of("t"))), "pattern");
    refused(
        sim.run(
            member, "assign", LONG, () -> member.core.assign(List.of(SimConsumers.partition(0)))),
        "unsubscribe first");
    sim.run(member, "unsubscribe", LONG, () -> member.core.unsubscribe());
    assertThat(topicsOf(member)).isEmpty();
    assertThat(member.core.subscription().result()).isEmpty();
    assertThat(sim.run(member, "names", LONG, () -> member.core.subscribe(Set.of("t"))).succeeded())
        .isTrue();
    refused(sim.run(member, "pattern", LONG, () -> member.core.subscribe(ORDERS)), "names");
    sim.run(member, "unsubscribe", LONG, () -> member.core.unsubscribe());
    sim.run(member, "assign", LONG, () -> member.core.assign(List.of(SimConsumers.partition(0))));
    refused(sim.run(member, "pattern", LONG, () -> member.core.subscribe(ORDERS)), "by hand");
    sim.close();
  }

  private static void refused(Future<?> future, String why) {
    assertThat(future.cause()).isInstanceOf(IllegalStateException.class).hasMessageContaining(why);
  }

  @Test
  void afterAnUnsubscribeNewTopicsAreOfNoInterest() {
    topic("orders.a", 1);
    SimConsumers.Member member = member("m", "range");
    subscribe(member, ORDERS);
    sim.run(member, "unsubscribe", LONG, () -> member.core.unsubscribe());
    topic("orders.b", 1);
    sim.world.runFor(Duration.ofSeconds(30));
    assertThat(sim.brokers.groups().group("g").memberIds()).isEmpty();
    subscribe(member, ORDERS);
    assertThat(topicsOf(member)).containsExactly("orders.a", "orders.b");
    sim.close();
  }

  @Test
  void aLeaderThatDoesNotMatchATopicSharesItOutAmongThoseThatDo() {
    topic("orders.a", 2);
    topic("bills.a", 2);
    SimConsumers.Member orders = member("orders", "range");
    subscribe(orders, ORDERS);
    SimConsumers.Member bills = member("bills", "range");
    subscribe(bills, Pattern.compile("bills.*"));
    eventually(orders, "orders.a");
    eventually(bills, "bills.a");
    topic("bills.b", 2);
    eventually(bills, "bills.a", "bills.b");
    eventually(orders, "orders.a");
    sim.world.runUntil(() -> bills.records.size() >= 4, LONG, "all bills");
    assertThat(read(orders)).containsExactly("orders.a");
    sim.close();
  }

  @Test
  void brokersThatAreAwayDelayTheSubscriptionAndDoNotEndIt() {
    topic("orders.a", 1);
    for (int id = 1; id <= 3; id++) {
      sim.brokers.kill(id);
    }
    SimConsumers.Member member = member("m", "range");
    sim.world.after(
        Duration.ofSeconds(60),
        () -> {
          for (int id = 1; id <= 3; id++) {
            sim.brokers.revive(id);
          }
        });
    subscribe(member, ORDERS);
    assertThat(topicsOf(member)).containsExactly("orders.a");
    sim.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.9", "0.10.0", "0.11", "2.8"})
  void oldBrokersAreAskedForAllTopicsInTheirOwnWay(String release) {
    sim.brokers.versions(
        switch (release) {
          case "0.9" -> ApiVersionTable.kafka09();
          case "0.10.0" -> ApiVersionTable.kafka0100();
          case "0.11" -> ApiVersionTable.kafka011();
          default -> ApiVersionTable.kafka28();
        });
    sim.brokers.createTopic("orders.a", 1);
    sim.brokers.createTopic("__consumer_offsets", 1);
    SimConsumers.Member member = member("m", "range");
    subscribe(member, Pattern.compile(".*"));
    sim.brokers.createTopic("orders.b", 1);
    eventually(member, "t", "orders.a", "orders.b");
    sim.close();
  }

  @Test
  void aPartitionThatNobodyLeadsElsewhereDoesNotMakeTheConsumerAskAgainAndAgain() {
    topic("orders.a", 1);
    topic("bills", 1);
    sim.brokers.moveLeader("bills", 0, -1);
    SimConsumers.Member member =
        sim.member("m", options().setMetadataMaxAge(Duration.ofSeconds(30)), List.of("range"));
    subscribe(member, ORDERS);
    int before = sim.brokers.requestCount(ApiKey.METADATA);
    sim.world.runFor(Duration.ofMinutes(5));
    assertThat(sim.brokers.requestCount(ApiKey.METADATA) - before).isLessThan(15);
    sim.close();
  }
}
