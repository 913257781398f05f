package io.kafkavertx.internal.cluster;

import static io.kafkavertx.internal.cluster.Answers.broker;
import static io.kafkavertx.internal.cluster.Answers.error;
import static io.kafkavertx.internal.cluster.Answers.partition;
import static io.kafkavertx.internal.cluster.Answers.topic;
import static io.kafkavertx.internal.cluster.Answers.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.ClusterMetadata;
import io.kafkavertx.internal.cluster.MetadataMerge.Known;
import io.kafkavertx.internal.cluster.MetadataMerge.Result;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.MetadataResponse;
import io.kafkavertx.protocol.message.MetadataResponse.MetadataResponsePartition;
import io.kafkavertx.protocol.message.MetadataResponse.MetadataResponseTopic;
import io.kafkavertx.protocol.wire.Uuids;
import io.kafkavertx.spi.Node;
import io.kafkavertx.spi.PartitionInfo;
import io.kafkavertx.spi.TopicPartition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MetadataMergeTest {
  private static final UUID ID = new UUID(1, 1);
  private static final UUID OTHER_ID = new UUID(2, 2);
  private static final TopicPartition T0 = new TopicPartition("t", 0);

  private Known known = Known.NOTHING;
  private short version = 13;
  private Result last;

  private ClusterMetadata merge(MetadataResponse response) {
    last = MetadataMerge.merge(known, response, version, null, name -> true);
    known = last.known();
    return known.view();
  }

  private ClusterMetadata mergeAsked(
      MetadataResponse response, Set<String> asked, Set<String> kept) {
    last = MetadataMerge.merge(known, response, version, asked, kept::contains);
    known = last.known();
    return known.view();
  }

  @Test
  void anAnswerIsTakenAsItIs() {
    ClusterMetadata view =
        merge(
            with(
                Answers.of(1, 2),
                topic("t", ID, partition(1, 2, 5), partition(0, 1, 3)).setIsInternal(true)));
    assertThat(view.clusterId()).isEqualTo("c");
    assertThat(view.nodes())
        .containsExactly(new Node(1, "host1", 9092, null), new Node(2, "host2", 9092, null));
    assertThat(view.controller()).isEqualTo(view.node(1));
    assertThat(view.topics()).containsExactly("t");
    assertThat(view.isInternal("t")).isTrue();
    assertThat(view.internalTopics()).containsExactly("t");
    assertThat(view.topicId("t")).isEqualTo(ID);
    assertThat(view.topicName(ID)).isEqualTo("t");
    assertThat(view.partitions("t"))
        .extracting(info -> info.topicPartition().partition())
        .containsExactly(0, 1);
    assertThat(view.leaderFor(T0)).isEqualTo(view.node(1));
    assertThat(view.partition("t", 1).leaderEpoch()).isEqualTo(5);
    assertThat(view.partition("t", 2)).isNull();
    assertThat(view.partitionsForNode(2)).containsExactly(view.partition("t", 1));
    assertThat(last.stale()).isFalse();
    assertThat(last.complaints()).isEmpty();
  }

  @Test
  void aLeaderEpochNeverGoesBackWithinATopic() {
    merge(with(Answers.of(1, 2), topic("t", ID, partition(0, 1, 5))));
    for (int i = 0; i < 3 * MetadataMerge.BELIEVE_AFTER; i++) {
      ClusterMetadata view = merge(with(Answers.of(1, 2), topic("t", ID, partition(0, 2, 4))));
      assertThat(view.leaderFor(T0).id()).isEqualTo(1);
      assertThat(view.partition(T0).leaderEpoch()).isEqualTo(5);
      assertThat(last.stale()).isTrue();
    }
    assertThat(merge(with(Answers.of(1, 2), topic("t", ID, partition(0, 2, 6)))).leaderFor(T0).id())
        .isEqualTo(2);
    assertThat(last.stale()).isFalse();
  }

  @Test
  void aNewTopicIdIsANewTopicWhoseEpochsStartAgain() {
    merge(with(Answers.of(1, 2), topic("t", ID, partition(0, 1, 5), partition(1, 1, 5))));
    ClusterMetadata view = merge(with(Answers.of(1, 2), topic("t", OTHER_ID, partition(0, 2, 0))));
    assertThat(view.topicId("t")).isEqualTo(OTHER_ID);
    assertThat(view.topicName(ID)).isNull();
    assertThat(view.partitions("t")).hasSize(1);
    assertThat(view.partition(T0).leaderEpoch()).isZero();
    assertThat(last.stale()).isFalse();
  }

  @Test
  void withoutTopicIdsOlderEpochsAreBelievedWhenTheyGoOn() {
    merge(with(Answers.of(1, 2), topic("t", Uuids.ZERO, partition(0, 1, 5))));
    for (int i = 1; i < MetadataMerge.BELIEVE_AFTER; i++) {
      assertThat(
              merge(with(Answers.of(1, 2), topic("t", Uuids.ZERO, partition(0, 2, 0))))
                  .leaderFor(T0)
                  .id())
          .isEqualTo(1);
    }
    ClusterMetadata view =
        merge(with(Answers.of(1, 2), topic("t", Uuids.ZERO, partition(0, 2, 0))));
    assertThat(view.leaderFor(T0).id()).isEqualTo(2);
    assertThat(view.partition(T0).leaderEpoch()).isZero();
  }

  @Test
  void epochsOfBrokersBeforeReliableOnesAreIgnored() {
    version = 8;
    merge(with(Answers.of(1, 2), topic("t", Uuids.ZERO, partition(0, 1, 5))));
    ClusterMetadata view =
        merge(with(Answers.of(1, 2), topic("t", Uuids.ZERO, partition(0, 2, 4))));
    assertThat(view.leaderFor(T0).id()).isEqualTo(2);
    assertThat(view.partition(T0).leaderEpoch()).isEqualTo(-1);
  }

  @Test
  void aLeaderThatIsNotABrokerDoesNotReplaceTheLastGoodOne() {
    merge(with(Answers.of(1, 2), topic("t", ID, partition(0, 1, 5))));
    ClusterMetadata view = merge(with(Answers.of(1, 2), topic("t", ID, partition(0, 77, 6))));
    assertThat(view.leaderFor(T0).id()).isEqualTo(1);
    assertThat(last.stale()).isTrue();
    assertThat(last.complaints()).singleElement().asString().contains("t-0", "77");
  }

  @Test
  void aPartitionWithoutLeaderIsKnownAndNotAvailable() {
    ClusterMetadata view =
        merge(with(Answers.of(1), topic("t", ID, partition(0, -1, 5), partition(1, 1, 2))));
    assertThat(view.partition(T0)).isNotNull();
    assertThat(view.leaderFor(T0)).isNull();
    assertThat(view.availablePartitionsForTopic("t")).containsExactly(view.partition("t", 1));
    assertThat(last.complaints()).isEmpty();
  }

  @Test
  void anAnswerWithoutBrokersChangesNothing() {
    ClusterMetadata before = merge(with(Answers.of(1), topic("t", ID, partition(0, 1, 5))));
    assertThat(merge(Answers.of())).isSameAs(before);
    assertThat(last.usable()).isFalse();
  }

  @Test
  void brokersThatCannotBeAreLeftOut() {
    MetadataResponse lies =
        Answers.of()
            .setBrokers(
                List.of(
                    broker(1, "", 9092),
                    broker(2, "h", 0),
                    broker(3, "h", 70_000),
                    broker(-4, "h", 1),
                    broker(5, "h", 5)));
    assertThat(merge(lies).nodes()).extracting(Node::id).containsExactly(5);
    assertThat(last.complaints()).hasSize(4);
    assertThat(last.usable()).isTrue();
  }

  @Test
  void aTopicThatIsSuddenlyGoneIsGoneWhenItIsSaidAgainAndAgain() {
    merge(with(Answers.of(1), topic("t", ID, partition(0, 1, 5))));
    for (int i = 1; i < MetadataMerge.BELIEVE_AFTER; i++) {
      ClusterMetadata view =
          merge(with(Answers.of(1), error("t", ErrorCode.UNKNOWN_TOPIC_OR_PARTITION)));
      assertThat(view.partitions("t")).hasSize(1);
      assertThat(view.topicError("t")).isEqualTo(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
      assertThat(last.stale()).isTrue();
    }
    ClusterMetadata view =
        merge(with(Answers.of(1), error("t", ErrorCode.UNKNOWN_TOPIC_OR_PARTITION)));
    assertThat(view.partitions("t")).isEmpty();
    assertThat(view.topicErrors()).containsEntry("t", ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
  }

  @Test
  void aFlapOfTheViewIsForgottenByAGoodAnswer() {
    merge(with(Answers.of(1), topic("t", ID, partition(0, 1, 5))));
    for (int i = 0; i < 3 * MetadataMerge.BELIEVE_AFTER; i++) {
      ClusterMetadata view =
          i % 2 == 0
              ? merge(with(Answers.of(1), error("t", ErrorCode.UNKNOWN_TOPIC_OR_PARTITION)))
              : merge(with(Answers.of(1), topic("t", ID, partition(0, 1, 5))));
      assertThat(view.partitions("t")).hasSize(1);
    }
    assertThat(known.view().topicError("t")).isEqualTo(ErrorCode.NONE);
  }

  @Test
  void newPartitionsSurviveABrokerThatDoesNotKnowThemYet() {
    merge(with(Answers.of(1), topic("t", ID, partition(0, 1, 5), partition(1, 1, 0))));
    for (int i = 0; i < 3 * MetadataMerge.BELIEVE_AFTER; i++) {
      assertThat(merge(with(Answers.of(1), topic("t", ID, partition(0, 1, 5)))).partitions("t"))
          .hasSize(2);
    }
  }

  @Test
  void aTopicThatMayNotBeSeenHasNoPartitions() {
    merge(with(Answers.of(1), topic("t", ID, partition(0, 1, 5))));
    ClusterMetadata view =
        merge(
            with(
                Answers.of(1),
                error("t", ErrorCode.TOPIC_AUTHORIZATION_FAILED),
                error("a b", ErrorCode.INVALID_TOPIC_EXCEPTION)));
    assertThat(view.topics()).isEmpty();
    assertThat(view.unauthorizedTopics()).containsExactly("t");
    assertThat(view.invalidTopics()).containsExactly("a b");
  }

  @Test
  void topicsThatWereNotAskedForStayWhileTheyAreWanted() {
    merge(
        with(
            Answers.of(1),
            topic("t", ID, partition(0, 1, 5)),
            topic("u", OTHER_ID, partition(0, 1, 5))));
    ClusterMetadata view =
        mergeAsked(
            with(Answers.of(1), topic("v", new UUID(3, 3), partition(0, 1, 0))),
            Set.of("v"),
            Set.of("t", "v"));
    assertThat(view.topics()).containsExactly("t", "v");
  }

  @Test
  void topicsThatNobodyWantsAreLeftOutOfAnAnswerThatTellsOfAll() {
    ClusterMetadata view =
        mergeAsked(with(Answers.of(1), topic("t", ID, partition(0, 1, 5))), Set.of(), Set.of());
    assertThat(view.nodes()).hasSize(1);
    assertThat(view.topics()).isEmpty();
  }

  @Test
  void keptTopicsPointToBrokersWhereTheyAreNow() {
    merge(with(Answers.of(1, 2), topic("t", ID, partition(0, 1, 5))));
    MetadataResponse moved = Answers.of().setBrokers(List.of(broker(1, "elsewhere", 9999)));
    ClusterMetadata view = mergeAsked(moved, Set.of(), Set.of("t"));
    assertThat(view.leaderFor(T0)).isEqualTo(new Node(1, "elsewhere", 9999, null));
  }

  @Test
  void anotherClusterIsTold() {
    ClusterMetadata view = merge(Answers.of(1));
    assertThat(MetadataMerge.isAnotherCluster(view, Answers.of(1).setClusterId("d"))).isTrue();
    assertThat(MetadataMerge.isAnotherCluster(view, Answers.of(1).setClusterId(null))).isFalse();
    assertThat(MetadataMerge.isAnotherCluster(ClusterMetadata.empty(), Answers.of(1))).isFalse();
  }

  /**
   * Whatever brokers say, in whatever order: no epoch goes back within a topic id, and every leader
   * is a broker of the snapshot.
   */
  @Test
  void randomAnswersNeverBreakTheRules() {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      known = Known.NOTHING;
      for (int step = 0; step < 40; step++) {
        ClusterMetadata before = known.view();
        ClusterMetadata after = merge(randomAnswer(random));
        assertRulesHold(before, after, "seed " + seed + ", step " + step);
      }
    }
  }

  private static void assertRulesHold(ClusterMetadata before, ClusterMetadata after, String where) {
    if (!before.nodes().isEmpty()) {
      assertThat(after.nodes()).as(where).isNotEmpty();
    }
    for (String topic : after.topics()) {
      Set<Integer> numbers = new HashSet<>();
      for (PartitionInfo info : after.partitions(topic)) {
        assertThat(numbers.add(info.topicPartition().partition())).as(where).isTrue();
        if (info.leader() != null) {
          assertThat(after.node(info.leader().id())).as(where).isSameAs(info.leader());
        }
        PartitionInfo last = before.partition(info.topicPartition());
        boolean sameTopic =
            before.topicId(topic).equals(after.topicId(topic))
                && !after.topicId(topic).equals(Uuids.ZERO);
        if (last != null && sameTopic) {
          assertThat(info.leaderEpoch()).as(where).isGreaterThanOrEqualTo(last.leaderEpoch());
        }
      }
    }
  }

  private static MetadataResponse randomAnswer(Random random) {
    Map<Integer, Boolean> ids = new HashMap<>();
    for (int i = 0; i < random.nextInt(4); i++) {
      ids.put(random.nextInt(5), true);
    }
    MetadataResponse response =
        Answers.of(ids.keySet().stream().mapToInt(Integer::intValue).toArray());
    if (random.nextInt(10) == 0) {
      response.setBrokers(new ArrayList<>(response.brokers()));
      response
          .brokers()
          .add(broker(random.nextInt(5), random.nextBoolean() ? "" : "x", random.nextInt(3) - 1));
    }
    List<MetadataResponseTopic> topics = new ArrayList<>();
    for (int i = 0; i < random.nextInt(4); i++) {
      String name = "t" + random.nextInt(3);
      if (random.nextInt(4) == 0) {
        ErrorCode[] codes = ErrorCode.values();
        topics.add(error(name, codes[random.nextInt(codes.length)]));
        continue;
      }
      List<MetadataResponsePartition> partitions = new ArrayList<>();
      for (int p = 0; p < random.nextInt(4); p++) {
        partitions.add(
            partition(random.nextInt(5) - 1, random.nextInt(7) - 1, random.nextInt(6) - 1));
      }
      UUID id = random.nextInt(4) == 0 ? Uuids.ZERO : new UUID(7, random.nextInt(2));
      topics.add(topic(name, id, partitions.toArray(MetadataResponsePartition[]::new)));
    }
    return with(response, topics.toArray(MetadataResponseTopic[]::new));
  }
}
