package io.kafkavertx.simple;

import io.kafkavertx.BrokerErrorException;
import io.kafkavertx.KafkaClient;
import io.kafkavertx.RequestOptions;
import io.kafkavertx.Target;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.ProduceRequest;
import io.kafkavertx.protocol.message.ProduceResponse;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * Sends batches that are ready to partitions that are chosen: no partitioner, no batching, no
 * idempotence.
 *
 * <pre>{@code
 * SimpleProducer producer = SimpleProducer.create(client);
 * MessageBatch batch = MessageBatch.format(1).compression("gzip").add(key, value).build();
 * producer.send(new TopicPartition("orders", 0), batch)
 *     .onSuccess(offset -> System.out.println("stored from offset " + offset + " on"));
 * }</pre>
 *
 * <p>A batch whose answer was lost is not sent again: it may have been stored. Any thread may call
 * any method; futures complete on the caller's context.
 */
public final class SimpleProducer {
  /** The last version that names topics instead of giving their ids. */
  private static final int LAST_WITH_NAMES = 12;

  private static final int FIRST_WITH_ZSTD = 7;

  private final KafkaClient client;

  private SimpleProducer(KafkaClient client) {
    this.client = client;
  }

  /** A producer that sends by {@code client}, which stays the caller's to close. */
  public static SimpleProducer create(KafkaClient client) {
    return new SimpleProducer(Objects.requireNonNull(client, "client"));
  }

  /**
   * {@link #send(TopicPartition, MessageBatch, int, Duration)}, stored by all in-sync replicas
   * within 30 s.
   */
  public Future<Long> send(TopicPartition partition, MessageBatch batch) {
    return send(partition, batch, -1, Duration.ofSeconds(30));
  }

  /**
   * Sends a batch to the partition's leader.
   *
   * @param acks -1 for all in-sync replicas, 1 for the leader alone, 0 for nobody
   * @param timeout how long the broker may wait for replicas
   * @return the offset of the first record; -1 with {@code acks} 0. Fails with {@link
   *     BrokerErrorException} when the broker refuses, with {@link
   *     io.kafkavertx.UnsupportedVersionException} when it does not take the batch's format, and
   *     with what {@link KafkaClient#send} fails with
   */
  public Future<Long> send(
      TopicPartition partition, MessageBatch batch, int acks, Duration timeout) {
    if (acks < -1 || acks > 1) {
      throw new IllegalArgumentException("acks must be -1, 0 or 1, but is " + acks);
    }
    ProduceRequest request =
        new ProduceRequest()
            .setAcks((short) acks)
            .setTimeoutMs((int) Math.min(Integer.MAX_VALUE, timeout.toMillis()))
            .setTopicData(
                List.of(
                    new ProduceRequest.TopicProduceData()
                        .setName(partition.topic())
                        .setPartitionData(
                            List.of(
                                new ProduceRequest.PartitionProduceData()
                                    .setIndex(partition.partition())
                                    .setRecords(batch.bytes())))));
    return Leaders.ask(
        client,
        partition,
        () ->
            client
                .send(Target.leader(partition), request, versions(batch))
                .compose(
                    response ->
                        acks == 0 ? Future.succeededFuture(-1L) : stored(partition, response)));
  }

  private static RequestOptions versions(MessageBatch batch) {
    RequestOptions all = RequestOptions.defaults();
    return switch (batch.format()) {
      case 0 -> all.versions(0, 1);
      case 1 -> all.versions(2, 2);
      default ->
          all.versions(
              batch.compression().equalsIgnoreCase("zstd") ? FIRST_WITH_ZSTD : 3, LAST_WITH_NAMES);
    };
  }

  private static Future<Long> stored(TopicPartition partition, ProduceResponse response) {
    ProduceResponse.PartitionProduceResponse data =
        response.responses().get(0).partitionResponses().get(0);
    ErrorCode error = ErrorCode.forCode(data.errorCode());
    return error == ErrorCode.NONE
        ? Future.succeededFuture(data.baseOffset())
        : Future.failedFuture(
            new BrokerErrorException(
                error,
                "a batch for "
                    + partition
                    + " was refused"
                    + (data.errorMessage() == null ? "" : " (" + data.errorMessage() + ")")));
  }
}
