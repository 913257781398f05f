package io.kafkavertx.internal.group;

import io.kafkavertx.OffsetAndMetadata;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.OffsetFetchResponse;
import io.kafkavertx.spi.TopicPartition;
import java.util.HashMap;
import java.util.Map;

/** An OffsetFetch response, whatever its version, partition by partition. */
final class OffsetFetchAnswer {
  private final ErrorCode whole;
  private final Map<TopicPartition, ErrorCode> errors = new HashMap<>();
  private final Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();

  private OffsetFetchAnswer(short whole) {
    this.whole = ErrorCode.forCode(whole);
  }

  static OffsetFetchAnswer of(OffsetFetchResponse response) {
    if (response.groups().isEmpty()) {
      OffsetFetchAnswer answer = new OffsetFetchAnswer(response.errorCode());
      for (OffsetFetchResponse.OffsetFetchResponseTopic topic : response.topics()) {
        for (OffsetFetchResponse.OffsetFetchResponsePartition p : topic.partitions()) {
          answer.add(
              new TopicPartition(topic.name(), p.partitionIndex()),
              p.errorCode(),
              p.committedOffset(),
              p.committedLeaderEpoch(),
              p.metadata());
        }
      }
      return answer;
    }
    OffsetFetchResponse.OffsetFetchResponseGroup group = response.groups().get(0);
    OffsetFetchAnswer answer = new OffsetFetchAnswer(group.errorCode());
    for (OffsetFetchResponse.OffsetFetchResponseTopics topic : group.topics()) {
      for (OffsetFetchResponse.OffsetFetchResponsePartitions p : topic.partitions()) {
        answer.add(
            new TopicPartition(topic.name(), p.partitionIndex()),
            p.errorCode(),
            p.committedOffset(),
            p.committedLeaderEpoch(),
            p.metadata());
      }
    }
    return answer;
  }

  private void add(TopicPartition tp, short error, long offset, int epoch, String metadata) {
    errors.put(tp, ErrorCode.forCode(error));
    if (offset >= 0) {
      offsets.put(tp, new OffsetAndMetadata(offset, epoch, metadata));
    }
  }

  /** The error of a partition, or of the whole; one that the answer does not mention is one too. */
  ErrorCode error(TopicPartition tp) {
    return whole != ErrorCode.NONE
        ? whole
        : errors.getOrDefault(tp, ErrorCode.UNKNOWN_SERVER_ERROR);
  }

  /** Null when nothing is committed. */
  OffsetAndMetadata offset(TopicPartition tp) {
    return offsets.get(tp);
  }
}
