package io.kafkavertx.internal.produce;

import io.kafkavertx.ClusterMetadata;
import io.kafkavertx.ConnectionException;
import io.kafkavertx.ConnectionException.Reason;
import io.kafkavertx.ConnectionException.Written;
import io.kafkavertx.KafkaTimeoutException;
import io.kafkavertx.internal.cluster.Cluster;
import io.kafkavertx.internal.cluster.SendOptions;
import io.kafkavertx.internal.metrics.Meters;
import io.kafkavertx.internal.net.BrokerVersions;
import io.kafkavertx.internal.net.EventLoop;
import io.kafkavertx.internal.net.Timers;
import io.kafkavertx.internal.net.VirtualLoop;
import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.ApiResponse;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.InitProducerIdRequest;
import io.kafkavertx.protocol.message.InitProducerIdResponse;
import io.kafkavertx.protocol.message.ProduceRequest;
import io.kafkavertx.protocol.message.ProduceResponse;
import io.kafkavertx.spi.Node;
import io.kafkavertx.spi.PartitionInfo;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Brokers in memory that store what producers send, and that can be told to misbehave. Requests to
 * one broker keep their order.
 */
final class ModelCluster implements Cluster {
  /** What a broker does with one produce request. */
  interface Fault {
    /** Null for no fault. */
    Action on(int node, ProduceRequest request);
  }

  /** A fault. */
  enum Action {
    /** The connection is lost before the broker has read the request. */
    LOSE_REQUEST,
    /** The broker works, and the connection is lost before the answer. */
    LOSE_ANSWER,
    /** Nothing happens until the request's deadline. */
    SILENCE
  }

  final VirtualLoop loop;
  Meters meters = Meters.unreported("test");
  private final Timers timers;
  final Map<TopicPartition, ModelPartition> partitions = new LinkedHashMap<>();
  final Map<String, UUID> topicIds = new HashMap<>();
  final List<ProduceRequest> requests = new ArrayList<>();
  final Set<Integer> down = new HashSet<>();
  final Set<String> retained = new HashSet<>();
  final ArrayDeque<Short> initErrors = new ArrayDeque<>();

  /** Error codes to answer for the next batches of a partition, in place of doing something. */
  final Map<TopicPartition, ArrayDeque<ErrorCode>> errors = new HashMap<>();

  Fault fault = (node, request) -> null;
  long latencyNanos = 1_000_000;
  boolean hints = true;
  boolean metadataFollows = true;
  short firstEpoch;
  int initRequests;
  int updatesRequested;
  int maxInFlight;
  private final Map<Integer, List<Pending>> inFlight = new HashMap<>();
  private final Map<Integer, Long> freeAt = new HashMap<>();
  private final List<Consumer<ClusterMetadata>> listeners = new ArrayList<>();
  private final Set<String> unknownTopics = new HashSet<>();
  private ClusterMetadata metadata = ClusterMetadata.empty();
  private boolean updateScheduled;

  private record Pending(Promise<ProduceResponse> promise, EventLoop.Timer deadline) {}

  ModelCluster(VirtualLoop loop) {
    this.loop = loop;
    this.timers = new Timers(loop);
  }

  /** Makes a topic, led by brokers 1, 2 and 3 in turn. */
  ModelCluster topic(String name, int count) {
    topicIds.put(name, new UUID(loop.random().nextLong(), 1));
    for (int i = 0; i < count; i++) {
      TopicPartition tp = new TopicPartition(name, i);
      partitions.put(tp, new ModelPartition(tp, 1 + i % 3));
    }
    return this;
  }

  /** Keeps a topic out of metadata although it exists, or shows it again. */
  void hide(String topic, boolean hidden) {
    if (hidden) {
      unknownTopics.add(topic);
    } else {
      unknownTopics.remove(topic);
    }
  }

  ModelPartition partition(String topic, int partition) {
    return partitions.get(new TopicPartition(topic, partition));
  }

  void fail(String topic, int partition, ErrorCode... codes) {
    errors
        .computeIfAbsent(new TopicPartition(topic, partition), tp -> new ArrayDeque<>())
        .addAll(List.of(codes));
  }

  /** What brokers would tell now. */
  private ClusterMetadata snapshot() {
    ClusterMetadata.Builder builder = ClusterMetadata.builder().clusterId("model").controller(1);
    Map<Integer, Node> nodes = new HashMap<>();
    for (int id = 1; id <= 3; id++) {
      nodes.put(id, new Node(id, "broker" + id, 9092, null));
      builder.node(nodes.get(id));
    }
    for (Map.Entry<String, UUID> topic : topicIds.entrySet()) {
      if (unknownTopics.contains(topic.getKey())) {
        continue;
      }
      List<PartitionInfo> infos = new ArrayList<>();
      for (ModelPartition partition : partitions.values()) {
        if (partition.topicPartition.topic().equals(topic.getKey())) {
          Node leader = down.contains(partition.leader) ? null : nodes.get(partition.leader);
          infos.add(
              new PartitionInfo(
                  partition.topicPartition,
                  leader,
                  partition.leaderEpoch,
                  List.of(),
                  List.of(),
                  List.of()));
        }
      }
      builder.topic(
          new ClusterMetadata.Topic(
              topic.getKey(), topic.getValue(), false, ErrorCode.NONE, infos));
    }
    return builder.build();
  }

  void learn() {
    metadata = snapshot();
    List.copyOf(listeners).forEach(listener -> listener.accept(metadata));
  }

  /** A broker dies: its connections end, its partitions get other leaders. */
  void kill(int node) {
    down.add(node);
    List<Pending> lost = inFlight.remove(node);
    if (lost != null) {
      List.copyOf(lost).forEach(pending -> lose(pending, Written.ALL));
    }
    for (ModelPartition partition : partitions.values()) {
      if (partition.leader == node) {
        partition.moveTo(1 + node % 3);
      }
    }
  }

  private static void lose(Pending pending, Written written) {
    pending.deadline.cancel();
    pending.promise.tryFail(
        new ConnectionException(Reason.DISCONNECTED, written, "the connection was lost", null));
  }

  @Override
  public Meters meters() {
    return meters;
  }

  @Override
  @SuppressWarnings("unchecked")
  public <R extends ApiResponse> Future<R> send(
      int nodeId, ApiRequest<R> request, SendOptions options) {
    Promise<ProduceResponse> promise = Promise.promise();
    ProduceRequest produce = (ProduceRequest) request;
    requests.add(produce);
    if (down.contains(nodeId)) {
      promise.fail(
          new ConnectionException(
              Reason.CONNECT, Written.NOTHING, "broker " + nodeId + " is down", null));
      return (Future<R>) (Future<?>) promise.future();
    }
    List<Pending> pendings = inFlight.computeIfAbsent(nodeId, id -> new ArrayList<>());
    Pending pending =
        new Pending(
            promise,
            loop.schedule(
                options.deadlineNanos() - loop.nanoTime(),
                () ->
                    promise.tryFail(
                        new ConnectionException(
                            Reason.TIMEOUT, Written.ALL, "no answer in time", null))));
    pendings.add(pending);
    maxInFlight = Math.max(maxInFlight, pendings.size());
    promise.future().onComplete(done -> pendings.remove(pending));
    if (produce.acks() == 0) {
      loop.execute(() -> handle(nodeId, produce));
      loop.execute(
          () -> {
            pending.deadline.cancel();
            promise.tryComplete(new ProduceResponse());
          });
      return (Future<R>) (Future<?>) promise.future();
    }
    Action action = fault.on(nodeId, produce);
    long at = Math.max(freeAt.getOrDefault(nodeId, 0L), loop.nanoTime() + latencyNanos);
    freeAt.put(nodeId, at);
    SentBytes sent = new SentBytes(produce);
    if (action == Action.SILENCE) {
      // Its bytes may sit in a queue for a while after the client has given it up.
      loop.schedule(options.deadlineNanos() - loop.nanoTime() + 1_000_000_000L, sent::check);
      return (Future<R>) (Future<?>) promise.future();
    }
    loop.schedule(
        at - loop.nanoTime(),
        () -> {
          sent.check();
          arrive(nodeId, produce, pending, action);
        });
    return (Future<R>) (Future<?>) promise.future();
  }

  private void arrive(int nodeId, ProduceRequest produce, Pending pending, Action action) {
    if (pending.promise.future().isComplete()) {
      return; // the connection has gone
    }
    ProduceResponse response = action == Action.LOSE_REQUEST ? null : handle(nodeId, produce);
    if (action == null) {
      pending.deadline.cancel();
      pending.promise.tryComplete(response);
    } else {
      // All requests on that connection are lost with it.
      for (Pending each : List.copyOf(inFlight.get(nodeId))) {
        lose(each, Written.ALL);
      }
    }
  }

  private ProduceResponse handle(int nodeId, ProduceRequest produce) {
    ProduceResponse response =
        new ProduceResponse().setResponses(new ArrayList<>()).setNodeEndpoints(new ArrayList<>());
    for (ProduceRequest.TopicProduceData topic : produce.topicData()) {
      ProduceResponse.TopicProduceResponse answer =
          new ProduceResponse.TopicProduceResponse()
              .setName(topic.name())
              .setTopicId(topic.topicId())
              .setPartitionResponses(new ArrayList<>());
      for (ProduceRequest.PartitionProduceData data : topic.partitionData()) {
        answer.partitionResponses().add(answer(nodeId, topic.name(), data, response));
      }
      response.responses().add(answer);
    }
    return response;
  }

  private ProduceResponse.PartitionProduceResponse answer(
      int nodeId,
      String topic,
      ProduceRequest.PartitionProduceData data,
      ProduceResponse response) {
    ProduceResponse.PartitionProduceResponse answer =
        new ProduceResponse.PartitionProduceResponse()
            .setIndex(data.index())
            .setBaseOffset(-1)
            .setLogAppendTimeMs(-1)
            .setRecordErrors(List.of());
    TopicPartition tp = new TopicPartition(topic, data.index());
    ArrayDeque<ErrorCode> scripted = errors.get(tp);
    ModelPartition partition = partitions.get(tp);
    if (scripted != null && !scripted.isEmpty()) {
      ErrorCode code = scripted.pollFirst();
      if (code == ErrorCode.NOT_LEADER_OR_FOLLOWER && hints && partition != null) {
        hint(answer, response, partition);
      }
      return answer.setErrorCode(code.code());
    }
    if (partition == null) {
      return answer.setErrorCode(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION.code());
    }
    if (partition.leader != nodeId) {
      if (hints) {
        hint(answer, response, partition);
      }
      return answer.setErrorCode(ErrorCode.NOT_LEADER_OR_FOLLOWER.code());
    }
    ModelPartition.Result result = partition.append(data.records());
    return answer.setErrorCode(result.code().code()).setBaseOffset(result.baseOffset());
  }

  private static void hint(
      ProduceResponse.PartitionProduceResponse answer,
      ProduceResponse response,
      ModelPartition partition) {
    answer.setCurrentLeader(
        new ProduceResponse.LeaderIdAndEpoch()
            .setLeaderId(partition.leader)
            .setLeaderEpoch(partition.leaderEpoch));
    response
        .nodeEndpoints()
        .add(
            new ProduceResponse.NodeEndpoint()
                .setNodeId(partition.leader)
                .setHost("broker" + partition.leader)
                .setPort(9092));
  }

  @Override
  @SuppressWarnings("unchecked")
  public <R extends ApiResponse> Future<R> sendAny(ApiRequest<R> request, SendOptions options) {
    if (!(request instanceof InitProducerIdRequest)) {
      throw new IllegalArgumentException(request.toString());
    }
    Promise<InitProducerIdResponse> promise = Promise.promise();
    initRequests++;
    long id = 4000 + initRequests;
    short error = initErrors.isEmpty() ? 0 : initErrors.pollFirst();
    loop.schedule(
        latencyNanos,
        () ->
            promise.complete(
                new InitProducerIdResponse()
                    .setErrorCode(error)
                    .setProducerId(id)
                    .setProducerEpoch(firstEpoch)));
    firstEpoch = initRequests == 1 ? firstEpoch : 0;
    return (Future<R>) (Future<?>) promise.future();
  }

  @Override
  public void requestUpdate() {
    updatesRequested++;
    if (!updateScheduled && metadataFollows) {
      updateScheduled = true;
      loop.schedule(
          20_000_000,
          () -> {
            updateScheduled = false;
            learn();
          });
    }
  }

  @Override
  public Future<ClusterMetadata> topicReady(String topic, long deadlineNanos) {
    Promise<ClusterMetadata> promise = Promise.promise();
    poll(topic, deadlineNanos, promise);
    return promise.future();
  }

  private void poll(String topic, long deadlineNanos, Promise<ClusterMetadata> promise) {
    if (!metadata.partitions(topic).isEmpty()) {
      promise.complete(metadata);
    } else if (loop.nanoTime() - deadlineNanos >= 0) {
      promise.fail(new KafkaTimeoutException("UNKNOWN_TOPIC_OR_PARTITION for topic " + topic));
    } else {
      requestUpdate();
      loop.schedule(
          Math.min(10_000_000, deadlineNanos - loop.nanoTime()),
          () -> poll(topic, deadlineNanos, promise));
    }
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
    PartitionInfo known = metadata.partition(topic, partition);
    if (known == null || known.leaderEpoch() >= leaderEpoch) {
      return false;
    }
    List<PartitionInfo> infos = new ArrayList<>(metadata.partitions(topic));
    infos.set(
        partition,
        new PartitionInfo(
            known.topicPartition(),
            metadata.node(leaderId),
            leaderEpoch,
            List.of(),
            List.of(),
            List.of()));
    metadata =
        metadata.toBuilder()
            .topic(
                new ClusterMetadata.Topic(
                    topic, metadata.topicId(topic), false, ErrorCode.NONE, infos))
            .build();
    List.copyOf(listeners).forEach(listener -> listener.accept(metadata));
    return true;
  }

  @Override
  public Future<Void> whenReady(int nodeId, long deadlineNanos) {
    Promise<Void> promise = Promise.promise();
    loop.schedule(
        500_000,
        () -> {
          if (down.contains(nodeId)) {
            promise.fail(
                new ConnectionException(
                    Reason.CONNECT, Written.NOTHING, "connection refused", null));
          } else {
            promise.complete();
          }
        });
    return promise.future();
  }

  @Override
  public boolean isReady(int nodeId, SendOptions.Lane lane) {
    return !down.contains(nodeId);
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
  public ClusterMetadata metadata() {
    return metadata;
  }

  @Override
  public void retainTopics(Collection<String> topics) {
    retained.addAll(topics);
  }

  @Override
  public void releaseTopics(Collection<String> topics) {
    retained.removeAll(topics);
  }

  @Override
  public void retainAllTopics(boolean on) {}

  @Override
  public void autoCreateTopics(boolean on) {}

  @Override
  public void rebootstrap(String why) {}

  @Override
  public Future<ClusterMetadata> refresh(long deadlineNanos) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Runnable onUpdate(Consumer<ClusterMetadata> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  @Override
  public <R extends ApiResponse> Future<R> sendController(
      ApiRequest<R> request, SendOptions options) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Future<Node> controller(long deadlineNanos) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Future<Integer> coordinator(CoordinatorType type, String key, long deadlineNanos) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void forgetCoordinator(CoordinatorType type, String key) {}

  @Override
  public int inFlight(int nodeId) {
    return inFlight.getOrDefault(nodeId, List.of()).size();
  }

  @Override
  public Node leastLoaded() {
    return metadata.node(1);
  }

  @Override
  public BrokerVersions versions(int nodeId) {
    return null;
  }

  @Override
  public void connect(int nodeId) {}

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
