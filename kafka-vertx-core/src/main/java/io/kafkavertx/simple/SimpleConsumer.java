package io.kafkavertx.simple;

import io.kafkavertx.BrokerErrorException;
import io.kafkavertx.KafkaClient;
import io.kafkavertx.OffsetAndMetadata;
import io.kafkavertx.RequestOptions;
import io.kafkavertx.Target;
import io.kafkavertx.internal.collect.OrderedCopy;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.FetchRequest;
import io.kafkavertx.protocol.message.FetchResponse;
import io.kafkavertx.protocol.message.ListOffsetsRequest;
import io.kafkavertx.protocol.message.ListOffsetsResponse;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Reads single partitions, one fetch at a time, and keeps offsets for a group that has no members.
 * Nothing happens in the background.
 *
 * <pre>{@code
 * SimpleConsumer consumer = SimpleConsumer.create(client);
 * TopicPartition orders = new TopicPartition("orders", 0);
 * consumer.earliestOffset(orders)
 *     .compose(first -> consumer.fetch(orders, first))
 *     .onSuccess(fetched -> fetched.records().forEach(record -> System.out.println(record.offset())));
 * }</pre>
 *
 * <p>Any thread may call any method; futures complete on the caller's context. They fail with what
 * {@link KafkaClient#send} fails with, and with {@link BrokerErrorException} when a broker refuses.
 * When the partition has another leader by now the request is sent there, once.
 */
public final class SimpleConsumer {
  private static final long EARLIEST = -2;
  private static final long LATEST = -1;

  /** The last version that names topics instead of giving their ids. */
  private static final int LAST_FETCH_WITH_NAMES = 12;

  private final KafkaClient client;
  private final OffsetRequests offsets;

  private SimpleConsumer(KafkaClient client) {
    this.client = client;
    this.offsets = new OffsetRequests(client);
  }

  /** A consumer that sends by {@code client}, which stays the caller's to close. */
  public static SimpleConsumer create(KafkaClient client) {
    return new SimpleConsumer(Objects.requireNonNull(client, "client"));
  }

  /** {@link #fetch(TopicPartition, long, int, Duration)} of up to 1 MiB, waiting up to 500 ms. */
  public Future<FetchedRecords> fetch(TopicPartition partition, long offset) {
    return fetch(partition, offset, 1 << 20, Duration.ofMillis(500));
  }

  /**
   * Fetches records of a partition.
   *
   * @param offset of the first record that is wanted
   * @param maxBytes about how much, more than 0; a larger batch comes all the same
   * @param maxWait how long the broker waits for the first record when there is none
   */
  public Future<FetchedRecords> fetch(
      TopicPartition partition, long offset, int maxBytes, Duration maxWait) {
    if (maxBytes < 1) {
      throw new IllegalArgumentException("maxBytes must be more than 0, but is " + maxBytes);
    }
    return fetchOnce(partition, offset, maxBytes, maxWait)
        .compose(
            data -> {
              int needed = FetchReader.cutOff(data);
              // Brokers before 0.10.1 cut a batch off rather than answer with more than was asked.
              return needed > maxBytes
                  ? fetchOnce(partition, offset, needed, maxWait)
                  : Future.succeededFuture(data);
            })
        .map(data -> FetchReader.read(data, offset));
  }

  private Future<FetchResponse.PartitionData> fetchOnce(
      TopicPartition partition, long offset, int maxBytes, Duration maxWait) {
    FetchRequest request =
        new FetchRequest()
            .setReplicaId(-1)
            .setMaxWaitMs((int) Math.min(Integer.MAX_VALUE, maxWait.toMillis()))
            .setMinBytes(1)
            .setMaxBytes(maxBytes)
            .setSessionEpoch(-1)
            .setTopics(
                List.of(
                    new FetchRequest.FetchTopic()
                        .setTopic(partition.topic())
                        .setPartitions(
                            List.of(
                                new FetchRequest.FetchPartition()
                                    .setPartition(partition.partition())
                                    .setCurrentLeaderEpoch(-1)
                                    .setFetchOffset(offset)
                                    .setPartitionMaxBytes(maxBytes)))));
    RequestOptions versions = RequestOptions.defaults().versions(0, LAST_FETCH_WITH_NAMES);
    return Leaders.ask(
        client,
        partition,
        () ->
            client
                .send(Target.leader(partition), request, versions)
                .compose(response -> only(partition, response)));
  }

  private static Future<FetchResponse.PartitionData> only(
      TopicPartition partition, FetchResponse response) {
    for (FetchResponse.FetchableTopicResponse topic : response.responses()) {
      for (FetchResponse.PartitionData data : topic.partitions()) {
        ErrorCode error = ErrorCode.forCode(data.errorCode());
        return error == ErrorCode.NONE
            ? Future.succeededFuture(data)
            : Future.failedFuture(new BrokerErrorException(error, "Fetch of " + partition));
      }
    }
    ErrorCode error = ErrorCode.forCode(response.errorCode());
    return Future.failedFuture(
        new BrokerErrorException(
            error == ErrorCode.NONE ? ErrorCode.UNKNOWN_SERVER_ERROR : error,
            "Fetch of " + partition + " was not answered"));
  }

  /** The offset of the first record that the partition still has. */
  public Future<Long> earliestOffset(TopicPartition partition) {
    return offset(partition, EARLIEST, 0);
  }

  /** The offset after the last record. */
  public Future<Long> latestOffset(TopicPartition partition) {
    return offset(partition, LATEST, 0);
  }

  /**
   * The offset of the first record at or after a time; -1 when there is none. Brokers from 0.10.1
   * on.
   *
   * @param timestamp milliseconds since 1970
   */
  public Future<Long> offsetForTime(TopicPartition partition, long timestamp) {
    if (timestamp < 0) {
      throw new IllegalArgumentException("a time is not negative, but is " + timestamp);
    }
    return offset(partition, timestamp, 1);
  }

  private Future<Long> offset(TopicPartition partition, long timestamp, int leastVersion) {
    ListOffsetsRequest request =
        new ListOffsetsRequest()
            .setReplicaId(-1)
            .setTopics(
                List.of(
                    new ListOffsetsRequest.ListOffsetsTopic()
                        .setName(partition.topic())
                        .setPartitions(
                            List.of(
                                new ListOffsetsRequest.ListOffsetsPartition()
                                    .setPartitionIndex(partition.partition())
                                    .setCurrentLeaderEpoch(-1)
                                    .setTimestamp(timestamp)))));
    RequestOptions versions = RequestOptions.defaults().versions(leastVersion, Short.MAX_VALUE);
    return Leaders.ask(
        client,
        partition,
        () ->
            client
                .send(Target.leader(partition), request, versions)
                .compose(response -> only(partition, response)));
  }

  private static Future<Long> only(TopicPartition partition, ListOffsetsResponse response) {
    ListOffsetsResponse.ListOffsetsPartitionResponse data =
        response.topics().get(0).partitions().get(0);
    ErrorCode error = ErrorCode.forCode(data.errorCode());
    if (error != ErrorCode.NONE) {
      return Future.failedFuture(new BrokerErrorException(error, "ListOffsets of " + partition));
    }
    // Brokers before 0.10.1 answer with a list.
    return Future.succeededFuture(
        data.oldStyleOffsets().isEmpty() ? data.offset() : data.oldStyleOffsets().get(0));
  }

  /**
   * Commits offsets for a group. In Kafka that is refused while the group has members.
   *
   * @param positions the next offset to read of each partition
   */
  public Future<Void> commit(
      String groupId, Map<TopicPartition, OffsetAndMetadata> positions, OffsetStorage storage) {
    return offsets.commit(groupId, OrderedCopy.of(positions), storage);
  }

  /** The offsets that were committed for a group; partitions without one are left out. */
  public Future<Map<TopicPartition, OffsetAndMetadata>> committed(
      String groupId, Collection<TopicPartition> partitions, OffsetStorage storage) {
    return offsets.committed(groupId, List.copyOf(partitions), storage);
  }
}
