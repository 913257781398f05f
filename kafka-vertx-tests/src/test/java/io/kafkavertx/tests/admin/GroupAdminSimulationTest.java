package io.kafkavertx.tests.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.BrokerErrorException;
import io.kafkavertx.OffsetAndMetadata;
import io.kafkavertx.OutcomeUnknownException;
import io.kafkavertx.UnsupportedVersionException;
import io.kafkavertx.admin.BrokersListing;
import io.kafkavertx.admin.ConsumerGroupDescription;
import io.kafkavertx.admin.DescribeGroupsOptions;
import io.kafkavertx.admin.GroupListing;
import io.kafkavertx.admin.GroupOffsetsSpec;
import io.kafkavertx.admin.HangingTransaction;
import io.kafkavertx.admin.HangingTransactionsOptions;
import io.kafkavertx.admin.ListGroupOffsetsOptions;
import io.kafkavertx.admin.ListGroupsOptions;
import io.kafkavertx.admin.Results;
import io.kafkavertx.internal.admin.AlterGroupOffsets;
import io.kafkavertx.internal.admin.DeleteGroups;
import io.kafkavertx.internal.admin.DescribeConsumerGroups;
import io.kafkavertx.internal.admin.HangingTransactions;
import io.kafkavertx.internal.admin.ListGroupOffsets;
import io.kafkavertx.internal.admin.ListGroups;
import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.DeleteGroupsRequest;
import io.kafkavertx.protocol.message.DeleteGroupsResponse;
import io.kafkavertx.protocol.message.DeleteGroupsResponse.DeletableGroupResult;
import io.kafkavertx.protocol.message.DescribeGroupsResponse;
import io.kafkavertx.protocol.message.DescribeGroupsResponse.DescribedGroup;
import io.kafkavertx.protocol.message.DescribeGroupsResponse.DescribedGroupMember;
import io.kafkavertx.protocol.message.DescribeProducersResponse;
import io.kafkavertx.protocol.message.DescribeProducersResponse.PartitionResponse;
import io.kafkavertx.protocol.message.DescribeProducersResponse.ProducerState;
import io.kafkavertx.protocol.message.DescribeProducersResponse.TopicResponse;
import io.kafkavertx.protocol.message.DescribeTransactionsResponse;
import io.kafkavertx.protocol.message.DescribeTransactionsResponse.TopicData;
import io.kafkavertx.protocol.message.DescribeTransactionsResponse.TransactionState;
import io.kafkavertx.protocol.message.ListGroupsResponse;
import io.kafkavertx.protocol.message.ListGroupsResponse.ListedGroup;
import io.kafkavertx.protocol.message.ListTransactionsResponse;
import io.kafkavertx.spi.TopicPartition;
import io.kafkavertx.testkit.scripted.ApiVersionTable;
import io.kafkavertx.testkit.scripted.Reaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Groups and transactions with coordinators that move, old brokers and bad members. */
class GroupAdminSimulationTest {
  private static final TopicPartition FIRST = new TopicPartition("t", 0);
  private static final TopicPartition SECOND = new TopicPartition("t", 1);

  private static ErrorCode code(Results<?, ?> results, Object item) {
    return ((BrokerErrorException) results.failures().get(item)).code();
  }

  @Test
  void onlyTheGroupWhoseCoordinatorMovedIsAskedForAgain() {
    AdminSetting setting =
        new AdminSetting(
            1, ApiVersionTable.kafka44().answeredByIntercepts(ApiKey.DELETE_GROUPS, 0, 3));
    List<String> asked = new ArrayList<>();
    setting.brokers.intercept(
        ApiKey.DELETE_GROUPS,
        request -> {
          List<String> names = ((DeleteGroupsRequest) request.request()).groupsNames();
          boolean again = asked.contains("moved");
          asked.addAll(names);
          return Reaction.answer(
              new DeleteGroupsResponse()
                  .setResults(names.stream().map(name -> deleted(name, again)).toList()));
        });
    Results<String, Void> results =
        setting.get(DeleteGroups.ofConsumers(List.of("good", "moved", "live")));
    assertThat(results.values()).containsOnlyKeys("good", "moved");
    assertThat(code(results, "live")).isEqualTo(ErrorCode.NON_EMPTY_GROUP);
    assertThat(asked).containsExactlyInAnyOrder("good", "moved", "live", "moved");

    setting.brokers.clearIntercepts();
    setting.brokers.intercept(ApiKey.DELETE_GROUPS, request -> Reaction.dropBefore());
    assertThat(setting.get(DeleteGroups.ofConsumers(List.of("good"))).failures().get("good"))
        .isInstanceOf(OutcomeUnknownException.class);
    setting.close();
  }

  private static DeletableGroupResult deleted(String name, boolean again) {
    ErrorCode error =
        name.equals("live")
            ? ErrorCode.NON_EMPTY_GROUP
            : name.equals("moved") && !again ? ErrorCode.NOT_COORDINATOR : ErrorCode.NONE;
    return new DeletableGroupResult().setGroupId(name).setErrorCode(error.code());
  }

  @Test
  void bytesOfABadMemberHideNobody() {
    AdminSetting setting =
        new AdminSetting(
            2, ApiVersionTable.kafka28().answeredByIntercepts(ApiKey.DESCRIBE_GROUPS, 0, 5));
    byte[] good = {0, 0, 0, 0, 0, 1, 0, 1, 't', 0, 0, 0, 1, 0, 0, 0, 0, -1, -1, -1, -1};
    byte[] huge = {0, 0, 127, -1, -1, -1, 0, 1};
    setting.brokers.intercept(
        ApiKey.DESCRIBE_GROUPS,
        request ->
            Reaction.answer(
                new DescribeGroupsResponse()
                    .setGroups(
                        List.of(
                            group("g", "consumer", member("one", good), member("two", huge)),
                            group("connect", "connect", member("worker", huge)),
                            group("gone", "").setGroupState("Dead")))));
    // Before 3.7 there is no ConsumerGroupDescribe.
    Results<String, ConsumerGroupDescription> results =
        setting.get(
            new DescribeConsumerGroups(
                List.of("g", "connect", "gone"), DescribeGroupsOptions.defaults()));
    ConsumerGroupDescription group = results.get("g");
    assertThat(group.members().get(0).assignment()).containsExactly(FIRST);
    assertThat(group.members().get(0).problem()).isNull();
    assertThat(group.members().get(1).assignment()).isEmpty();
    assertThat(group.members().get(1).problem()).contains("not that of a consumer");
    assertThat(results.failures().get("connect")).hasMessageContaining("'connect'");
    assertThat(code(results, "gone")).isEqualTo(ErrorCode.GROUP_ID_NOT_FOUND);
    setting.close();
  }

  private static DescribedGroup group(String id, String type, DescribedGroupMember... members) {
    return new DescribedGroup()
        .setGroupId(id)
        .setProtocolType(type)
        .setProtocolData("range")
        .setGroupState("Stable")
        .setMembers(List.of(members));
  }

  private static DescribedGroupMember member(String id, byte[] assignment) {
    return new DescribedGroupMember()
        .setMemberId(id)
        .setClientId(id)
        .setClientHost("/127.0.0.1")
        .setMemberAssignment(assignment);
  }

  @Test
  void offsetsOfSeveralGroupsAreAskedForOneByOneBeforeTheyCouldBeTogether() {
    for (ApiVersionTable table : List.of(ApiVersionTable.kafka44(), ApiVersionTable.kafka28())) {
      AdminSetting setting = new AdminSetting(3, table);
      setting.brokers.createTopic("t", 2);
      setting.brokers.next(1, ApiKey.OFFSET_COMMIT, Reaction.refuse(ErrorCode.NOT_COORDINATOR));
      setting.brokers.next(1, ApiKey.OFFSET_FETCH, Reaction.refuse(ErrorCode.NOT_COORDINATOR));
      for (String group : List.of("a", "b")) {
        assertThat(
                setting
                    .get(
                        AlterGroupOffsets.ofConsumers(
                            group, Map.of(FIRST, new OffsetAndMetadata(7, 0, group))))
                    .failures())
            .isEmpty();
      }
      setting.brokers.moveCoordinators();
      Results<String, Results<TopicPartition, OffsetAndMetadata>> offsets =
          setting.get(
              ListGroupOffsets.ofConsumers(
                  Map.of(
                      "a",
                      GroupOffsetsSpec.of(List.of(FIRST, SECOND)),
                      "b",
                      GroupOffsetsSpec.of(List.of(FIRST))),
                  ListGroupOffsetsOptions.defaults().requireStable(true)));
      assertThat(offsets.failures()).isEmpty();
      assertThat(offsets.get("a").get(FIRST)).isEqualTo(new OffsetAndMetadata(7, 0, "a"));
      assertThat(offsets.get("a").get(SECOND)).isNull();
      assertThat(offsets.get("b").get(FIRST)).isEqualTo(new OffsetAndMetadata(7, 0, "b"));
      setting.close();
    }
  }

  @Test
  void groupsOfAllBrokersAreListedOnceAndWhoDoesNotAnswerIsNamed() {
    AdminSetting setting =
        new AdminSetting(
            4, ApiVersionTable.kafka28().answeredByIntercepts(ApiKey.LIST_GROUPS, 0, 4));
    setting.brokers.intercept(
        ApiKey.LIST_GROUPS,
        request -> {
          int id = request.broker().id();
          return id == 3
              ? Reaction.answer(
                  new ListGroupsResponse()
                      .setErrorCode(ErrorCode.CLUSTER_AUTHORIZATION_FAILED.code()))
              : Reaction.answer(
                  new ListGroupsResponse()
                      .setGroups(List.of(listed("everywhere"), listed("only-" + id))));
        });
    BrokersListing<GroupListing> groups =
        setting.result(ListGroups.of(ListGroupsOptions.defaults()));
    assertThat(groups.found())
        .extracting(GroupListing::groupId)
        .containsExactlyInAnyOrder("everywhere", "only-1", "only-2");
    assertThat(groups.failures()).containsOnlyKeys(3);
    assertThat(groups.all().failed()).isTrue();
    // Who wants classic groups gets them of brokers that know of nothing else; others are told.
    assertThat(setting.result(ListGroups.of(ListGroupsOptions.consumerGroups())).found())
        .hasSize(3);
    assertThat(setting.result(ListGroups.of(ListGroupsOptions.shareGroups())).failures().get(1))
        .isInstanceOf(UnsupportedVersionException.class)
        .hasMessageContaining("needs Kafka 3.8");
    setting.close();
  }

  private static ListedGroup listed(String id) {
    return new ListedGroup().setGroupId(id).setProtocolType("consumer").setGroupState("Stable");
  }

  @Test
  void aTransactionHangsWhenNoCoordinatorWillEndIt() {
    AdminSetting setting =
        new AdminSetting(
            5,
            ApiVersionTable.kafka44()
                .answeredByIntercepts(ApiKey.DESCRIBE_PRODUCERS, 0, 0)
                .answeredByIntercepts(ApiKey.LIST_TRANSACTIONS, 0, 2)
                .answeredByIntercepts(ApiKey.DESCRIBE_TRANSACTIONS, 0, 0));
    setting.brokers.createTopic("t", 1);
    List<ProducerState> open = new ArrayList<>();
    open.add(producer(1));
    open.add(producer(2));
    open.add(producer(3));
    open.add(producer(4).setCurrentTxnStartOffset(-1));
    int[] looked = new int[1];
    setting.brokers.intercept(
        ApiKey.DESCRIBE_PRODUCERS,
        request -> {
          // Producer 3 ends while the coordinators are asked.
          List<ProducerState> now = looked[0]++ == 0 ? open : open.subList(0, 2);
          return Reaction.answer(
              new DescribeProducersResponse()
                  .setTopics(
                      List.of(
                          new TopicResponse()
                              .setName("t")
                              .setPartitions(
                                  List.of(
                                      new PartitionResponse()
                                          .setPartitionIndex(0)
                                          .setActiveProducers(now))))));
        });
    setting.brokers.intercept(
        ApiKey.LIST_TRANSACTIONS,
        request ->
            Reaction.answer(
                new ListTransactionsResponse()
                    .setTransactionStates(
                        List.of(
                            new ListTransactionsResponse.TransactionState()
                                .setTransactionalId("known")
                                .setProducerId(2)
                                .setTransactionState("Ongoing")))));
    setting.brokers.intercept(
        ApiKey.DESCRIBE_TRANSACTIONS,
        request ->
            Reaction.answer(
                new DescribeTransactionsResponse()
                    .setTransactionStates(
                        List.of(
                            new TransactionState()
                                .setTransactionalId("known")
                                .setTransactionState("Ongoing")
                                .setProducerId(2)
                                .setTopics(
                                    List.of(
                                        new TopicData()
                                            .setTopic("t")
                                            .setPartitions(List.of(0))))))));
    Results<TopicPartition, List<HangingTransaction>> hanging =
        setting.get(
            new HangingTransactions(
                HangingTransactionsOptions.defaults().silentFor(Duration.ofMinutes(1))));
    assertThat(hanging.failures()).isEmpty();
    assertThat(hanging.get(FIRST)).hasSize(1);
    HangingTransaction one = hanging.get(FIRST).get(0);
    assertThat(one.producer().producerId()).isEqualTo(1);
    assertThat(one.transactionalId()).isNull();
    assertThat(one.toAbort().coordinatorEpoch()).isZero();
    setting.close();
  }

  private static ProducerState producer(long id) {
    return new ProducerState()
        .setProducerId(id)
        .setProducerEpoch(5)
        .setCoordinatorEpoch(-1)
        .setLastTimestamp(1000)
        .setCurrentTxnStartOffset(10 * id);
  }
}
