package io.kafkavertx.benchmarks;

import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.protocol.ApiMessage;
import io.kafkavertx.protocol.message.ApiVersionsResponse;
import io.kafkavertx.protocol.message.InitProducerIdResponse;
import io.kafkavertx.protocol.message.MetadataRequest;
import io.kafkavertx.protocol.message.MetadataResponse;
import io.kafkavertx.protocol.message.ProduceRequest;
import io.kafkavertx.protocol.message.ProduceResponse;
import io.kafkavertx.protocol.message.RequestHeader;
import io.kafkavertx.protocol.message.ResponseHeader;
import io.kafkavertx.protocol.wire.WireReader;
import io.kafkavertx.protocol.wire.WireWriter;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import io.vertx.core.parsetools.RecordParser;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * A broker that acknowledges every batch at once and keeps none, so that what a producer costs
 * shows by itself: every topic exists, has the number of partitions it was told, and never moves.
 * Runs in a JVM of its own; the first line that it prints is its port, and it ends with its
 * standard input.
 */
final class StubBroker {
  private static final int LENGTH_BYTES = 4;
  private static final int LARGEST_FRAME = 64 << 20;
  private static final Map<ApiKey, Short> OFFERED =
      Map.of(
          ApiKey.API_VERSIONS, ApiKey.API_VERSIONS.highestVersion(),
          ApiKey.METADATA, (short) 12,
          ApiKey.INIT_PRODUCER_ID, (short) 4,
          ApiKey.PRODUCE, (short) 11);

  private final int partitions;
  private int port;
  private long offset;

  private StubBroker(int partitions) {
    this.partitions = partitions;
  }

  public static void main(String[] args) throws Exception {
    StubBroker broker = new StubBroker(Integer.getInteger("partitions"));
    Vertx vertx = Vertx.vertx();
    broker.port =
        vertx
            .createNetServer()
            .connectHandler(broker::accept)
            .listen(0, "127.0.0.1")
            .await(1, TimeUnit.MINUTES)
            .actualPort();
    System.out.println(broker.port);
    while (System.in.read() >= 0) {}
    vertx.close().await();
  }

  private void accept(NetSocket socket) {
    RecordParser frames = RecordParser.newFixed(LENGTH_BYTES);
    boolean[] body = new boolean[1];
    frames.maxRecordSize(LARGEST_FRAME);
    frames.handler(
        bytes -> {
          if (body[0]) {
            socket.write(answer(bytes.getBytes()));
            frames.fixedSizeMode(LENGTH_BYTES);
          } else {
            frames.fixedSizeMode(bytes.getInt(0));
          }
          body[0] = !body[0];
        });
    socket.handler(frames);
  }

  private Buffer answer(byte[] frame) {
    WireReader in = new WireReader(frame);
    ApiKey key = ApiKey.forId((frame[0] & 0xff) << 8 | frame[1] & 0xff);
    short version = (short) ((frame[2] & 0xff) << 8 | frame[3] & 0xff);
    RequestHeader header = new RequestHeader();
    header.read(in, key.requestHeaderVersion(version));
    WireWriter out = new WireWriter(256);
    new ResponseHeader()
        .setCorrelationId(header.correlationId())
        .write(out, key.responseHeaderVersion(version));
    response(key, version, in).write(out, version);
    return Buffer.buffer(LENGTH_BYTES + out.size())
        .appendInt(out.size())
        .appendBytes(out.toByteArray());
  }

  private ApiMessage response(ApiKey key, short version, WireReader in) {
    switch (key) {
      case API_VERSIONS:
        return versions();
      case METADATA:
        MetadataRequest asked = new MetadataRequest();
        asked.read(in, version);
        return metadata(asked);
      case INIT_PRODUCER_ID:
        return new InitProducerIdResponse().setProducerId(1).setProducerEpoch((short) 0);
      case PRODUCE:
        ProduceRequest produced = new ProduceRequest();
        produced.read(in, version);
        return produced(produced);
      default:
        throw new IllegalArgumentException(key + " is not offered");
    }
  }

  private static ApiVersionsResponse versions() {
    List<ApiVersionsResponse.ApiVersion> all = new ArrayList<>();
    OFFERED.forEach(
        (key, highest) ->
            all.add(
                new ApiVersionsResponse.ApiVersion()
                    .setApiKey((short) key.id())
                    .setMinVersion(key == ApiKey.PRODUCE ? 3 : key.lowestVersion())
                    .setMaxVersion(highest)));
    return new ApiVersionsResponse().setApiKeys(all);
  }

  private MetadataResponse metadata(MetadataRequest asked) {
    List<MetadataResponse.MetadataResponseTopic> topics = new ArrayList<>();
    if (asked.topics() != null) {
      asked.topics().forEach(topic -> topics.add(topic(topic.name())));
    }
    return new MetadataResponse()
        .setClusterId("stub")
        .setControllerId(0)
        .setBrokers(
            List.of(
                new MetadataResponse.MetadataResponseBroker()
                    .setNodeId(0)
                    .setHost("127.0.0.1")
                    .setPort(port)))
        .setTopics(topics);
  }

  private MetadataResponse.MetadataResponseTopic topic(String name) {
    List<MetadataResponse.MetadataResponsePartition> all = new ArrayList<>();
    for (int i = 0; i < partitions; i++) {
      all.add(
          new MetadataResponse.MetadataResponsePartition()
              .setPartitionIndex(i)
              .setLeaderId(0)
              .setLeaderEpoch(0)
              .setReplicaNodes(List.of(0))
              .setIsrNodes(List.of(0)));
    }
    return new MetadataResponse.MetadataResponseTopic()
        .setName(name)
        .setTopicId(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)))
        .setPartitions(all);
  }

  /** Every batch is stored, at an offset that nobody had yet. */
  private ProduceResponse produced(ProduceRequest request) {
    List<ProduceResponse.TopicProduceResponse> topics = new ArrayList<>();
    for (ProduceRequest.TopicProduceData topic : request.topicData()) {
      List<ProduceResponse.PartitionProduceResponse> all = new ArrayList<>();
      for (ProduceRequest.PartitionProduceData partition : topic.partitionData()) {
        all.add(
            new ProduceResponse.PartitionProduceResponse()
                .setIndex(partition.index())
                .setBaseOffset(offset));
        offset += partition.records().length();
      }
      topics.add(
          new ProduceResponse.TopicProduceResponse()
              .setName(topic.name())
              .setPartitionResponses(all));
    }
    return new ProduceResponse().setResponses(topics);
  }
}
