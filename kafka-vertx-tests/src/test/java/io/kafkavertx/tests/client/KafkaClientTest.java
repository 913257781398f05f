package io.kafkavertx.tests.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkavertx.ApiVersions;
import io.kafkavertx.BrokerFeature;
import io.kafkavertx.BrokerRelease;
import io.kafkavertx.ClientClosedException;
import io.kafkavertx.ClusterMetadata;
import io.kafkavertx.ConnectionStatus;
import io.kafkavertx.KafkaClient;
import io.kafkavertx.KafkaClientOptions;
import io.kafkavertx.KafkaTimeoutException;
import io.kafkavertx.RequestOptions;
import io.kafkavertx.Target;
import io.kafkavertx.UnsupportedVersionException;
import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.ApiVersionsRequest;
import io.kafkavertx.protocol.message.CreateTopicsRequest;
import io.kafkavertx.protocol.message.CreateTopicsResponse;
import io.kafkavertx.protocol.message.DescribeGroupsRequest;
import io.kafkavertx.protocol.message.DescribeGroupsResponse;
import io.kafkavertx.protocol.message.InitProducerIdRequest;
import io.kafkavertx.protocol.message.InitProducerIdResponse;
import io.kafkavertx.protocol.message.ListGroupsRequest;
import io.kafkavertx.protocol.message.ListOffsetsRequest;
import io.kafkavertx.protocol.message.ListOffsetsResponse;
import io.kafkavertx.protocol.wire.Uuids;
import io.kafkavertx.tests.support.GuardedVertx;
import io.kafkavertx.tests.support.SharedBroker;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The low-level client against a real broker. */
final class KafkaClientTest {
  @RegisterExtension final GuardedVertx guarded = new GuardedVertx();

  private final String topic = SharedBroker.name("low-level");
  private KafkaClient client;

  /** The first use of a class loads it, Netty's and Vert.x's too: not what the guard looks for. */
  @BeforeAll
  static void loadClasses() throws Exception {
    Vertx vertx = Vertx.vertx();
    KafkaClient first =
        KafkaClient.create(
            vertx, options().setBootstrapServers("localhost:1," + SharedBroker.bootstrapServers()));
    get(first.checkVersion());
    get(vertx.close());
  }

  @BeforeEach
  void open() throws Exception {
    client = KafkaClient.create(guarded.vertx(), options());
    CreateTopicsResponse created =
        get(
            client.send(
                Target.controller(),
                new CreateTopicsRequest()
                    .setTopics(
                        List.of(
                            new CreateTopicsRequest.CreatableTopic()
                                .setName(topic)
                                .setNumPartitions(3)
                                .setReplicationFactor((short) 1)))));
    assertThat(created.topics().get(0).errorCode()).isEqualTo(ErrorCode.NONE.code());
  }

  private static KafkaClientOptions options() {
    return new KafkaClientOptions().setBootstrapServers(SharedBroker.bootstrapServers());
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.await(60, TimeUnit.SECONDS);
  }

  @Test
  void metadataTellsOfBrokersAndTopics() throws Exception {
    ClusterMetadata view = get(client.refreshMetadata(Set.of(topic)));
    assertThat(view.clusterId()).isNotEmpty();
    assertThat(view.nodes()).hasSize(1);
    assertThat(view.partitions(topic)).hasSize(3);
    assertThat(view.topicId(topic)).isNotEqualTo(Uuids.ZERO);
    assertThat(view.topicName(view.topicId(topic))).isEqualTo(topic);
    assertThat(view.availablePartitionsForTopic(topic)).hasSize(3);
    assertThat(client.metadata()).isEqualTo(view);
    assertThat(get(client.refreshMetadata()).topics()).containsExactly(topic);
    assertThat(get(client.refreshAllMetadata()).topics()).contains(topic);
    client.forgetTopics(Set.of(topic));
    assertThat(get(client.refreshMetadata()).topics()).isEmpty();
  }

  @Test
  void theTopicsToKeepCanBeReplacedAndChangesAreTold() throws Exception {
    List<ClusterMetadata> told = new CopyOnWriteArrayList<>();
    Runnable listening = client.onMetadata(told::add);

    assertThat(get(client.addTopic(topic)).topics()).containsExactly(topic);
    assertThat(told.get(told.size() - 1).topics()).containsExactly(topic);
    assertThat(get(client.metadataTimeToLive()))
        .isPositive()
        .isLessThanOrEqualTo(options().getMetadataMaxAge());
    listening.run();
    int heard = told.size();
    assertThat(get(client.setTopics(Set.of())).topics()).isEmpty();
    assertThat(get(client.setTopics(Set.of(topic))).topics()).containsExactly(topic);
    assertThat(told).hasSize(heard);
  }

  @Test
  void theConnectionToABrokerCanBeLookedAtAndClosed() throws Exception {
    int node = get(client.groupCoordinator("somebody")).id();
    get(client.ready(node));
    assertThat(get(client.connectionStatus(node))).isEqualTo(ConnectionStatus.CONNECTED);
    assertThat(get(client.connected(node))).isTrue();
    assertThat(get(client.isDisconnected(node))).isFalse();
    assertThat(get(client.connectionDelay(node))).isZero();
    get(client.disconnect(node));
    assertThat(get(client.isDisconnected(node))).isTrue();
    assertThat(get(client.send(Target.node(node), new ListGroupsRequest())).errorCode()).isZero();
    assertThat(get(client.isDisconnected(4711))).isTrue();
  }

  @Test
  void aTopicThatDoesNotExistIsAnErrorInTheMetadata() throws Exception {
    String missing = SharedBroker.name("missing");
    ClusterMetadata view = get(client.refreshMetadata(Set.of(missing)));
    assertThat(view.topics()).doesNotContain(missing);
    assertThat(view.topicErrors()).containsEntry(missing, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
  }

  @Test
  void eachTargetReachesItsBroker() throws Exception {
    assertThat(get(client.send(Target.anyNode(), new ListGroupsRequest())).errorCode()).isZero();
    int node = client.metadata().nodes().get(0).id();
    assertThat(get(client.send(Target.node(node), new ListGroupsRequest())).errorCode()).isZero();

    ListOffsetsResponse offsets =
        get(
            client.send(
                Target.leader(topic, 2),
                new ListOffsetsRequest()
                    .setReplicaId(-1)
                    .setTopics(
                        List.of(
                            new ListOffsetsRequest.ListOffsetsTopic()
                                .setName(topic)
                                .setPartitions(
                                    List.of(
                                        new ListOffsetsRequest.ListOffsetsPartition()
                                            .setPartitionIndex(2)
                                            .setTimestamp(-1)))))));
    assertThat(offsets.topics().get(0).partitions().get(0).offset()).isZero();

    String group = SharedBroker.name("group");
    DescribeGroupsResponse groups =
        get(
            client.send(
                Target.groupCoordinator(group),
                new DescribeGroupsRequest().setGroups(List.of(group))));
    assertThat(groups.groups()).hasSize(1);

    String transactionalId = SharedBroker.name("transaction");
    InitProducerIdResponse producer =
        get(
            client.send(
                Target.transactionCoordinator(transactionalId),
                new InitProducerIdRequest()
                    .setTransactionalId(transactionalId)
                    .setTransactionTimeoutMs(10_000)));
    assertThat(producer.errorCode()).isZero();
    assertThat(producer.producerId()).isNotNegative();
  }

  @Test
  void aRequestIsSentInTheVersionThatWasPinned() throws Exception {
    for (int version = 0; version <= ApiKey.API_VERSIONS.highestVersion(); version++) {
      ApiVersionsRequest request =
          new ApiVersionsRequest().setClientSoftwareName("probe").setClientSoftwareVersion("1");
      var answer =
          get(client.send(Target.anyNode(), request, RequestOptions.defaults().version(version)));
      assertThat(answer.errorCode()).as("version " + version).isZero();
      // Features are told from version 3 on.
      assertThat(answer.finalizedFeatures().isEmpty())
          .as("version " + version)
          .isEqualTo(version < 3);
    }
    assertThatThrownBy(
            () ->
                get(
                    client.send(
                        Target.anyNode(),
                        new ListGroupsRequest(),
                        RequestOptions.defaults().version(99))))
        .isInstanceOf(UnsupportedVersionException.class)
        .hasMessageContaining("99");
  }

  @Test
  void theBrokerIsToldToBeOfItsRelease() throws Exception {
    BrokerRelease release = get(client.checkVersion());
    assertThat(release).hasToString("4.4");
    assertThat(release.features())
        .contains(
            BrokerFeature.TOPIC_IDS,
            BrokerFeature.TRANSACTIONS_V2,
            BrokerFeature.CONSUMER_GROUP_PROTOCOL);
    ApiVersions versions = get(client.apiVersions(client.metadata().nodes().get(0).id()));
    assertThat(versions.supports(ApiKey.FETCH, 18)).isTrue();
    assertThat(versions.supports(ApiKey.FETCH, 3)).isFalse();
    assertThat(versions.finalizedFeatures()).containsKey("metadata.version");
  }

  @Test
  void resultsCompleteOnTheContextOfTheCaller() throws Exception {
    Vertx vertx = guarded.vertx();
    Context context = vertx.getOrCreateContext();
    Promise<Boolean> same = Promise.promise();
    context.runOnContext(
        go ->
            client
                .refreshMetadata()
                .onComplete(done -> same.complete(Vertx.currentContext() == context)));
    assertThat(get(same.future())).isTrue();
  }

  @Test
  void theLoadOfABrokerIsTold() throws Exception {
    get(client.refreshMetadata());
    int node = get(client.leastLoadedNode()).id();
    get(client.ready(node));
    assertThat(get(client.isReady(node))).isTrue();
    assertThat(get(client.inFlightRequestCount(node))).isZero();
    assertThat(get(client.inFlightRequestCount())).isZero();
  }

  @Test
  void aBootstrapThatIsDownIsAnErrorThatSaysWhy() throws Exception {
    KafkaClient lost =
        KafkaClient.create(
            guarded.vertx(),
            new KafkaClientOptions()
                .setBootstrapServers("127.0.0.1:1,no-such-host.invalid:9092")
                .setDefaultApiTimeout(Duration.ofSeconds(3)));
    assertThatThrownBy(() -> get(lost.refreshMetadata()))
        .isInstanceOf(KafkaTimeoutException.class)
        .hasMessageContaining("127.0.0.1:1")
        .hasMessageContaining("no-such-host.invalid")
        .hasMessageContaining("does not resolve");
    get(lost.close());
  }

  @Test
  void aDeadServerInTheListDoesNotMatter() throws Exception {
    KafkaClient half =
        KafkaClient.create(
            guarded.vertx(),
            options()
                .setBootstrapServers(
                    "127.0.0.1:1," + SharedBroker.bootstrapServers() + ",no-such-host.invalid:1"));
    assertThat(get(half.refreshMetadata()).nodes()).hasSize(1);
    get(half.close());
  }

  @Test
  void aClosedClientSaysSo() throws Exception {
    get(client.close());
    assertThatThrownBy(() -> get(client.refreshMetadata()))
        .isInstanceOf(ClientClosedException.class);
    assertThatThrownBy(() -> get(client.send(Target.anyNode(), new ListGroupsRequest())))
        .isInstanceOf(ClientClosedException.class);
    get(client.close());
  }
}
