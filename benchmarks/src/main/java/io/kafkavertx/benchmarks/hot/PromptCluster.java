package io.kafkavertx.benchmarks.hot;

import io.kafkavertx.ClusterMetadata;
import io.kafkavertx.internal.cluster.Cluster;
import io.kafkavertx.internal.cluster.SendOptions;
import io.kafkavertx.internal.metrics.Meters;
import io.kafkavertx.internal.net.BrokerVersions;
import io.kafkavertx.internal.net.EventLoop;
import io.kafkavertx.internal.net.Timers;
import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.ApiResponse;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.InitProducerIdResponse;
import io.kafkavertx.protocol.message.ProduceRequest;
import io.kafkavertx.protocol.message.ProduceResponse;
import io.kafkavertx.spi.Node;
import io.kafkavertx.spi.PartitionInfo;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * One broker that takes every batch in the loop's next turn and looks into none: what remains is
 * the producer's own work.
 */
final class PromptCluster implements Cluster {
  private static final Node BROKER = new Node(1, "broker", 9092, null);

  private final QueueLoop loop;
  private final Timers timers;
  private final Meters meters = Meters.unreported("benchmark");
  private final ClusterMetadata metadata;
  private long offset;
  private int inFlight;

  PromptCluster(QueueLoop loop, String topic, int partitions) {
    this.loop = loop;
    this.timers = new Timers(loop);
    List<PartitionInfo> infos = new ArrayList<>();
    for (int i = 0; i < partitions; i++) {
      infos.add(
          new PartitionInfo(
              new TopicPartition(topic, i), BROKER, 0, List.of(), List.of(), List.of()));
    }
    metadata =
        ClusterMetadata.builder()
            .clusterId("benchmark")
            .controller(1)
            .node(BROKER)
            .topic(new ClusterMetadata.Topic(topic, new UUID(1, 1), false, ErrorCode.NONE, infos))
            .build();
  }

  private static UnsupportedOperationException notHere() {
    return new UnsupportedOperationException("no producer asks for that here");
  }

  @SuppressWarnings("unchecked")
  private static <R> Future<R> answer(Future<? extends ApiResponse> response) {
    return (Future<R>) response;
  }

  @Override
  public <R extends ApiResponse> Future<R> send(
      int nodeId, ApiRequest<R> request, SendOptions options) {
    ProduceRequest produce = (ProduceRequest) request;
    List<ProduceResponse.TopicProduceResponse> topics = new ArrayList<>();
    for (ProduceRequest.TopicProduceData topic : produce.topicData()) {
      List<ProduceResponse.PartitionProduceResponse> partitions = new ArrayList<>();
      for (ProduceRequest.PartitionProduceData partition : topic.partitionData()) {
        partitions.add(
            new ProduceResponse.PartitionProduceResponse()
                .setIndex(partition.index())
                .setBaseOffset(offset++)
                .setLogAppendTimeMs(-1));
      }
      topics.add(
          new ProduceResponse.TopicProduceResponse()
              .setName(topic.name())
              .setTopicId(topic.topicId())
              .setPartitionResponses(partitions));
    }
    ProduceResponse response = new ProduceResponse().setResponses(topics);
    io.vertx.core.Promise<ProduceResponse> promise = io.vertx.core.Promise.promise();
    inFlight++;
    loop.execute(
        () -> {
          inFlight--;
          promise.complete(response);
        });
    return answer(promise.future());
  }

  @Override
  public <R extends ApiResponse> Future<R> sendAny(ApiRequest<R> request, SendOptions options) {
    return answer(Future.succeededFuture(new InitProducerIdResponse().setProducerId(1)));
  }

  @Override
  public EventLoop loop() {
    return loop;
  }

  @Override
  public Timers timers() {
    return timers;
  }

  @Override
  public Meters meters() {
    return meters;
  }

  @Override
  public ClusterMetadata metadata() {
    return metadata;
  }

  @Override
  public void retainTopics(Collection<String> topics) {}

  @Override
  public void releaseTopics(Collection<String> topics) {}

  @Override
  public void retainAllTopics(boolean on) {}

  @Override
  public void autoCreateTopics(boolean on) {}

  @Override
  public void requestUpdate() {}

  @Override
  public void rebootstrap(String why) {}

  @Override
  public Future<ClusterMetadata> refresh(long deadlineNanos) {
    return Future.succeededFuture(metadata);
  }

  @Override
  public Future<ClusterMetadata> topicReady(String topic, long deadlineNanos) {
    return Future.succeededFuture(metadata);
  }

  @Override
  public Runnable onUpdate(Consumer<ClusterMetadata> listener) {
    return () -> {};
  }

  @Override
  public boolean leaderHint(
      String topic,
      int partition,
      int leaderId,
      int leaderEpoch,
      String host,
      int port,
      String rack) {
    return false;
  }

  @Override
  public Future<Node> controller(long deadlineNanos) {
    return Future.succeededFuture(BROKER);
  }

  @Override
  public <R extends ApiResponse> Future<R> sendController(
      ApiRequest<R> request, SendOptions options) {
    throw notHere();
  }

  @Override
  public Future<Integer> coordinator(CoordinatorType type, String key, long deadlineNanos) {
    throw notHere();
  }

  @Override
  public void forgetCoordinator(CoordinatorType type, String key) {}

  @Override
  public int inFlight(int nodeId) {
    return inFlight;
  }

  @Override
  public boolean isReady(int nodeId, SendOptions.Lane lane) {
    return true;
  }

  @Override
  public Node leastLoaded() {
    return BROKER;
  }

  @Override
  public BrokerVersions versions(int nodeId) {
    return null;
  }

  @Override
  public void connect(int nodeId) {}

  @Override
  public Future<Void> whenReady(int nodeId, long deadlineNanos) {
    return Future.succeededFuture();
  }

  @Override
  public short version(int nodeId, ApiKey api) {
    return api.highestVersion();
  }

  @Override
  public short finalizedFeature(String name) {
    return 0;
  }

  @Override
  public Future<Void> close() {
    return Future.succeededFuture();
  }
}
