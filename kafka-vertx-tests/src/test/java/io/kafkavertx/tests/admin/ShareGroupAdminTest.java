package io.kafkavertx.tests.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.OffsetAndMetadata;
import io.kafkavertx.admin.DescribeGroupsOptions;
import io.kafkavertx.admin.GroupListing;
import io.kafkavertx.admin.GroupOffsetsSpec;
import io.kafkavertx.admin.GroupState;
import io.kafkavertx.admin.ListGroupOffsetsOptions;
import io.kafkavertx.admin.ListGroupsOptions;
import io.kafkavertx.admin.Results;
import io.kafkavertx.admin.ShareGroupDescription;
import io.kafkavertx.admin.ShareOffset;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.spi.TopicPartition;
import io.kafkavertx.tests.support.SharedBroker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Share groups and streams groups on a real broker, compared with what the Java client says. */
@Tag("slow")
final class ShareGroupAdminTest extends AdminTestBase {
  private final String topic = SharedBroker.name("shared");
  private final String group = SharedBroker.name("share-group");
  private final TopicPartition first = new TopicPartition(topic, 0);
  private final TopicPartition second = new TopicPartition(topic, 1);

  private KafkaShareConsumer<byte[], byte[]> member() {
    KafkaShareConsumer<byte[], byte[]> consumer =
        new KafkaShareConsumer<>(
            Map.of("bootstrap.servers", SharedBroker.bootstrapServers(), "group.id", group),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer());
    consumer.subscribe(List.of(topic));
    return consumer;
  }

  @Test
  void aShareGroupIsTheOneThatTheJavaClientDescribes() throws Exception {
    SharedBroker.createTopic(topic, 2);
    try (KafkaShareConsumer<byte[], byte[]> member = member()) {
      long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
      ShareGroupDescription ours;
      do {
        member.poll(Duration.ofMillis(200));
        ours =
            get(admin.describeShareGroups(
                    List.of(group),
                    DescribeGroupsOptions.defaults().includeAuthorizedOperations(true)))
                .values()
                .get(group);
      } while ((ours == null
              || ours.members().isEmpty()
              || ours.members().get(0).assignment().size() < 2)
          && System.nanoTime() < end);
      var theirs = get(java().describeShareGroups(List.of(group)).describedGroups().get(group));
      assertThat(ours.state().toString()).isEqualTo(theirs.groupState().toString());
      assertThat(ours.coordinator().id()).isEqualTo(theirs.coordinator().id());
      assertThat(ours.groupEpoch()).isEqualTo(theirs.groupEpoch());
      assertThat(ours.assignmentEpoch()).isEqualTo(theirs.targetAssignmentEpoch());
      assertThat(ours.authorizedOperations()).isNotEmpty();
      assertThat(ours.members()).hasSize(1);
      var their = theirs.members().iterator().next();
      assertThat(ours.members().get(0).memberId()).isEqualTo(their.consumerId());
      assertThat(ours.members().get(0).memberEpoch()).isEqualTo(their.memberEpoch());
      assertThat(ours.members().get(0).assignment()).containsExactlyInAnyOrder(first, second);
      assertThat(ours.members().get(0).subscribedTopics()).containsExactly(topic);
      assertThat(code(get(admin.deleteShareGroups(List.of(group))), group))
          .isEqualTo(ErrorCode.NON_EMPTY_GROUP);
      assertThat(
              get(admin.listGroups(ListGroupsOptions.shareGroups()).compose(all -> all.all()))
                  .stream()
                  .map(GroupListing::groupId))
          .contains(group);
    }
    assertThat(get(admin.describeShareGroups(List.of(group))).get(group).state())
        .isEqualTo(GroupState.EMPTY);

    TopicPartition missing = new TopicPartition(topic, 7);
    Results<TopicPartition, Void> altered =
        get(admin.alterShareGroupOffsets(group, Map.of(first, 0L, missing, 0L)));
    assertThat(altered.values()).containsOnlyKeys(first);
    assertThat(code(altered, missing)).isEqualTo(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
    Results<String, Results<TopicPartition, ShareOffset>> offsets =
        get(
            admin.listShareGroupOffsets(
                Map.of(group, GroupOffsetsSpec.all(), group + "-none", GroupOffsetsSpec.all())));
    var javaOffsets =
        get(
            java()
                .listShareGroupOffsets(Map.of(group, new ListShareGroupOffsetsSpec()))
                .partitionsToOffsetInfo(group));
    assertThat(offsets.get(group).get(first).startOffset())
        .isEqualTo(
            javaOffsets.get(new org.apache.kafka.common.TopicPartition(topic, 0)).startOffset());
    Results<String, Void> forgotten =
        get(admin.deleteShareGroupOffsets(group, List.of(topic, "no-such-topic")));
    assertThat(forgotten.values()).containsOnlyKeys(topic);
    get(admin.deleteShareGroups(List.of(group)).compose(Results::all));
    assertThat(code(get(admin.describeShareGroups(List.of(group))), group))
        .isEqualTo(ErrorCode.GROUP_ID_NOT_FOUND);
  }

  @Test
  void whatIsNoStreamsGroupIsNotDescribedAsOne() throws Exception {
    SharedBroker.createTopic(topic, 1);
    assertThat(code(get(admin.describeStreamsGroups(List.of(group))), group))
        .isEqualTo(ErrorCode.GROUP_ID_NOT_FOUND);
    assertThat(code(get(admin.deleteStreamsGroups(List.of(group))), group))
        .isEqualTo(ErrorCode.GROUP_ID_NOT_FOUND);
    // Offsets are kept alike for all kinds.
    get(
        admin
            .alterStreamsGroupOffsets(group, Map.of(first, new OffsetAndMetadata(0)))
            .compose(Results::all));
    assertThat(
            get(admin.listStreamsGroupOffsets(
                    GroupOffsetsSpec.allOf(List.of(group)), ListGroupOffsetsOptions.defaults()))
                .get(group)
                .get(first))
        .isEqualTo(new OffsetAndMetadata(0));
    get(admin.deleteStreamsGroupOffsets(group, List.of(first)).compose(Results::all));
  }
}
