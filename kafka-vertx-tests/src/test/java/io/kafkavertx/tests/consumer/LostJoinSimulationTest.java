package io.kafkavertx.tests.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.protocol.message.JoinGroupRequest;
import io.kafkavertx.testkit.scripted.Reaction;
import io.kafkavertx.testkit.sim.SimWorld;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Joins and syncs on connections that die without a word, with a rebalance timeout of minutes. */
final class LostJoinSimulationTest {
  private static final Duration LONG = Duration.ofMinutes(6);

  /** Session timeout, two heartbeats, and what requests and connections take. */
  private static final Duration SOON = Duration.ofSeconds(25);

  private final SimConsumers sim = new SimConsumers(new SimWorld(1), 2);

  @AfterEach
  void close() {
    sim.brokers.clearIntercepts();
    sim.close();
  }

  private ConsumerOptions options() {
    return sim.options().setRebalanceTimeout(Duration.ofMinutes(5));
  }

  private void subscribe(SimConsumers.Member member, Duration limit) {
    Future<Void> joined =
        sim.run(
            member, "subscribe", limit, () -> member.core.subscribe(Set.of(SimConsumers.TOPIC)));
    assertThat(joined.cause()).isNull();
  }

  private static Reaction lose(boolean processed) {
    return processed ? Reaction.swallow() : Reaction.ignore();
  }

  @ParameterizedTest
  @CsvSource({
    "range, true",
    "range, false",
    "cooperative-sticky, true",
    "cooperative-sticky, false"
  })
  void aJoinWhoseAnswerNeverComesIsAskedAgain(String assignor, boolean processed) {
    sim.brokers.intercept(
        ApiKey.JOIN_GROUP,
        context -> {
          boolean second = !((JoinGroupRequest) context.request()).memberId().isEmpty();
          return second && sim.brokers.requestCount(ApiKey.JOIN_GROUP) == 2
              ? lose(processed)
              : null;
        });
    SimConsumers.Member member = sim.member("m", options(), List.of(assignor));
    subscribe(member, SOON);
    assertThat(member.core.assignment().result()).hasSize(2);
  }

  @Test
  void theFirstJoinOfAllIsAnsweredAtOnceAndNotWaitedForLonger() {
    SimConsumers.Member member = sim.member("m", options());
    // The brokers' versions are known.
    sim.run(
        member,
        "committed",
        LONG,
        () -> member.core.calls().committed(List.of(SimConsumers.partition(0))));
    sim.brokers.next(1, ApiKey.JOIN_GROUP, Reaction.ignore());
    subscribe(member, Duration.ofSeconds(10));
  }

  @ParameterizedTest
  @CsvSource({
    "range, true",
    "range, false",
    "cooperative-sticky, true",
    "cooperative-sticky, false"
  })
  void aSyncWhoseAnswerNeverComesIsNotWaitedFor(String assignor, boolean processed) {
    sim.brokers.next(1, ApiKey.SYNC_GROUP, lose(processed));
    SimConsumers.Member member = sim.member("m", options(), List.of(assignor));
    subscribe(member, SOON);
    assertThat(member.core.assignment().result()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({
    "range, true",
    "range, false",
    "cooperative-sticky, true",
    "cooperative-sticky, false"
  })
  void aMemberThatJoinsAgainIsBackSoonAndTheOthersAreNotHeldUp(String assignor, boolean processed) {
    SimConsumers.Member member = sim.member("m", options(), List.of(assignor));
    subscribe(member, LONG);
    SimConsumers.Member other = sim.member("other", options(), List.of(assignor));
    int before = sim.brokers.requestCount(ApiKey.JOIN_GROUP);
    sim.brokers.intercept(
        ApiKey.JOIN_GROUP,
        context -> {
          // That of the member that is in, not those of the new one.
          boolean again =
              ((JoinGroupRequest) context.request()).reason() != null
                  && sim.brokers.requestCount(ApiKey.JOIN_GROUP) <= before + 3;
          return again ? lose(processed) : null;
        });
    other.loop.execute(
        () ->
            sim.ledger.track("subscribe other", other.core.subscribe(Set.of(SimConsumers.TOPIC))));
    sim.world.runUntil(
        () ->
            member.core.assignment().result().size() == 1
                && other.core.assignment().result().size() == 1,
        Duration.ofSeconds(60),
        "both have one");
    assertThat(member.errors).isEmpty();
  }

  @Test
  void whoeverWaitsForOthersForLongIsNotDisturbed() {
    sim.brokers.settings().initialRebalanceDelay(Duration.ofSeconds(60));
    SimConsumers.Member member = sim.member("m", options());
    subscribe(member, Duration.ofSeconds(62));
    assertThat(sim.brokers.requestCount(ApiKey.JOIN_GROUP)).isEqualTo(2);
    sim.brokers.settings().initialRebalanceDelay(Duration.ZERO);
    // And in the second generation, for a handler.
    Promise<Void> revoked = Promise.promise();
    member.core.rebalanceHandlers().onRevoked(gone -> revoked.future());
    SimConsumers.Member other = sim.member("other", options());
    other.loop.execute(
        () ->
            sim.ledger.track("subscribe other", other.core.subscribe(Set.of(SimConsumers.TOPIC))));
    sim.world.runFor(Duration.ofSeconds(60));
    member.loop.execute(revoked::complete);
    sim.world.runUntil(
        () -> other.core.assignment().result().size() == 1, Duration.ofSeconds(5), "shared");
    assertThat(sim.brokers.requestCount(ApiKey.JOIN_GROUP)).isEqualTo(5);
  }
}
