package io.kafkavertx.assignors;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.spi.PartitionAssignor.Subscription;
import io.kafkavertx.spi.TopicPartition;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Cooperative rebalances, round after round until the group is at rest, beside kafka-clients. */
final class CooperativeOracleTest {
  private static final int HISTORIES = 2000;
  private static final int CHANGES = 5;

  @Test
  void aPartitionMovesOnlyAfterItsOwnerGaveItUpAndTheGroupComesToRest() {
    StickyOracleTest.Tally tally = new StickyOracleTest.Tally();
    for (int seed = 0; seed < HISTORIES; seed++) {
      Random random = new Random(seed);
      RandomGroup group = RandomGroup.of(random);
      Map<String, Set<TopicPartition>> owned = new TreeMap<>();
      for (int change = 1; change <= CHANGES; change++) {
        String what = "seed " + seed + ", change " + change;
        int generation = change * 10;
        Claims claims = new Claims(group);
        Map<String, Subscription> before = new TreeMap<>(group.members());
        before.replaceAll((id, s) -> owning(s, owned.getOrDefault(id, Set.of()), generation));
        before.forEach((id, s) -> claims.add(id, new HashSet<>(s.ownedPartitions()), generation));
        Map<String, Set<TopicPartition>> ours =
            settle(
                before,
                members ->
                    StickyOracleTest.sets(new CooperativeStickyAssignor().assign(group, members)),
                what);
        StickyOracleTest.assertComplete(group, ours, what);
        Map<String, Set<TopicPartition>> theirs =
            tally.ask(
                group,
                () ->
                    settle(
                        before,
                        members ->
                            RandomGroup.askKafka(
                                new org.apache.kafka.clients.consumer.CooperativeStickyAssignor(),
                                group,
                                members),
                        what));
        if (theirs != null) {
          tally.compare(group, claims, ours, theirs, what);
        }
        owned.clear();
        owned.putAll(theirs == null || random.nextBoolean() ? ours : theirs);
        group.change();
      }
    }
    tally.report("cooperative-sticky");
  }

  /** What a member has: only topics that it still wants, the others it gave up before joining. */
  private static Subscription owning(Subscription s, Set<TopicPartition> owned, int generation) {
    List<TopicPartition> kept =
        owned.stream()
            .filter(tp -> s.topics().contains(tp.topic()))
            .sorted((a, b) -> a.toString().compareTo(b.toString()))
            .toList();
    return new Subscription(s.topics(), null, kept, generation, s.rack(), s.groupInstanceId());
  }

  private static Map<String, Set<TopicPartition>> settle(
      Map<String, Subscription> start,
      Function<Map<String, Subscription>, Map<String, Set<TopicPartition>>> assign,
      String what) {
    Map<String, Subscription> members = new TreeMap<>(start);
    for (int round = 1; round <= 4; round++) {
      Map<String, Set<TopicPartition>> shares = assign.apply(members);
      boolean again = false;
      for (String member : members.keySet()) {
        Subscription subscription = members.get(member);
        Set<TopicPartition> share = shares.get(member);
        members.forEach(
            (other, s) -> {
              if (!other.equals(member)) {
                assertThat(Collections.disjoint(share, s.ownedPartitions())).as(what).isTrue();
              }
            });
        again |= !share.containsAll(subscription.ownedPartitions());
      }
      if (!again) {
        return shares;
      }
      int generation = round;
      members.replaceAll((member, s) -> owning(s, shares.get(member), s.generation() + generation));
    }
    throw new IllegalStateException(what + ": the group does not come to rest");
  }

  @Test
  void whoClaimsWithAnOldGenerationOrWithTheSameOneHasToGiveUpFirst() {
    RandomGroup group = RandomGroup.of(new Random(1));
    group.members().clear();
    TopicPartition p0 = new TopicPartition("one", 0);
    TopicPartition p1 = new TopicPartition("one", 1);
    group.put("one", 2);
    group.tell("a", new Subscription(List.of("one"), null, List.of(p0, p1), 7, null, null));
    group.tell("b", new Subscription(List.of("one"), null, List.of(p0), 6, null, null));
    Map<String, Set<TopicPartition>> shares =
        StickyOracleTest.sets(new CooperativeStickyAssignor().assign(group, group.members()));
    assertThat(shares.get("a")).hasSize(1);
    assertThat(shares.get("b")).isEmpty();
    group.tell("b", new Subscription(List.of("one"), null, List.of(p0), 7, null, null));
    shares = StickyOracleTest.sets(new CooperativeStickyAssignor().assign(group, group.members()));
    assertThat(shares.get("a")).isSubsetOf(p1);
    assertThat(shares.get("b")).isEmpty();
  }
}
