package io.kafkavertx.internal.admin;

import io.kafkavertx.BrokerErrorException;
import io.kafkavertx.KafkaException;
import io.kafkavertx.OffsetAndMetadata;
import io.kafkavertx.admin.Results;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.OffsetFetchResponse;
import io.kafkavertx.protocol.message.OffsetFetchResponse.OffsetFetchResponseGroup;
import io.kafkavertx.spi.TopicPartition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A group's offsets in an OffsetFetch response, in either of its forms. */
final class CommittedRead {
  private CommittedRead() {}

  /** A partition's part of the answer. */
  record Committed(
      TopicPartition partition, ErrorCode error, long offset, int epoch, String metadata) {
    Committed(
        String topic, int partition, short error, long offset, int leaderEpoch, String metadata) {
      this(
          new TopicPartition(topic, partition),
          ErrorCode.forCode(error),
          offset,
          leaderEpoch,
          metadata);
    }
  }

  /** The form for one group, which brokers before 3.0 have. */
  static List<Committed> ofOne(OffsetFetchResponse response) {
    List<Committed> found = new ArrayList<>();
    response
        .topics()
        .forEach(
            topic ->
                topic
                    .partitions()
                    .forEach(
                        told ->
                            found.add(
                                new Committed(
                                    topic.name(),
                                    told.partitionIndex(),
                                    told.errorCode(),
                                    told.committedOffset(),
                                    told.committedLeaderEpoch(),
                                    told.metadata()))));
    return found;
  }

  static List<Committed> ofGroup(OffsetFetchResponseGroup group) {
    List<Committed> found = new ArrayList<>();
    group
        .topics()
        .forEach(
            topic ->
                topic
                    .partitions()
                    .forEach(
                        told ->
                            found.add(
                                new Committed(
                                    topic.name(),
                                    told.partitionIndex(),
                                    told.errorCode(),
                                    told.committedOffset(),
                                    told.committedLeaderEpoch(),
                                    told.metadata()))));
    return found;
  }

  /** Whether the coordinator will know later. */
  static boolean later(ErrorCode error) {
    return error != ErrorCode.NONE && Verdict.of(error, true, false) == Verdict.RETRY;
  }

  /**
   * What a caller sees of it.
   *
   * @param group for errors
   * @param all whether partitions were not named: those without an offset are left out then
   */
  static Results<TopicPartition, OffsetAndMetadata> results(
      String group, List<Committed> told, boolean all) {
    Map<TopicPartition, OffsetAndMetadata> values = new LinkedHashMap<>();
    Map<TopicPartition, KafkaException> failures = new LinkedHashMap<>();
    for (Committed one : told) {
      if (one.error() != ErrorCode.NONE) {
        failures.put(
            one.partition(),
            new BrokerErrorException(
                one.error(), group + ", partition " + one.partition(), Remedies.of(one.error())));
      } else if (one.offset() >= 0) {
        values.put(
            one.partition(), new OffsetAndMetadata(one.offset(), one.epoch(), one.metadata()));
      } else if (!all) {
        values.put(one.partition(), null);
      }
    }
    return Results.of(values, failures);
  }
}
