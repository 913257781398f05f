package io.kafkavertx.assignors;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.spi.PartitionAssignor.Assignment;
import io.kafkavertx.spi.PartitionAssignor.Subscription;
import io.kafkavertx.spi.PartitionInfo;
import io.kafkavertx.spi.TopicPartition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * Sticky shares on 10,000 groups, as their members and topics change: never less even than those of
 * kafka-clients, and where those are as even, never farther, nor more partitions moved.
 */
final class StickyOracleTest {
  private static final int HISTORIES = 2000;
  private static final int CHANGES = 5;

  @Test
  void stickySharesAreAsEvenAsThoseOfKafkaClientsAndStayAsMuch() {
    Tally tally = new Tally();
    for (int seed = 0; seed < HISTORIES; seed++) {
      Random random = new Random(seed);
      RandomGroup group = RandomGroup.of(random);
      Map<String, Subscription> memory = new HashMap<>();
      for (int generation = 1; generation <= CHANGES; generation++) {
        String what = "seed " + seed + ", generation " + generation;
        group.members().replaceAll((id, s) -> withMemory(s, memory.get(id)));
        Claims claims = new Claims(group);
        group
            .members()
            .forEach(
                (id, s) -> {
                  StickyUserData.Previous previous = StickyUserData.read(s.userData());
                  claims.add(id, previous.partitions(), previous.generation());
                });
        Map<String, Set<TopicPartition>> ours =
            sets(new StickyAssignor().assign(group, group.members()));
        Map<String, Set<TopicPartition>> theirs =
            tally.ask(
                group,
                () -> group.askKafka(new org.apache.kafka.clients.consumer.StickyAssignor()));
        assertComplete(group, ours, what);
        if (theirs == null) {
          theirs = ours;
        } else {
          tally.compare(group, claims, ours, theirs, what);
        }
        // Both lead in turn; now and then a member misses a generation.
        Map<String, Set<TopicPartition>> taken = random.nextBoolean() ? ours : theirs;
        for (String id : group.members().keySet()) {
          if (random.nextInt(10) > 0) {
            StickyAssignor member = new StickyAssignor();
            member.onAssignment(
                new Assignment(List.copyOf(taken.get(id)), null),
                random.nextInt(20) == 0 ? -1 : generation);
            memory.put(
                id,
                new Subscription(
                    List.of(), member.subscriptionUserData(Set.of()), List.of(), -1, null, null));
          }
        }
        group.change();
      }
    }
    tally.report("sticky");
  }

  private static Subscription withMemory(Subscription s, Subscription memory) {
    return memory == null
        ? s
        : new Subscription(
            s.topics(), memory.userData(), List.of(), -1, s.rack(), s.groupInstanceId());
  }

  static Map<String, Set<TopicPartition>> sets(Map<String, Assignment> shares) {
    Map<String, Set<TopicPartition>> sets = new TreeMap<>();
    shares.forEach((member, share) -> sets.put(member, new HashSet<>(share.partitions())));
    return sets;
  }

  /** Every partition that a member wants is somebody's who wants it, and nobody else's. */
  static void assertComplete(
      RandomGroup group, Map<String, Set<TopicPartition>> shares, String what) {
    List<TopicPartition> given = new ArrayList<>();
    shares.forEach(
        (member, share) -> {
          given.addAll(share);
          assertThat(share)
              .as(what)
              .allMatch(tp -> group.members().get(member).topics().contains(tp.topic()));
        });
    Set<TopicPartition> wanted = new HashSet<>();
    for (String topic : group.topics()) {
      if (group.members().values().stream().anyMatch(s -> s.topics().contains(topic))) {
        group.partitions(topic).stream().map(PartitionInfo::topicPartition).forEach(wanted::add);
      }
    }
    assertThat(given).as(what).containsExactlyInAnyOrderElementsOf(wanted);
  }

  /** Ours against theirs. */
  static final class Tally {
    private int groups;
    private int failed;
    private int moreEven;
    private int nearer;
    private int fewerMoved;
    private long movedByUs;
    private long movedByThem;

    /**
     * Null when kafka-clients fails, as it may when a topic that members had is gone, or gives
     * members a topic that they have unsubscribed from, or goes on rebalancing for ever.
     */
    Map<String, Set<TopicPartition>> ask(
        RandomGroup group, Supplier<Map<String, Set<TopicPartition>>> kafka) {
      groups++;
      try {
        Map<String, Set<TopicPartition>> theirs = kafka.get();
        if (group.members().entrySet().stream()
            .allMatch(
                member ->
                    theirs.get(member.getKey()).stream()
                        .allMatch(tp -> member.getValue().topics().contains(tp.topic())))) {
          return theirs;
        }
      } catch (NullPointerException | IllegalStateException e) {
        // Counted below.
      }
      failed++;
      return null;
    }

    void compare(
        RandomGroup group,
        Claims claims,
        Map<String, Set<TopicPartition>> ours,
        Map<String, Set<TopicPartition>> theirs,
        String what) {
      Quality mine = Quality.of(group, group.members(), claims, ours);
      Quality other = Quality.of(group, group.members(), claims, theirs);
      String both = what + ": ours " + mine + ", theirs " + other;
      movedByUs += mine.moved();
      movedByThem += other.moved();
      assertThat(mine.spread()).as(both).isLessThanOrEqualTo(other.spread());
      assertThat(mine.squares()).as(both).isLessThanOrEqualTo(other.squares());
      if (mine.squares() < other.squares()) {
        moreEven++;
        return;
      }
      if (new Shares(group, group.members(), claims).racksMatter()) {
        assertThat(mine.far()).as(both).isLessThanOrEqualTo(other.far());
        if (mine.far() < other.far()) {
          nearer++;
          return;
        }
      }
      assertThat(mine.moved()).as(both).isLessThanOrEqualTo(other.moved());
      fewerMoved += mine.moved() < other.moved() ? 1 : 0;
    }

    void report(String name) {
      org.slf4j.LoggerFactory.getLogger(StickyOracleTest.class)
          .info(
              "{}: of {} groups ({} too much for kafka-clients) {} more even than kafka-clients, {} nearer, {} with fewer moved;"
                  + " moved in all {}, kafka-clients {}",
              name,
              groups,
              failed,
              moreEven,
              nearer,
              fewerMoved,
              movedByUs,
              movedByThem);
      assertThat(groups).isEqualTo(HISTORIES * CHANGES);
      assertThat(failed).isLessThan(groups / 20);
    }
  }
}
