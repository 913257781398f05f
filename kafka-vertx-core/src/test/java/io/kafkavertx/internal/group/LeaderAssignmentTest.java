package io.kafkavertx.internal.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkavertx.ClusterMetadata;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.JoinGroupResponse.JoinGroupResponseMember;
import io.kafkavertx.protocol.message.SyncGroupRequest.SyncGroupRequestAssignment;
import io.kafkavertx.protocol.wire.ProtocolException;
import io.kafkavertx.spi.ClusterView;
import io.kafkavertx.spi.Node;
import io.kafkavertx.spi.PartitionAssignor;
import io.kafkavertx.spi.PartitionAssignor.RebalanceProtocol;
import io.kafkavertx.spi.PartitionInfo;
import io.kafkavertx.spi.TopicPartition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The leader reads what strangers sent and gives each partition to one member. */
final class LeaderAssignmentTest {
  private static final ClusterMetadata CLUSTER = cluster();

  private static ClusterMetadata cluster() {
    Node node = new Node(1, "h", 9092, null);
    List<PartitionInfo> partitions = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      partitions.add(
          new PartitionInfo(
              new TopicPartition("t", i), node, 0, List.of(node), List.of(node), List.of()));
    }
    return ClusterMetadata.builder()
        .node(node)
        .topic(new ClusterMetadata.Topic("t", null, false, ErrorCode.NONE, partitions))
        .build();
  }

  /** Gives everything to everybody. */
  private static final PartitionAssignor GREEDY =
      new PartitionAssignor() {
        @Override
        public String name() {
          return "greedy";
        }

        @Override
        public Map<String, Assignment> assign(
            ClusterView cluster, Map<String, Subscription> members) {
          Map<String, Assignment> all = new HashMap<>();
          List<TopicPartition> everything = new ArrayList<>();
          cluster.partitions("t").forEach(p -> everything.add(p.topicPartition()));
          everything.add(new TopicPartition("foreign", 0));
          members.keySet().forEach(id -> all.put(id, new Assignment(everything, null)));
          return all;
        }
      };

  private static JoinGroupResponseMember member(String id, byte[] metadata) {
    return new JoinGroupResponseMember().setMemberId(id).setMetadata(metadata);
  }

  private static byte[] subscription(String... topics) {
    return ConsumerProtocol.subscription(
        new PartitionAssignor.Subscription(
            List.of(topics), new byte[] {1}, List.of(), 7, "rack", null));
  }

  @Test
  void subscriptionsAndAssignmentsComeBackAsTheyWere() {
    PartitionAssignor.Subscription read =
        ConsumerProtocol.readSubscription(subscription("b", "a"), "instance");
    assertThat(read.topics()).containsExactly("a", "b");
    assertThat(read.userData()).containsExactly(1);
    assertThat(read.generation()).isEqualTo(7);
    assertThat(read.rack()).isEqualTo("rack");
    assertThat(read.groupInstanceId()).isEqualTo("instance");
    PartitionAssignor.Assignment assignment =
        new PartitionAssignor.Assignment(
            List.of(new TopicPartition("a", 1), new TopicPartition("b", 0)), null);
    assertThat(ConsumerProtocol.readAssignment(ConsumerProtocol.assignment(assignment)))
        .isEqualTo(assignment);
    assertThat(ConsumerProtocol.readAssignment(new byte[0]).partitions()).isEmpty();
  }

  @Test
  void aLaterVersionIsReadAsTheHighestKnown() {
    byte[] bytes = subscription("a");
    bytes[1] = 99;
    assertThat(ConsumerProtocol.readSubscription(bytes, null).topics()).containsExactly("a");
    bytes[0] = -1;
    assertThatThrownBy(() -> ConsumerProtocol.readSubscription(bytes, null))
        .isInstanceOf(ProtocolException.class);
  }

  @Test
  void noPartitionGoesToTwoMembersWhateverTheAssignorSays() {
    LeaderAssignment leader =
        new LeaderAssignment(
            List.of(member("a", subscription("t")), member("b", subscription("t"))));
    List<SyncGroupRequestAssignment> shares = leader.assign(GREEDY, CLUSTER);
    Set<TopicPartition> given = new HashSet<>();
    for (SyncGroupRequestAssignment share : shares) {
      for (TopicPartition tp : ConsumerProtocol.readAssignment(share.assignment()).partitions()) {
        assertThat(given.add(tp)).as("%s given twice", tp).isTrue();
        assertThat(tp.topic()).isEqualTo("t");
      }
    }
    assertThat(given).hasSize(4);
    assertThat(shares).extracting(SyncGroupRequestAssignment::memberId).containsExactly("a", "b");
  }

  /** Says that it is cooperative, but hands partitions straight over: all to the last member. */
  private record Hasty(List<RebalanceProtocol> supportedProtocols) implements PartitionAssignor {
    @Override
    public String name() {
      return "hasty";
    }

    @Override
    public Map<String, Assignment> assign(ClusterView cluster, Map<String, Subscription> members) {
      List<TopicPartition> everything = new ArrayList<>();
      cluster.partitions("t").forEach(p -> everything.add(p.topicPartition()));
      return Map.of(
          members.keySet().stream().sorted().reduce((first, last) -> last).orElseThrow(),
          new Assignment(everything, null));
    }
  }

  private static byte[] owning(TopicPartition... owned) {
    return ConsumerProtocol.subscription(
        new PartitionAssignor.Subscription(List.of("t"), null, List.of(owned), 7, null, null));
  }

  private static List<TopicPartition> shareOf(String id, List<SyncGroupRequestAssignment> shares) {
    return shares.stream()
        .filter(share -> share.memberId().equals(id))
        .flatMap(s -> ConsumerProtocol.readAssignment(s.assignment()).partitions().stream())
        .toList();
  }

  @Test
  void whatAMemberStillReadsGoesToNobodyElseWhateverTheAssignorSays() {
    TopicPartition kept = new TopicPartition("t", 1);
    PartitionAssignor hasty =
        new Hasty(List.of(RebalanceProtocol.COOPERATIVE, RebalanceProtocol.EAGER));
    LeaderAssignment round =
        new LeaderAssignment(
            List.of(member("a", owning(kept)), member("b", owning(new TopicPartition("t", 0)))));
    List<SyncGroupRequestAssignment> shares = round.assign(hasty, CLUSTER);
    assertThat(shareOf("a", shares)).isEmpty();
    assertThat(shareOf("b", shares)).hasSize(3).doesNotContain(kept);
    // The owner has found it missing and given it up.
    LeaderAssignment next =
        new LeaderAssignment(
            List.of(
                member("a", owning()),
                member("b", owning(shareOf("b", shares).toArray(TopicPartition[]::new)))));
    assertThat(shareOf("b", next.assign(hasty, CLUSTER))).hasSize(4).contains(kept);
  }

  @Test
  void claimsCountForNothingWithAnEagerAssignor() {
    PartitionAssignor eager = new Hasty(List.of(RebalanceProtocol.EAGER));
    LeaderAssignment round =
        new LeaderAssignment(
            List.of(member("a", owning(new TopicPartition("t", 1))), member("b", owning())));
    assertThat(shareOf("b", round.assign(eager, CLUSTER))).hasSize(4);
  }

  @Test
  void garbageFromAMemberCostsThatMemberOnly() {
    for (int seed = 0; seed < 2000; seed++) {
      Random random = new Random(seed);
      byte[] garbage = subscription("t", "u");
      for (int i = 0; i < 1 + random.nextInt(4); i++) {
        garbage[random.nextInt(garbage.length)] = (byte) random.nextInt();
      }
      garbage = Arrays.copyOf(garbage, random.nextInt(garbage.length + 8));
      LeaderAssignment leader =
          new LeaderAssignment(List.of(member("good", subscription("t")), member("bad", garbage)));
      Set<TopicPartition> given = new HashSet<>();
      for (SyncGroupRequestAssignment share : leader.assign(GREEDY, CLUSTER)) {
        ConsumerProtocol.readAssignment(share.assignment())
            .partitions()
            .forEach(tp -> assertThat(given.add(tp)).isTrue());
      }
      assertThat(leader.topics()).contains("t");
      assertThat(leader.partitionCounts(CLUSTER)).containsEntry("t", 4);
    }
  }
}
