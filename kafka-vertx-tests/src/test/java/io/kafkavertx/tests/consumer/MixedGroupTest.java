package io.kafkavertx.tests.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.spi.TopicPartition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Groups of our members and of kafka-clients', with every assignor and either kind leading. */
@Tag("slow")
final class MixedGroupTest extends ConsumerTestBase {
  private static final String COOPERATIVE = "cooperative-sticky";

  /** The first member of a group leads it, for as long as it is there. */
  @ParameterizedTest
  @CsvSource({
    "range, true",
    "range, false",
    "roundrobin, true",
    "roundrobin, false",
    "sticky, true",
    "sticky, false",
    "cooperative-sticky, true",
    "cooperative-sticky, false"
  })
  void eachRecordIsReadOnceInAMixedGroup(String assignor, boolean weLead) throws Exception {
    GroupTrial trial = new GroupTrial(vertx());
    boolean sticky = assignor.endsWith("sticky");
    GroupTrial.Member leader = trial.add(weLead, assignor);
    Map<String, Set<TopicPartition>> shares = trial.shared();
    List<GroupTrial.Member> others = new ArrayList<>();
    for (boolean ours : new boolean[] {!weLead, weLead, !weLead}) {
      others.add(trial.add(ours, assignor));
      Map<String, Set<TopicPartition>> next = trial.shared();
      if (sticky) {
        shares.forEach((name, share) -> assertThat(share).containsAll(next.get(name)));
      }
      shares = next;
    }
    // What the others have is known to the leader only by what they say themselves.
    for (GroupTrial.Member leaving : List.of(others.get(1), others.get(0))) {
      trial.stop(leaving);
      Map<String, Set<TopicPartition>> next = trial.shared();
      Map<String, Set<TopicPartition>> before = shares;
      if (sticky) {
        next.forEach((name, share) -> assertThat(share).containsAll(before.get(name)));
      }
      shares = next;
    }
    // The last one is of the other kind, leads now, and goes on where the first has stopped.
    trial.stop(leader);
    trial.shared();
    assertThat(trial.describe().partitionAssignor()).isEqualTo(assignor);
    trial.end();
    assertThat(trial.watch.violations()).isEmpty();
    assertThat(trial.watch.again()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aMixedGroupMovesFromEagerToCooperativeMemberByMember(boolean weLead) throws Exception {
    GroupTrial trial = new GroupTrial(vertx());
    List<GroupTrial.Member> members = new ArrayList<>();
    boolean[] kinds = {weLead, !weLead, weLead, !weLead};
    for (boolean ours : kinds) {
      members.add(trial.add(ours, "range"));
    }
    trial.shared();
    String[][] steps = {{COOPERATIVE, "range"}, {COOPERATIVE}};
    for (String[] step : steps) {
      for (int i = 0; i < kinds.length; i++) {
        trial.stop(members.get(i));
        members.set(i, trial.add(kinds[i], step));
        trial.shared();
      }
    }
    ConsumerGroupDescription group = trial.describe();
    assertThat(group.partitionAssignor()).isEqualTo(COOPERATIVE);
    assertThat(group.members()).hasSize(4);
    // Cooperative indeed: a newcomer gets what the others need not keep, and they keep the rest.
    Map<String, Set<TopicPartition>> before = trial.shared();
    Map<String, Set<TopicPartition>> takenBefore = taken(trial, members);
    trial.ours(COOPERATIVE);
    Map<String, Set<TopicPartition>> after = trial.shared();
    for (GroupTrial.Member member : members) {
      Set<TopicPartition> kept = after.get(member.name());
      assertThat(before.get(member.name())).containsAll(kept);
      Set<TopicPartition> taken = new java.util.HashSet<>(trial.watch.takenFrom(member.name()));
      taken.removeAll(takenBefore.get(member.name()));
      assertThat(taken).as("taken from %s", member.name()).doesNotContainAnyElementsOf(kept);
    }
    trial.end();
    assertThat(trial.watch.violations()).isEmpty();
    assertThat(trial.watch.again()).isEmpty();
  }

  private static Map<String, Set<TopicPartition>> taken(
      GroupTrial trial, List<GroupTrial.Member> members) {
    return members.stream()
        .collect(
            java.util.stream.Collectors.toMap(
                GroupTrial.Member::name, member -> trial.watch.takenFrom(member.name())));
  }
}
