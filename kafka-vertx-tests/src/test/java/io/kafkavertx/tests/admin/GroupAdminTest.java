package io.kafkavertx.tests.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkavertx.BrokerErrorException;
import io.kafkavertx.OffsetAndMetadata;
import io.kafkavertx.admin.ConsumerGroupDescription;
import io.kafkavertx.admin.DescribeGroupsOptions;
import io.kafkavertx.admin.GroupListing;
import io.kafkavertx.admin.GroupOffsetsSpec;
import io.kafkavertx.admin.GroupState;
import io.kafkavertx.admin.GroupType;
import io.kafkavertx.admin.ListGroupOffsetsOptions;
import io.kafkavertx.admin.ListGroupsOptions;
import io.kafkavertx.admin.OffsetChange;
import io.kafkavertx.admin.PartitionLag;
import io.kafkavertx.admin.RemoveMembersSpec;
import io.kafkavertx.admin.ResetOffsetsOptions;
import io.kafkavertx.admin.ResetTo;
import io.kafkavertx.admin.Results;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.spi.TopicPartition;
import io.kafkavertx.tests.support.SharedBroker;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Groups on a real broker, compared with what the Java client says of them. */
@Tag("slow")
final class GroupAdminTest extends AdminTestBase {
  private static final Map<String, Object> CLASSIC =
      Map.of("group.protocol", "classic", "heartbeat.interval.ms", 300);
  private static final Map<String, Object> CONSUMER = Map.of("group.protocol", "consumer");

  private final String topic = SharedBroker.name("groups");
  private final String group = SharedBroker.name("admin-group");
  private final TopicPartition first = new TopicPartition(topic, 0);
  private final TopicPartition second = new TopicPartition(topic, 1);

  private static Set<String> names(Set<?> values) {
    return values.stream().map(Object::toString).collect(Collectors.toCollection(TreeSet::new));
  }

  private void commit(String groupId, long offset) throws Exception {
    get(
        admin
            .alterConsumerGroupOffsets(groupId, Map.of(first, new OffsetAndMetadata(offset)))
            .compose(Results::all));
  }

  private void produce(int records) throws Exception {
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", SharedBroker.bootstrapServers()),
            new StringSerializer(),
            new StringSerializer())) {
      for (int i = 0; i < records; i++) {
        producer
            .send(new ProducerRecord<>(topic, 0, 1_000L * i, "k", "v" + i))
            .get(60, TimeUnit.SECONDS);
      }
    }
  }

  @Test
  void groupsAreListedAsTheJavaClientListsThem() throws Exception {
    SharedBroker.createTopic(topic, 2);
    String newer = group + "-newer";
    String older = group + "-older";
    commit(group, 0);
    try (JavaConsumer one = new JavaConsumer(newer, topic, CONSUMER);
        JavaConsumer other = new JavaConsumer(older, topic, CLASSIC)) {
      Map<String, GroupListing> ours =
          get(admin.listGroups().compose(listing -> listing.all())).stream()
              .filter(found -> found.groupId().startsWith(group))
              .collect(Collectors.toMap(GroupListing::groupId, Function.identity()));
      assertThat(ours).containsOnlyKeys(group, newer, older);
      get(java().listGroups().all()).stream()
          .filter(found -> found.groupId().startsWith(group))
          .forEach(
              theirs -> {
                GroupListing same = ours.get(theirs.groupId());
                assertThat(same.type().toString()).isEqualTo(theirs.type().get().toString());
                assertThat(same.protocolType()).isEqualTo(theirs.protocol());
                assertThat(same.state().toString()).isEqualTo(theirs.groupState().get().toString());
                assertThat(same.simpleConsumerGroup()).isEqualTo(theirs.isSimpleConsumerGroup());
              });
      ListGroupsOptions options = ListGroupsOptions.defaults();
      assertThat(listed(options.types(Set.of(GroupType.CONSUMER)))).containsExactly(newer);
      assertThat(listed(options.states(Set.of(GroupState.EMPTY)))).containsExactly(group);
      assertThat(listed(options.protocolTypes(Set.of("")))).containsExactly(group);
      assertThat(listed(ListGroupsOptions.shareGroups())).isEmpty();
      assertThat(listed(ListGroupsOptions.consumerGroups())).hasSize(3);
    }
  }

  private List<String> listed(ListGroupsOptions options) throws Exception {
    return get(admin.listGroups(options).compose(listing -> listing.all())).stream()
        .map(GroupListing::groupId)
        .filter(id -> id.startsWith(group))
        .toList();
  }

  @Test
  void groupsAreDescribedAsTheJavaClientDescribesThem() throws Exception {
    SharedBroker.createTopic(topic, 2);
    String newer = group + "-newer";
    String older = group + "-older";
    commit(group, 0);
    try (JavaConsumer one = new JavaConsumer(newer, topic, CONSUMER);
        JavaConsumer other = new JavaConsumer(older, topic, CLASSIC)) {
      List<String> all = List.of(newer, group, older, "no-such-group");
      Results<String, ConsumerGroupDescription> ours =
          get(
              admin.describeConsumerGroups(
                  all, DescribeGroupsOptions.defaults().includeAuthorizedOperations(true)));
      assertThat(ours.keys()).containsExactlyElementsOf(all);
      assertThat(code(ours, "no-such-group")).isEqualTo(ErrorCode.GROUP_ID_NOT_FOUND);
      for (String id : List.of(newer, group, older)) {
        same(
            ours.get(id),
            get(
                java()
                    .describeConsumerGroups(
                        List.of(id),
                        new org.apache.kafka.clients.admin.DescribeConsumerGroupsOptions()
                            .includeAuthorizedOperations(true))
                    .describedGroups()
                    .get(id)));
      }
      assertThat(ours.get(newer).members().get(0).subscribedTopics()).containsExactly(topic);
      assertThat(get(admin.describeClassicGroups(List.of(older))).get(older).protocolData())
          .isEqualTo("range");
      assertThat(code(get(admin.describeClassicGroups(List.of(newer))), newer))
          .isEqualTo(ErrorCode.GROUP_ID_NOT_FOUND);
    }
  }

  private static void same(
      ConsumerGroupDescription ours,
      org.apache.kafka.clients.admin.ConsumerGroupDescription theirs) {
    assertThat(ours.groupId()).isEqualTo(theirs.groupId());
    assertThat(ours.simple()).isEqualTo(theirs.isSimpleConsumerGroup());
    assertThat(ours.assignor()).isEqualTo(theirs.partitionAssignor());
    assertThat(ours.type().toString()).isEqualTo(theirs.type().toString());
    assertThat(ours.state().toString()).isEqualTo(theirs.groupState().toString());
    assertThat(ours.coordinator().id()).isEqualTo(theirs.coordinator().id());
    assertThat(ours.coordinator().port()).isEqualTo(theirs.coordinator().port());
    assertThat(names(ours.authorizedOperations())).isEqualTo(names(theirs.authorizedOperations()));
    assertThat(ours.groupEpoch()).isEqualTo(theirs.groupEpoch().orElse(-1));
    assertThat(ours.assignmentEpoch()).isEqualTo(theirs.targetAssignmentEpoch().orElse(-1));
    assertThat(ours.members()).hasSameSizeAs(theirs.members());
    for (MemberDescription their : theirs.members()) {
      io.kafkavertx.admin.MemberDescription our =
          ours.members().stream()
              .filter(member -> member.memberId().equals(their.consumerId()))
              .findFirst()
              .orElseThrow();
      assertThat(our.clientId()).isEqualTo(their.clientId());
      assertThat(our.host()).isEqualTo(their.host());
      assertThat(our.instanceId()).isEqualTo(their.groupInstanceId().orElse(null));
      assertThat(our.memberEpoch()).isEqualTo(their.memberEpoch().orElse(-1));
      assertThat(our.upgraded()).isEqualTo(their.upgraded().orElse(null));
      assertThat(names(our.assignment())).isEqualTo(names(their.assignment().topicPartitions()));
      assertThat(our.problem()).isNull();
    }
  }

  @Test
  void offsetsThatWeSetAreThoseThatTheJavaClientReads() throws Exception {
    SharedBroker.createTopic(topic, 2);
    TopicPartition missing = new TopicPartition(topic, 7);
    Results<TopicPartition, Void> set =
        get(
            admin.alterConsumerGroupOffsets(
                group,
                Map.of(
                    first,
                    new OffsetAndMetadata(3, 0, "mine"),
                    missing,
                    new OffsetAndMetadata(1))));
    assertThat(set.values()).containsOnlyKeys(first);
    assertThat(code(set, missing)).isEqualTo(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
    var theirs = get(java().listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
    assertThat(theirs).hasSize(1);
    theirs.forEach(
        (partition, offset) -> {
          assertThat(partition.toString()).isEqualTo(first.toString());
          assertThat(offset.offset()).isEqualTo(3);
          assertThat(offset.metadata()).isEqualTo("mine");
        });

    Results<String, Results<TopicPartition, OffsetAndMetadata>> ours =
        get(
            admin.listConsumerGroupOffsets(
                Map.of(
                    group,
                    GroupOffsetsSpec.of(List.of(first, second)),
                    group + "-none",
                    GroupOffsetsSpec.all()),
                ListGroupOffsetsOptions.defaults().requireStable(true)));
    assertThat(ours.get(group).get(first)).isEqualTo(new OffsetAndMetadata(3, 0, "mine"));
    assertThat(ours.get(group).get(second)).isNull();
    assertThat(ours.get(group + "-none").keys()).isEmpty();

    Results<TopicPartition, Void> gone =
        get(admin.deleteConsumerGroupOffsets(group, List.of(first, missing)));
    assertThat(gone.values()).containsOnlyKeys(first);
    assertThat(get(java().listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata()))
        .isEmpty();
  }

  @Test
  void onlyGroupsWithoutMembersAreDeleted() throws Exception {
    SharedBroker.createTopic(topic, 2);
    String live = group + "-live";
    commit(group, 1);
    try (JavaConsumer member = new JavaConsumer(live, topic, CLASSIC)) {
      Results<String, Void> results =
          get(admin.deleteConsumerGroups(List.of(group, live, "no-such-group")));
      assertThat(results.values()).containsOnlyKeys(group);
      assertThat(code(results, live)).isEqualTo(ErrorCode.NON_EMPTY_GROUP);
      assertThat(results.failures().get(live))
          .hasMessageContaining("deleteConsumerGroups of group " + live)
          .hasMessageContaining("Stop the group's members first");
      assertThat(code(results, "no-such-group")).isEqualTo(ErrorCode.GROUP_ID_NOT_FOUND);
      Results<TopicPartition, Void> offsets =
          get(admin.alterConsumerGroupOffsets(live, Map.of(first, new OffsetAndMetadata(1))));
      assertThat(offsets.failures().get(first)).hasMessageContaining("stop them first");
      assertThat(code(get(admin.deleteConsumerGroupOffsets(live, List.of(first))), first))
          .isEqualTo(ErrorCode.GROUP_SUBSCRIBED_TO_TOPIC);
    }
  }

  @Test
  void membersAreRemovedByInstanceIdOrAllOfThem() throws Exception {
    SharedBroker.createTopic(topic, 2);
    String named = group + "-named";
    Map<String, Object> config =
        Map.of("group.protocol", "classic", "group.instance.id", "one", "session.timeout.ms", 6000);
    try (JavaConsumer member = new JavaConsumer(named, topic, config)) {
      Results<String, Void> removed =
          get(
              admin.removeMembersFromConsumerGroup(
                  named, RemoveMembersSpec.instances(List.of("one", "two")).reason("a test")));
      assertThat(removed.values()).containsOnlyKeys("one");
      assertThat(code(removed, "two")).isEqualTo(ErrorCode.UNKNOWN_MEMBER_ID);
    } catch (java.util.concurrent.ExecutionException fenced) {
      assertThat(fenced).hasMessageContaining("Fenced");
    }
    try (JavaConsumer member = new JavaConsumer(group, topic, CLASSIC)) {
      Results<String, Void> removed =
          get(admin.removeMembersFromConsumerGroup(group, RemoveMembersSpec.all()));
      assertThat(removed.failures()).isEmpty();
      assertThat(removed.values()).hasSize(1);
    }
    assertThat(get(admin.removeMembersFromConsumerGroup(group, RemoveMembersSpec.all())).keys())
        .isEmpty();
  }

  @Test
  void lagIsTheDistanceBetweenCommitAndEnd() throws Exception {
    SharedBroker.createTopic(topic, 2);
    produce(5);
    commit(group, 2);
    Results<TopicPartition, PartitionLag> empty = get(admin.lag(group));
    assertThat(empty.values())
        .isEqualTo(Map.of(first, new PartitionLag(new OffsetAndMetadata(2), 5, 3)));
    commit(group, 99);
    assertThat(get(admin.lag(group)).get(first).lag()).isZero();
    commit(group, 1);
    try (JavaConsumer member = new JavaConsumer(group, topic, CLASSIC)) {
      Results<TopicPartition, PartitionLag> live = get(admin.lag(group));
      assertThat(live.get(first).lag()).isEqualTo(4);
      assertThat(live.get(second)).isEqualTo(new PartitionLag(null, 0, -1));
    }
    assertThatThrownBy(() -> get(admin.lag("no-such-group")))
        .hasMessageContaining("GROUP_ID_NOT_FOUND");
  }

  @Test
  void offsetsAreResetInEveryWayAndForNobodyWhoIsThere() throws Exception {
    SharedBroker.createTopic(topic, 2);
    produce(5);
    commit(group, 2);
    assertThat(reset(ResetTo.latest())).isEqualTo(new OffsetChange(2, 5));
    assertThat(reset(ResetTo.earliest())).isEqualTo(new OffsetChange(5, 0));
    assertThat(reset(ResetTo.shift(3))).isEqualTo(new OffsetChange(0, 3));
    assertThat(reset(ResetTo.shift(-9))).isEqualTo(new OffsetChange(3, 0));
    assertThat(reset(ResetTo.shift(Long.MAX_VALUE))).isEqualTo(new OffsetChange(0, 5));
    assertThat(reset(ResetTo.timestamp(Instant.ofEpochMilli(1500))))
        .isEqualTo(new OffsetChange(5, 2));
    assertThat(reset(ResetTo.timestamp(Instant.ofEpochMilli(9000))))
        .isEqualTo(new OffsetChange(2, 5));
    assertThat(reset(ResetTo.duration(Duration.ofDays(100_000)))).isEqualTo(new OffsetChange(5, 0));
    assertThat(reset(ResetTo.offsets(Map.of(first, 4L)))).isEqualTo(new OffsetChange(0, 4));
    assertThat(reset(ResetTo.duration(Duration.ofHours(1)))).isEqualTo(new OffsetChange(4, 5));

    ResetOffsetsOptions both = ResetOffsetsOptions.defaults().partitions(List.of(first, second));
    assertThat(get(admin.resetOffsets(group, ResetTo.earliest(), both.dryRun(true))).values())
        .isEqualTo(Map.of(first, new OffsetChange(5, 0), second, new OffsetChange(-1, 0)));
    assertThat(committed()).isEqualTo(5);
    TopicPartition missing = new TopicPartition("no-such-topic", 0);
    Results<TopicPartition, OffsetChange> some =
        get(admin.resetOffsets(group, ResetTo.offsets(Map.of(first, 1L, missing, 1L))));
    assertThat(some.values()).containsOnlyKeys(first);
    assertThat(code(some, missing)).isEqualTo(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
    assertThat(committed()).isEqualTo(1);

    try (JavaConsumer member = new JavaConsumer(group, topic, CONSUMER)) {
      assertThatThrownBy(() -> get(admin.resetOffsets(group, ResetTo.earliest())))
          .isInstanceOf(BrokerErrorException.class)
          .hasMessageContaining("NON_EMPTY_GROUP")
          .hasMessageContaining("live-" + group)
          .hasMessageContaining("Stop the group's members first");
    }
    assertThat(committed()).isEqualTo(1);
    assertThatThrownBy(() -> get(admin.resetOffsets("no-such-group", ResetTo.earliest())))
        .hasMessageContaining("GROUP_ID_NOT_FOUND");
    String fresh = group + "-fresh";
    get(admin.resetOffsets(fresh, ResetTo.latest(), both).compose(Results::all));
    assertThat(get(admin.lag(fresh)).get(first).lag()).isZero();
  }

  private OffsetChange reset(ResetTo to) throws Exception {
    OffsetChange change = get(admin.resetOffsets(group, to)).get(first);
    assertThat(committed()).isEqualTo(change.after());
    return change;
  }

  private long committed() throws Exception {
    return get(java().listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
        .get(new org.apache.kafka.common.TopicPartition(topic, 0))
        .offset();
  }
}
