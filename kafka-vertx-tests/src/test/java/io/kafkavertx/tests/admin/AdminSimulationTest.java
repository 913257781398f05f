package io.kafkavertx.tests.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.BrokerErrorException;
import io.kafkavertx.ClientClosedException;
import io.kafkavertx.KafkaTimeoutException;
import io.kafkavertx.OutcomeUnknownException;
import io.kafkavertx.UnsupportedVersionException;
import io.kafkavertx.admin.AlterConfigOp;
import io.kafkavertx.admin.AlterConfigsOptions;
import io.kafkavertx.admin.ConfigEntry;
import io.kafkavertx.admin.ConfigResource;
import io.kafkavertx.admin.CreateTopicsOptions;
import io.kafkavertx.admin.DescribeClusterOptions;
import io.kafkavertx.admin.DescribeTopicsOptions;
import io.kafkavertx.admin.ListOffsetsOptions;
import io.kafkavertx.admin.ListedOffset;
import io.kafkavertx.admin.NewTopic;
import io.kafkavertx.admin.OffsetSpec;
import io.kafkavertx.admin.Results;
import io.kafkavertx.admin.TopicCreated;
import io.kafkavertx.admin.TopicDescription;
import io.kafkavertx.internal.admin.CreateTopics;
import io.kafkavertx.internal.admin.DeleteRecords;
import io.kafkavertx.internal.admin.DescribeCluster;
import io.kafkavertx.internal.admin.DescribeTopics;
import io.kafkavertx.internal.admin.IncrementalAlterConfigs;
import io.kafkavertx.internal.admin.ListOffsets;
import io.kafkavertx.internal.admin.ListTopics;
import io.kafkavertx.internal.admin.WaitForTopic;
import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.AlterConfigsRequest;
import io.kafkavertx.protocol.message.AlterConfigsResponse;
import io.kafkavertx.protocol.message.CreateTopicsRequest;
import io.kafkavertx.protocol.message.CreateTopicsResponse;
import io.kafkavertx.protocol.message.CreateTopicsResponse.CreatableTopicResult;
import io.kafkavertx.protocol.message.DescribeConfigsResponse;
import io.kafkavertx.protocol.message.DescribeConfigsResponse.DescribeConfigsResourceResult;
import io.kafkavertx.protocol.message.DescribeConfigsResponse.DescribeConfigsResult;
import io.kafkavertx.spi.TopicPartition;
import io.kafkavertx.testkit.scripted.ApiVersionTable;
import io.kafkavertx.testkit.scripted.FaultScript;
import io.kafkavertx.testkit.scripted.Reaction;
import io.kafkavertx.testkit.sim.Seeds;
import io.kafkavertx.testkit.sim.SimConnection;
import io.kafkavertx.testkit.sim.SimWorld;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the admin client does when brokers move, refuse, die or are old, in virtual time. */
class AdminSimulationTest {
  private static final int SEEDS = Integer.getInteger("kafkavertx.adminSeeds", 100);
  private static final TopicPartition FIRST = new TopicPartition("t", 0);

  private static CreateTopics create(String... names) {
    return new CreateTopics(
        List.of(names).stream().map(name -> NewTopic.of(name, 1, 1)).toList(),
        CreateTopicsOptions.defaults());
  }

  private static ListOffsets latest(int partitions) {
    Map<TopicPartition, OffsetSpec> wanted = new LinkedHashMap<>();
    for (int i = 0; i < partitions; i++) {
      wanted.put(new TopicPartition("t", i), OffsetSpec.latest());
    }
    return new ListOffsets(wanted, ListOffsetsOptions.defaults());
  }

  private static ErrorCode code(Results<?, ?> results, Object item) {
    return ((BrokerErrorException) results.failures().get(item)).code();
  }

  @Test
  void aControllerThatMovesInTheMiddleIsFoundAgain() {
    AdminSetting setting = new AdminSetting(1);
    setting.run(new ListTopics(true));
    setting.brokers.next(1, ApiKey.CREATE_TOPICS, Reaction.refuse(ErrorCode.NOT_CONTROLLER));
    assertThat(setting.get(create("a")).allSucceeded()).isTrue();
    assertThat(setting.brokers.requestCount(ApiKey.CREATE_TOPICS)).isEqualTo(2);
    // The next one is broker 2, which the client has to find out.
    setting.brokers.kill(1);
    assertThat(setting.get(create("b")).allSucceeded()).isTrue();
    assertThat(setting.brokers.topic("b")).isNotNull();
    setting.close();
  }

  @Test
  void onlyWhatTheQuotaHeldBackIsAskedForAgain() {
    AdminSetting setting = new AdminSetting(2);
    List<List<String>> asked = new ArrayList<>();
    setting.brokers.intercept(
        ApiKey.CREATE_TOPICS,
        request -> {
          List<String> names =
              ((CreateTopicsRequest) request.request())
                  .topics().stream().map(topic -> topic.name()).toList();
          asked.add(names);
          return asked.size() > 2
              ? null
              : Reaction.answer(
                  new CreateTopicsResponse()
                      .setTopics(
                          names.stream()
                              .map(
                                  name ->
                                      new CreatableTopicResult()
                                          .setName(name)
                                          .setErrorCode(
                                              (name.equals("late")
                                                      ? ErrorCode.THROTTLING_QUOTA_EXCEEDED
                                                      : name.equals("bad")
                                                          ? ErrorCode.POLICY_VIOLATION
                                                          : ErrorCode.NONE)
                                                  .code()))
                              .toList()));
        });
    Results<String, TopicCreated> results = setting.get(create("soon", "late", "bad"));
    assertThat(results.values()).containsOnlyKeys("soon", "late");
    assertThat(code(results, "bad")).isEqualTo(ErrorCode.POLICY_VIOLATION);
    assertThat(asked)
        .containsExactly(List.of("soon", "late", "bad"), List.of("late"), List.of("late"));

    asked.clear();
    Results<String, TopicCreated> impatient =
        setting.get(
            new CreateTopics(
                List.of(NewTopic.of("late", 1, 1)),
                CreateTopicsOptions.defaults().retryOnQuotaViolation(false)));
    assertThat(code(impatient, "late")).isEqualTo(ErrorCode.THROTTLING_QUOTA_EXCEEDED);
    assertThat(impatient.failures().get("late")).hasMessageContaining("controller_mutation_rate");
    setting.close();
  }

  @Test
  void partitionsThatMovedAreAskedForAtTheirNewLeaders() {
    AdminSetting setting = new AdminSetting(3);
    setting.brokers.createTopic("t", 3);
    int leader = setting.brokers.partition("t", 0).leader();
    List<Integer> asked = new ArrayList<>();
    setting.brokers.intercept(
        ApiKey.LIST_OFFSETS,
        request -> {
          if (asked.isEmpty()) {
            setting.brokers.moveLeader("t", 0, leader % 3 + 1);
          }
          asked.add(request.broker().id());
          return null;
        });
    Results<TopicPartition, ListedOffset> results = setting.get(latest(3));
    assertThat(results.allSucceeded()).isTrue();
    assertThat(asked).hasSizeBetween(3, 4);
    setting.close();
  }

  @Test
  void aChangeWhoseAnswerNeverCameIsNotSentAgain() {
    AdminSetting setting = new AdminSetting(4);
    setting.brokers.next(1, ApiKey.CREATE_TOPICS, Reaction.dropAfter());
    Results<String, TopicCreated> results = setting.get(create("a"));
    assertThat(results.failures().get("a"))
        .isInstanceOf(OutcomeUnknownException.class)
        .hasMessageContaining("createTopics of topic a")
        .hasMessageContaining("Look before you ask again");
    assertThat(setting.brokers.requestCount(ApiKey.CREATE_TOPICS)).isEqualTo(1);

    // Before the broker can have seen all of it there is no doubt.
    setting.brokers.kill(1);
    assertThat(setting.get(create("b")).allSucceeded()).isTrue();
    setting.close();
  }

  @Test
  void aChangeThatTheBrokerDidNotSeeTheEndOfIsInDoubt() {
    AdminSetting setting = new AdminSetting(11);
    setting.brokers.next(1, ApiKey.CREATE_TOPICS, Reaction.refuse(ErrorCode.REQUEST_TIMED_OUT));
    assertThat(setting.get(create("a")).failures().get("a"))
        .isInstanceOf(OutcomeUnknownException.class)
        .hasMessageContaining("it may still happen");
    assertThat(setting.brokers.requestCount(ApiKey.CREATE_TOPICS)).isEqualTo(1);
    setting.close();
  }

  @Test
  void impatienceOfWhoReadsCostsNoConnection() {
    AdminSetting setting = new AdminSetting(12);
    setting.brokers.createTopic("t", 1);
    assertThat(setting.get(latest(1)).allSucceeded()).isTrue();
    List<SimConnection> open = List.copyOf(setting.world.network().connections());
    setting.brokers.next(1, ApiKey.LIST_OFFSETS, Reaction.delay(Duration.ofSeconds(10)));
    assertThat(setting.get(latest(1), Duration.ofSeconds(1)).failures().get(FIRST))
        .isInstanceOf(KafkaTimeoutException.class);
    setting.world.runFor(Duration.ofSeconds(15));
    assertThat(setting.world.network().connections()).containsAll(open);
    assertThat(setting.get(latest(1), Duration.ofSeconds(5)).allSucceeded()).isTrue();
    setting.close();
  }

  @Test
  void closingEndsCallsUnderWay() {
    AdminSetting setting = new AdminSetting(13);
    setting.brokers.intercept(ApiKey.CREATE_TOPICS, request -> Reaction.ignore());
    setting.brokers.createTopic("t", 1);
    setting.brokers.moveLeader("t", 0, -1);
    Future<Results<String, TopicCreated>> change =
        setting.start(create("a"), Duration.ofSeconds(60));
    Future<Results<TopicPartition, ListedOffset>> read =
        setting.start(latest(1), Duration.ofSeconds(60));
    setting.world.runFor(Duration.ofSeconds(2));
    setting.close();
    assertThat(change.result().allSucceeded()).isFalse();
    assertThat(read.result().failures().get(FIRST)).isInstanceOf(ClientClosedException.class);
  }

  @Test
  void whatDoesNoHarmTwiceIsSentAgain() {
    AdminSetting setting = new AdminSetting(5);
    setting.brokers.createTopic("t", 3);
    setting.brokers.next(2, ApiKey.LIST_OFFSETS, Reaction.dropAfter());
    assertThat(setting.get(latest(3)).allSucceeded()).isTrue();

    setting.brokers.versions(
        ApiVersionTable.kafka44().answeredByIntercepts(ApiKey.DELETE_RECORDS, 0, 2));
    setting.brokers.brokers().forEach(broker -> setting.brokers.kill(broker.id()));
    setting.brokers.brokers().forEach(broker -> setting.brokers.revive(broker.id()));
    int[] asked = new int[1];
    setting.brokers.intercept(
        ApiKey.DELETE_RECORDS,
        request -> asked[0]++ < 2 ? Reaction.dropBefore() : Reaction.ignore());
    Results<TopicPartition, Long> late =
        setting.get(new DeleteRecords(Map.of(FIRST, 0L)), Duration.ofSeconds(5));
    assertThat(asked[0]).isEqualTo(3);
    assertThat(late.failures().get(FIRST))
        .isInstanceOf(KafkaTimeoutException.class)
        .hasMessageContaining("deleteRecords of partition t-0 was not done within")
        .hasMessageContaining("3 attempts");
    setting.close();
  }

  @Test
  void aTimeOutNamesWhatTheTimeWentOn() {
    AdminSetting setting = new AdminSetting(6);
    setting.brokers.createTopic("t", 1);
    setting.brokers.moveLeader("t", 0, -1);
    Results<TopicPartition, ListedOffset> leaderless =
        setting.get(latest(1), Duration.ofSeconds(10));
    assertThat(leaderless.failures().get(FIRST))
        .isInstanceOf(KafkaTimeoutException.class)
        .hasMessageContaining("listOffsets of partition t-0")
        .hasMessageContaining("LEADER_NOT_AVAILABLE");
    setting.brokers.moveLeader("t", 0, 2);
    setting.brokers.intercept(ApiKey.LIST_OFFSETS, request -> Reaction.ignore());
    Results<TopicPartition, ListedOffset> silent = setting.get(latest(1), Duration.ofSeconds(10));
    assertThat(silent.failures().get(FIRST))
        .isInstanceOf(KafkaTimeoutException.class)
        .hasMessageContaining("LIST_OFFSETS to broker 2 has no answer yet");
    List.of(1, 2, 3).forEach(setting.brokers::kill);
    Results<TopicPartition, ListedOffset> dead = setting.get(latest(1), Duration.ofSeconds(10));
    assertThat(dead.failures().get(FIRST))
        .isInstanceOf(KafkaTimeoutException.class)
        .hasMessageContaining("refused");
    setting.close();
  }

  @Test
  void aTopicThatNoBrokerKnowsIsBelievedAfterAFewAnswers() {
    AdminSetting setting = new AdminSetting(7);
    Results<TopicPartition, ListedOffset> results = setting.get(latest(1), Duration.ofSeconds(60));
    assertThat(code(results, FIRST)).isEqualTo(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
    assertThat(setting.world.nanoTime()).isLessThan(Duration.ofSeconds(5).toNanos());
    setting.close();
  }

  @Test
  void oldBrokersAreAskedInTheirWayOrNamedWithTheirRelease() {
    AdminSetting setting = new AdminSetting(8, ApiVersionTable.kafka0100());
    setting.brokers.createTopic("t", 2);
    assertThat(setting.result(DescribeCluster.of(DescribeClusterOptions.defaults())).nodes())
        .hasSize(3);
    Results<String, TopicDescription> topics =
        setting.get(new DescribeTopics(List.of("t", "missing"), DescribeTopicsOptions.defaults()));
    assertThat(topics.get("t").partitions()).hasSize(2);
    assertThat(code(topics, "missing")).isEqualTo(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
    assertThat(setting.brokers.topic("missing")).isNull();
    assertThat(setting.get(create("a")).failures().get("a"))
        .isInstanceOf(UnsupportedVersionException.class)
        .hasMessageContaining("it is Kafka 0.10.0")
        .hasMessageContaining("needs Kafka 0.10.1 or later");

    TopicPartition second = new TopicPartition("t", 1);
    Results<TopicPartition, ListedOffset> mixed =
        setting.get(
            new ListOffsets(
                Map.of(FIRST, OffsetSpec.earliest(), second, OffsetSpec.maxTimestamp()),
                ListOffsetsOptions.defaults()));
    assertThat(mixed.get(FIRST).offset()).isZero();
    assertThat(mixed.failures().get(second))
        .isInstanceOf(UnsupportedVersionException.class)
        .hasMessageContaining("the largest timestamp (LIST_OFFSETS v7) needs Kafka 3.0");
    setting.close();
  }

  @Test
  void aTopicIsWaitedForUntilEachPartitionHasALeader() {
    AdminSetting setting = new AdminSetting(9);
    Future<TopicDescription> waiting = setting.start(WaitForTopic.of("t"), Duration.ofSeconds(60));
    setting.world.runFor(Duration.ofSeconds(5));
    setting.brokers.createTopic("t", 2);
    setting.brokers.moveLeader("t", 1, -1);
    setting.world.runFor(Duration.ofSeconds(5));
    assertThat(waiting.isComplete()).isFalse();
    setting.brokers.moveLeader("t", 1, 3);
    setting.world.runUntil(waiting::isComplete, Duration.ofSeconds(10), "the topic");
    assertThat(waiting.result().partitions()).hasSize(2);
    setting.close();
  }

  @Test
  void aBrokerThatDiesIsNotWaitedForToKnowATopic() {
    AdminSetting setting = new AdminSetting(13);
    Future<TopicDescription> waiting = setting.start(WaitForTopic.of("t"), Duration.ofSeconds(60));
    setting.world.runFor(Duration.ofSeconds(5));
    setting.brokers.kill(3);
    setting.world.runFor(Duration.ofSeconds(5));
    setting.brokers.createTopic("t", 1);
    setting.brokers.moveLeader("t", 0, 2);
    setting.world.runUntil(waiting::isComplete, Duration.ofSeconds(50), "the topic");
    assertThat(waiting.result().partitions().get(0).leader().id()).isEqualTo(2);
    setting.close();
  }

  private static DescribeConfigsResourceResult entry(
      String name, String value, ConfigEntry.Source source, boolean sensitive) {
    return new DescribeConfigsResourceResult()
        .setName(name)
        .setValue(value)
        .setConfigSource(source.code())
        .setIsSensitive(sensitive);
  }

  @Test
  void beforeSingleValuesCouldBeChangedAllAreWrittenBack() {
    AdminSetting setting =
        new AdminSetting(
            10,
            ApiVersionTable.kafka011()
                .answeredByIntercepts(ApiKey.DESCRIBE_CONFIGS, 0, 1)
                .answeredByIntercepts(ApiKey.ALTER_CONFIGS, 0, 0));
    List<DescribeConfigsResourceResult> told = new ArrayList<>();
    told.add(entry("kept", "1", ConfigEntry.Source.DYNAMIC_TOPIC_CONFIG, false));
    told.add(entry("list", "a,b", ConfigEntry.Source.DYNAMIC_TOPIC_CONFIG, false));
    told.add(entry("gone", "x", ConfigEntry.Source.DYNAMIC_TOPIC_CONFIG, false));
    told.add(entry("default", "7", ConfigEntry.Source.DEFAULT_CONFIG, false));
    setting.brokers.intercept(
        ApiKey.DESCRIBE_CONFIGS,
        request ->
            Reaction.answer(
                new DescribeConfigsResponse()
                    .setResults(
                        List.of(
                            new DescribeConfigsResult()
                                .setResourceType(ConfigResource.Type.TOPIC.code())
                                .setResourceName("t")
                                .setConfigs(told)))));
    Map<String, String> written = new LinkedHashMap<>();
    setting.brokers.intercept(
        ApiKey.ALTER_CONFIGS,
        request -> {
          ((AlterConfigsRequest) request.request())
              .resources()
              .get(0)
              .configs()
              .forEach(config -> written.put(config.name(), config.value()));
          return Reaction.answer(
              new AlterConfigsResponse()
                  .setResponses(
                      List.of(
                          new AlterConfigsResponse.AlterConfigsResourceResponse()
                              .setResourceType(ConfigResource.Type.TOPIC.code())
                              .setResourceName("t"))));
        });
    ConfigResource topic = ConfigResource.topic("t");
    IncrementalAlterConfigs change =
        new IncrementalAlterConfigs(
            Map.of(
                topic,
                List.of(
                    AlterConfigOp.set("new", "2"),
                    AlterConfigOp.append("list", "c"),
                    AlterConfigOp.subtract("list", "a"),
                    AlterConfigOp.delete("gone"))),
            AlterConfigsOptions.defaults());
    assertThat(setting.get(change).failures()).isEmpty();
    assertThat(written).isEqualTo(Map.of("kept", "1", "list", "b,c", "new", "2"));

    told.add(entry("secret", null, ConfigEntry.Source.DYNAMIC_TOPIC_CONFIG, true));
    written.clear();
    assertThat(setting.get(change).failures().get(topic))
        .hasMessageContaining("[secret] would be lost");
    assertThat(written).isEmpty();
    setting.close();
  }

  /**
   * Reads succeed in the end, changes do or say what is not known, and nothing outlives its time.
   */
  @Test
  void faultsOfAllKindsLeaveNoCallBehind() {
    Seeds.run(AdminSimulationTest.class, SEEDS, AdminSimulationTest::faults);
  }

  private static void faults(SimWorld world) {
    AdminSetting setting = new AdminSetting(world, ApiVersionTable.kafka44());
    setting.brokers.createTopic("t", 3);
    FaultScript faults =
        new FaultScript(
            world,
            setting.brokers,
            List.of(ApiKey.METADATA, ApiKey.LIST_OFFSETS, ApiKey.CREATE_TOPICS));
    faults.start(Duration.ofSeconds(8), Duration.ofMillis(300));
    List<Future<? extends Results<?, ?>>> reads = new ArrayList<>();
    List<Future<Results<String, TopicCreated>>> changes = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      reads.add(setting.start(latest(3), Duration.ofSeconds(120)));
      changes.add(setting.start(create("c" + i), Duration.ofSeconds(120)));
      world.runFor(Duration.ofSeconds(1));
    }
    world.runUntil(
        () ->
            reads.stream().allMatch(Future::isComplete)
                && changes.stream().allMatch(Future::isComplete),
        Duration.ofSeconds(121),
        "the end of every call");
    reads.forEach(read -> assertThat(read.result().failures()).isEmpty());
    for (int i = 0; i < changes.size(); i++) {
      Results<String, TopicCreated> change = changes.get(i).result();
      if (change.allSucceeded()) {
        assertThat(setting.brokers.topic("c" + i)).isNotNull();
      } else {
        assertThat(change.failures().get("c" + i)).isInstanceOf(OutcomeUnknownException.class);
      }
    }
    setting.close();
  }
}
