package io.kafkavertx.tests.admin;

import static io.kafkavertx.tests.support.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkavertx.KafkaTimeoutException;
import io.kafkavertx.admin.CreatePartitionsOptions;
import io.kafkavertx.admin.CreateTopicsOptions;
import io.kafkavertx.admin.DeleteTopicsOptions;
import io.kafkavertx.admin.DescribeTopicsOptions;
import io.kafkavertx.admin.ListOffsetsOptions;
import io.kafkavertx.admin.ListedOffset;
import io.kafkavertx.admin.NewPartitions;
import io.kafkavertx.admin.NewTopic;
import io.kafkavertx.admin.OffsetSpec;
import io.kafkavertx.admin.Results;
import io.kafkavertx.admin.TopicCreated;
import io.kafkavertx.admin.TopicListing;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.spi.Node;
import io.kafkavertx.spi.TopicPartition;
import io.kafkavertx.tests.support.SharedBroker;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** Topics on a real broker, compared with what the Java client says of them. */
final class TopicAdminTest extends AdminTestBase {
  private final String topic = SharedBroker.name("admin-topic");

  @Test
  void aTopicIsCreatedAsTheJavaClientSeesItAfterwards() throws Exception {
    TopicCreated created =
        get(admin.createTopics(
                List.of(NewTopic.of(topic, 3, 1).config("cleanup.policy", "compact"))))
            .get(topic);
    assertThat(created.partitions()).isEqualTo(3);
    assertThat(created.replicationFactor()).isEqualTo(1);
    assertThat(created.configs().get("cleanup.policy").value()).isEqualTo("compact");

    eventually(() -> assertThat(seen().partitions()).hasSize(3));
    assertThat(seen().topicId().getMostSignificantBits())
        .isEqualTo(created.topicId().getMostSignificantBits());
  }

  @Test
  void oneBadTopicHidesNoneOfTheOthers() throws Exception {
    SharedBroker.createTopic(topic, 1);
    String good = topic + "-good";
    String nameless = "no spaces";
    String wide = topic + "-wide";
    Results<String, TopicCreated> results =
        get(
            admin.createTopics(
                List.of(
                    NewTopic.of(topic, 1, 1),
                    NewTopic.of(good),
                    NewTopic.of(nameless, 1, 1),
                    NewTopic.of(wide, 1, 9))));
    assertThat(results.values()).containsOnlyKeys(good);
    assertThat(code(results, topic)).isEqualTo(ErrorCode.TOPIC_ALREADY_EXISTS);
    assertThat(code(results, nameless)).isEqualTo(ErrorCode.INVALID_TOPIC_EXCEPTION);
    assertThat(code(results, wide)).isEqualTo(ErrorCode.INVALID_REPLICATION_FACTOR);
    assertThat(results.failures().get(wide))
        .hasMessageContaining("createTopics of topic " + wide + " at broker ")
        .hasMessageContaining("INVALID_REPLICATION_FACTOR (38)")
        .hasMessageContaining("brokers that are alive");
    assertThatThrownBy(() -> get(results.all()))
        .hasMessageContaining("3 of 4 failed")
        .hasMessageContaining(nameless);
  }

  @Test
  void validateOnlyCreatesNothing() throws Exception {
    CreateTopicsOptions only = CreateTopicsOptions.defaults().validateOnly(true);
    get(admin.createTopics(List.of(NewTopic.of(topic, 2, 1)), only).compose(Results::all));
    assertThat(get(java().listTopics().names())).doesNotContain(topic);
  }

  @Test
  void topicsAreDeletedByNameAndById() throws Exception {
    String byName = topic + "-name";
    String byId = topic + "-id";
    SharedBroker.createTopic(byName, 1);
    SharedBroker.createTopic(byId, 1);
    UUID id = get(admin.describeTopics(List.of(byId))).get(byId).topicId();
    UUID unknown = new UUID(7, 7);
    Results<String, Void> names = get(admin.deleteTopics(List.of(byName, topic)));
    Results<UUID, Void> ids =
        get(admin.deleteTopicsById(List.of(id, unknown), DeleteTopicsOptions.defaults()));
    assertThat(names.values()).containsOnlyKeys(byName);
    assertThat(code(names, topic)).isEqualTo(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
    assertThat(ids.values()).containsOnlyKeys(id);
    assertThat(code(ids, unknown)).isEqualTo(ErrorCode.UNKNOWN_TOPIC_ID);
    eventually(() -> assertThat(get(java().listTopics().names())).doesNotContain(byName, byId));
  }

  @Test
  void theSameTopicsAreListedAsByTheJavaClient() throws Exception {
    SharedBroker.createTopic(topic, 1);
    // A topic of another test may be on its way out.
    eventually(
        () ->
            assertThat(names(get(admin.listTopics()))).isEqualTo(get(java().listTopics().names())));
    eventually(
        () ->
            assertThat(names(get(admin.listTopics(true))))
                .isEqualTo(
                    get(java().listTopics(new ListTopicsOptions().listInternal(true)).names())));
  }

  /** The test's topic, as the Java client has it described. */
  private TopicDescription seen() throws Exception {
    return get(java().describeTopics(List.of(topic)).topicNameValues().get(topic));
  }

  private static Set<String> names(List<TopicListing> topics) {
    return topics.stream().map(TopicListing::name).collect(Collectors.toSet());
  }

  @Test
  void aTopicIsDescribedAsByTheJavaClientInPagesAndByItsId() throws Exception {
    SharedBroker.createTopic(topic, 7);
    String other = topic + "-b";
    SharedBroker.createTopic(other, 2);
    String missing = topic + "-a";
    DescribeTopicsOptions options =
        DescribeTopicsOptions.defaults().includeAuthorizedOperations(true).partitionsPerPage(3);
    Results<String, io.kafkavertx.admin.TopicDescription> ours =
        get(admin.describeTopics(List.of(other, missing, topic), options));
    assertThat(ours.values().keySet()).containsExactly(other, topic);
    assertThat(code(ours, missing)).isEqualTo(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
    for (String name : List.of(topic, other)) {
      TopicDescription theirs =
          get(
              java()
                  .describeTopics(
                      List.of(name),
                      new org.apache.kafka.clients.admin.DescribeTopicsOptions()
                          .includeAuthorizedOperations(true))
                  .topicNameValues()
                  .get(name));
      assertThat(text(ours.get(name))).isEqualTo(text(theirs));
      assertThat(ours.get(name).authorizedOperations().stream().map(Enum::name).toList())
          .containsExactlyInAnyOrderElementsOf(
              theirs.authorizedOperations().stream().map(Enum::name).toList());
    }
    UUID id = ours.get(topic).topicId();
    Results<UUID, io.kafkavertx.admin.TopicDescription> byId =
        get(
            admin.describeTopicsById(
                List.of(id, new UUID(8, 8)), DescribeTopicsOptions.defaults()));
    assertThat(byId.get(id).partitions()).hasSize(7);
    assertThat(code(byId, new UUID(8, 8))).isEqualTo(ErrorCode.UNKNOWN_TOPIC_ID);
  }

  private static String text(io.kafkavertx.admin.TopicDescription topic) {
    StringBuilder text = new StringBuilder(topic.name()).append(topic.internal());
    topic
        .partitions()
        .forEach(
            p ->
                text.append(
                    p.partition()
                        + " "
                        + p.leader().id()
                        + ids(p.replicas())
                        + ids(p.isr())
                        + ids(p.eligibleLeaderReplicas())
                        + p.leader().port()));
    return text.toString();
  }

  private static List<Integer> ids(List<Node> nodes) {
    return nodes.stream().map(Node::id).toList();
  }

  private static String text(TopicDescription topic) {
    StringBuilder text = new StringBuilder(topic.name()).append(topic.isInternal());
    topic
        .partitions()
        .forEach(
            p ->
                text.append(
                    p.partition()
                        + " "
                        + p.leader().id()
                        + p.replicas().stream().map(node -> node.id()).toList()
                        + p.isr().stream().map(node -> node.id()).toList()
                        + p.elr().stream().map(node -> node.id()).toList()
                        + p.leader().port()));
    return text.toString();
  }

  @Test
  void partitionsAreAdded() throws Exception {
    SharedBroker.createTopic(topic, 1);
    CreatePartitionsOptions only = CreatePartitionsOptions.defaults().validateOnly(true);
    Map<String, NewPartitions> more =
        Map.of(topic, NewPartitions.increaseTo(3), topic + "-missing", NewPartitions.increaseTo(2));
    Results<String, Void> checked = get(admin.createPartitions(more, only));
    assertThat(checked.values()).containsOnlyKeys(topic);
    assertThat(get(admin.waitForTopic(topic)).partitions()).hasSize(1);
    Results<String, Void> added = get(admin.createPartitions(more));
    assertThat(added.values()).containsOnlyKeys(topic);
    assertThat(code(added, topic + "-missing")).isEqualTo(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
    eventually(() -> assertThat(seen().partitions()).hasSize(3));
    Results<String, Void> fewer =
        get(admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(2))));
    assertThat(code(fewer, topic)).isEqualTo(ErrorCode.INVALID_PARTITIONS);
  }

  @Test
  void aTopicIsWaitedForUntilItIsThere() throws Exception {
    Future<io.kafkavertx.admin.TopicDescription> waiting = admin.waitForTopic(topic);
    get(admin.createTopics(List.of(NewTopic.of(topic, 4, 1))).compose(Results::all));
    assertThat(get(waiting).partitions()).hasSize(4).allMatch(p -> p.leader() != null);
    assertThatThrownBy(
            () -> get(admin.withTimeout(Duration.ofSeconds(1)).waitForTopic(topic + "-never")))
        .isInstanceOf(KafkaTimeoutException.class)
        .hasMessageContaining("waitForTopic " + topic + "-never of broker ")
        .hasMessageContaining("UNKNOWN_TOPIC_OR_PARTITION");
  }

  /** Three records at 1000, 3000 and 2000 ms, the second with the largest timestamp. */
  private void write() throws Exception {
    SharedBroker.createTopic(topic, 2);
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", SharedBroker.bootstrapServers()),
            new StringSerializer(),
            new StringSerializer())) {
      for (long timestamp : List.of(1000L, 3000L, 2000L)) {
        producer.send(new ProducerRecord<>(topic, 0, timestamp, "k", "v"));
      }
    }
  }

  @Test
  void offsetsAreThoseThatTheJavaClientFinds() throws Exception {
    write();
    org.apache.kafka.common.TopicPartition theirs =
        new org.apache.kafka.common.TopicPartition(topic, 0);
    TopicPartition first = new TopicPartition(topic, 0);
    Map<OffsetSpec, org.apache.kafka.clients.admin.OffsetSpec> specs =
        Map.of(
            OffsetSpec.earliest(), org.apache.kafka.clients.admin.OffsetSpec.earliest(),
            OffsetSpec.latest(), org.apache.kafka.clients.admin.OffsetSpec.latest(),
            OffsetSpec.forTimestamp(1500),
                org.apache.kafka.clients.admin.OffsetSpec.forTimestamp(1500),
            OffsetSpec.forTimestamp(9000),
                org.apache.kafka.clients.admin.OffsetSpec.forTimestamp(9000),
            OffsetSpec.maxTimestamp(), org.apache.kafka.clients.admin.OffsetSpec.maxTimestamp(),
            OffsetSpec.earliestLocal(), org.apache.kafka.clients.admin.OffsetSpec.earliestLocal(),
            OffsetSpec.latestTiered(), org.apache.kafka.clients.admin.OffsetSpec.latestTiered());
    for (Map.Entry<OffsetSpec, org.apache.kafka.clients.admin.OffsetSpec> spec : specs.entrySet()) {
      ListOffsetsResult.ListOffsetsResultInfo expected =
          get(java().listOffsets(Map.of(theirs, spec.getValue())).partitionResult(theirs));
      ListedOffset found =
          get(admin.listOffsets(
                  Map.of(first, spec.getKey()), ListOffsetsOptions.defaults().readCommitted(true)))
              .get(first);
      assertThat(found)
          .as("%s", spec.getKey())
          .isEqualTo(
              new ListedOffset(
                  expected.offset(), expected.timestamp(), expected.leaderEpoch().orElse(-1)));
    }
  }

  @Test
  void unknownPartitionsFailWhileTheOthersAreFound() throws Exception {
    write();
    TopicPartition first = new TopicPartition(topic, 0);
    TopicPartition missing = new TopicPartition(topic, 7);
    TopicPartition nowhere = new TopicPartition(topic + "-missing", 0);
    Results<TopicPartition, ListedOffset> results =
        get(
            admin.listOffsets(
                Map.of(
                    first, OffsetSpec.latest(),
                    missing, OffsetSpec.earliest(),
                    nowhere, OffsetSpec.earliest())));
    assertThat(results.get(first).offset()).isEqualTo(3);
    assertThat(code(results, missing)).isEqualTo(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
    assertThat(code(results, nowhere)).isEqualTo(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
    assertThat(results.failures().get(missing)).hasMessageContaining("has 2 partitions");
  }

  @Test
  void recordsAreDeletedUpToAnOffset() throws Exception {
    write();
    TopicPartition first = new TopicPartition(topic, 0);
    TopicPartition second = new TopicPartition(topic, 1);
    Results<TopicPartition, Long> deleted = get(admin.deleteRecords(Map.of(first, 2L, second, 5L)));
    assertThat(deleted.get(first)).isEqualTo(2);
    assertThat(code(deleted, second)).isEqualTo(ErrorCode.OFFSET_OUT_OF_RANGE);
    assertThat(get(admin.listOffsets(Map.of(first, OffsetSpec.earliest()))).get(first).offset())
        .isEqualTo(2);
    assertThat(get(admin.deleteRecords(Map.of(first, -1L))).get(first)).isEqualTo(3);
  }
}
