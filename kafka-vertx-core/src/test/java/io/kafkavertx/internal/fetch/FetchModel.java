package io.kafkavertx.internal.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.ClusterMetadata;
import io.kafkavertx.ConnectionException;
import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.OffsetAndMetadata;
import io.kafkavertx.OffsetReset;
import io.kafkavertx.internal.cluster.Cluster;
import io.kafkavertx.internal.metrics.Meters;
import io.kafkavertx.internal.net.Timers;
import io.kafkavertx.internal.net.VirtualLoop;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.FetchRequest;
import io.kafkavertx.protocol.message.FetchResponse;
import io.kafkavertx.protocol.record.BatchBuilder;
import io.kafkavertx.protocol.wire.ByteSlice;
import io.kafkavertx.spi.Deserializer;
import io.kafkavertx.spi.Node;
import io.kafkavertx.spi.PartitionInfo;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.lang.ref.WeakReference;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/**
 * A fetcher, and brokers that have something to fetch. Counts on its own, at the brokers' side of
 * the wire, what has been asked for and not come yet.
 */
final class FetchModel implements FetchEvents {
  static final String TOPIC = "t";
  private static final UUID ID = new UUID(1, 1);

  final VirtualLoop loop;
  final Random random;
  final RecordFetcher<byte[], byte[]> fetcher;
  final List<Throwable> failures = new ArrayList<>();
  final Map<TopicPartition, List<byte[]>> logs = new LinkedHashMap<>();
  final Map<TopicPartition, Long> next = new HashMap<>();
  final List<WeakReference<byte[]>> answers = new ArrayList<>();
  private final Map<Integer, Long> asked = new HashMap<>();
  private final Timers timers;
  private final Meters meters = Meters.unreported("test");
  private final int brokers;
  private final short version;
  private final long bound;
  private final ClusterMetadata metadata;
  long largestBatch;
  long mostHeld;
  int fetches;

  FetchModel(long seed, int brokers, int partitions, int version, ConsumerOptions options) {
    this.loop = new VirtualLoop(seed);
    this.random = new Random(seed);
    this.timers = new Timers(loop);
    this.brokers = brokers;
    this.version = (short) version;
    this.bound = options.getMaxBufferedBytes();
    for (int p = 0; p < partitions; p++) {
      logs.put(new TopicPartition(TOPIC, p), new ArrayList<>());
      next.put(new TopicPartition(TOPIC, p), 0L);
    }
    this.metadata = describe();
    Cluster cluster =
        (Cluster)
            Proxy.newProxyInstance(
                Cluster.class.getClassLoader(), new Class<?>[] {Cluster.class}, this::cluster);
    this.fetcher =
        new RecordFetcher<>(
            cluster,
            FetchConfig.of(options),
            id -> null,
            Deserializer.bytes(),
            Deserializer.bytes(),
            null,
            this);
  }

  private int leader(TopicPartition tp) {
    return 1 + tp.partition() % brokers;
  }

  private ClusterMetadata describe() {
    ClusterMetadata.Builder builder = ClusterMetadata.builder();
    List<PartitionInfo> infos = new ArrayList<>();
    for (TopicPartition tp : logs.keySet()) {
      Node node = new Node(leader(tp), "b" + leader(tp), 9092, null);
      builder.node(node);
      infos.add(new PartitionInfo(tp, node, 0, List.of(node), List.of(node), List.of()));
    }
    UUID id = version >= 13 ? ID : new UUID(0, 0);
    return builder
        .topic(new ClusterMetadata.Topic(TOPIC, id, false, ErrorCode.NONE, infos))
        .build();
  }

  /** Appends a batch of one record. */
  void append(TopicPartition tp, int valueSize) {
    List<byte[]> log = logs.get(tp);
    BatchBuilder builder = new BatchBuilder(valueSize + 100);
    builder.append(1000, null, new byte[valueSize], List.of());
    ByteSlice closed = builder.close(null);
    builder.stamp(-1, (short) -1, -1, false);
    byte[] batch = closed.toArray();
    ByteBuffer.wrap(batch).putLong(0, log.size());
    log.add(batch);
    largestBatch = Math.max(largestBatch, batch.length);
  }

  /** Starts reading everything from the beginning. */
  void start() {
    fetcher.add(logs.keySet());
    logs.keySet().forEach(tp -> fetcher.seek(tp, new OffsetAndMetadata(0)));
    fetcher.start(logs.keySet());
  }

  void seek(TopicPartition tp, long offset) {
    next.put(tp, offset);
    fetcher.seek(tp, new OffsetAndMetadata(offset));
  }

  /** Hands out up to that many records, checking each. */
  int drain(int max) {
    return fetcher.drain(
        max,
        record -> {
          long expected = next.put(record.topicPartition(), record.offset() + 1);
          assertThat(record.offset()).as("%s", record.topicPartition()).isEqualTo(expected);
          fetcher.handled(record);
          check();
          return true;
        });
  }

  boolean isAllRead() {
    return logs.entrySet().stream()
        .allMatch(log -> next.get(log.getKey()) == log.getValue().size());
  }

  /** Reads to the end; fails when that takes too long. */
  void readAll() {
    for (int turn = 0; turn < 100_000 && !isAllRead(); turn++) {
      loop.advanceMillis(5);
      drain(1000);
    }
    assertThat(isAllRead()).as("everything is read").isTrue();
    assertThat(failures).isEmpty();
  }

  long asked() {
    return asked.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Holds at every moment. */
  void check() {
    long held = fetcher.buffered().total();
    mostHeld = Math.max(mostHeld, held);
    assertThat(held).isNotNegative();
    if (held + asked() > bound) {
      // One batch that is larger than the bound, on its way alone or here alone; or, of an old
      // broker, large batches of many partitions.
      assertThat(version < 3 ? largestBatch * logs.size() : largestBatch)
          .as("%s held, %s asked for", held, asked())
          .isGreaterThan(bound);
      assertThat(held == 0 ? asked.values().stream().filter(b -> b > 0).count() : 1).isEqualTo(1);
      assertThat(held == 0 || asked() == 0).isTrue();
      assertThat(version < 3 ? 0 : held).isLessThanOrEqualTo(largestBatch);
    }
  }

  private Object cluster(Object proxy, Method method, Object[] args) {
    return switch (method.getName()) {
      case "loop" -> loop;
      case "timers" -> timers;
      case "meters" -> meters;
      case "metadata" -> metadata;
      case "onUpdate" -> (Runnable) () -> {};
      case "version" -> version;
      case "requestUpdate" -> null;
      case "send" -> send((int) args[0], (FetchRequest) args[1]);
      default -> throw new UnsupportedOperationException(method.toString());
    };
  }

  private Future<FetchResponse> send(int node, FetchRequest request) {
    fetches++;
    long most =
        version >= 3
            ? request.maxBytes()
            : request.topics().stream()
                .flatMap(topic -> topic.partitions().stream())
                .mapToLong(FetchRequest.FetchPartition::partitionMaxBytes)
                .sum();
    assertThat(asked.getOrDefault(node, 0L)).as("one fetch at a time").isZero();
    asked.put(node, most);
    check();
    Promise<FetchResponse> promise = Promise.promise();
    boolean lost = random.nextInt(50) == 0;
    poll(node, request, promise, lost, loop.nanoTime() + request.maxWaitMs() * 1_000_000L);
    return promise.future();
  }

  private void poll(
      int node, FetchRequest request, Promise<FetchResponse> promise, boolean lost, long until) {
    loop.schedule(
        1_000_000L + random.nextInt(5_000_000),
        () -> {
          FetchResponse response = read(request);
          if (lost) {
            asked.put(node, 0L);
            promise.fail(
                new ConnectionException(
                    ConnectionException.Reason.DISCONNECTED,
                    ConnectionException.Written.ALL,
                    "lost",
                    null));
          } else if (FetchAnswers.bytes(response) > 0 || loop.nanoTime() >= until) {
            asked.put(node, 0L);
            promise.complete(response);
          } else {
            poll(node, request, promise, false, until);
          }
          check();
        });
  }

  /** As a broker does: the first batch of an answer is whole, however large, from version 3 on. */
  private FetchResponse read(FetchRequest request) {
    List<FetchResponse.PartitionData> partitions = new ArrayList<>();
    List<byte[]> parts = new ArrayList<>();
    long room = version >= 3 ? request.maxBytes() : Long.MAX_VALUE;
    boolean first = version >= 3;
    for (FetchRequest.FetchPartition asked : request.topics().get(0).partitions()) {
      List<byte[]> log = logs.get(new TopicPartition(TOPIC, asked.partition()));
      long limit = Math.min(room, asked.partitionMaxBytes());
      byte[] bytes = batches(log, (int) asked.fetchOffset(), limit, first);
      room = Math.max(0, room - bytes.length);
      first &= bytes.length == 0;
      parts.add(bytes);
      partitions.add(
          new FetchResponse.PartitionData()
              .setPartitionIndex(asked.partition())
              .setHighWatermark(log.size())
              .setLastStableOffset(log.size()));
    }
    byte[] frame = new byte[parts.stream().mapToInt(part -> part.length).sum()];
    int at = 0;
    for (int i = 0; i < parts.size(); i++) {
      System.arraycopy(parts.get(i), 0, frame, at, parts.get(i).length);
      partitions.get(i).setRecords(ByteSlice.of(frame, at, parts.get(i).length));
      at += parts.get(i).length;
    }
    answers.add(new WeakReference<>(frame));
    return new FetchResponse()
        .setResponses(
            List.of(
                new FetchResponse.FetchableTopicResponse()
                    .setTopic(TOPIC)
                    .setTopicId(request.topics().get(0).topicId())
                    .setPartitions(partitions)));
  }

  private byte[] batches(List<byte[]> log, int from, long limit, boolean firstWhole) {
    byte[] all = new byte[0];
    for (int i = from; i < log.size() && all.length < limit; i++) {
      byte[] batch = log.get(i);
      int old = all.length;
      int fits = (int) Math.min(batch.length, limit - old);
      if (fits < batch.length && version >= 3) {
        if (!firstWhole || old > 0) {
          break;
        }
        fits = batch.length;
      }
      all = Arrays.copyOf(all, old + fits);
      System.arraycopy(batch, 0, all, old, fits);
    }
    if (all.length == 0 && firstWhole && from < log.size()) {
      all = log.get(from).clone();
    }
    return all;
  }

  @Override
  public void recordsAvailable() {}

  @Override
  public void failed(TopicPartition partition, Throwable cause) {
    failures.add(cause);
  }

  @Override
  public void positionReset(OffsetReset reset) {
    failures.add(new AssertionError(reset));
  }
}
