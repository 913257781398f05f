package io.kafkavertx.internal.admin;

import io.kafkavertx.Target;
import io.kafkavertx.admin.ListOffsetsOptions;
import io.kafkavertx.admin.ListedOffset;
import io.kafkavertx.admin.OffsetSpec;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.message.ListOffsetsRequest;
import io.kafkavertx.protocol.message.ListOffsetsRequest.ListOffsetsPartition;
import io.kafkavertx.protocol.message.ListOffsetsRequest.ListOffsetsTopic;
import io.kafkavertx.protocol.message.ListOffsetsResponse;
import io.kafkavertx.protocol.message.ListOffsetsResponse.ListOffsetsPartitionResponse;
import io.kafkavertx.spi.TopicPartition;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** ListOffsets, at the partitions' leaders. */
public final class ListOffsets
    extends Operation<TopicPartition, ListedOffset, ListOffsetsResponse> {
  private static final Need ANY_TIME =
      new Need(1, "0.10.1", "an offset other than the earliest and the latest");

  private final Map<TopicPartition, OffsetSpec> wanted;
  private final ListOffsetsOptions options;

  public ListOffsets(Map<TopicPartition, OffsetSpec> wanted, ListOffsetsOptions options) {
    super("listOffsets", wanted.keySet());
    this.wanted = new LinkedHashMap<>(wanted);
    this.options = options;
  }

  @Override
  Target target(TopicPartition partition, AdminCall call) {
    return Target.leader(partition);
  }

  @Override
  ApiRequest<ListOffsetsResponse> request(List<TopicPartition> asked, Sending sending) {
    return new ListOffsetsRequest()
        .setReplicaId(-1)
        .setIsolationLevel((byte) (options.readCommitted() ? 1 : 0))
        .setTimeoutMs(sending.timeoutMs())
        .setTopics(
            ByTopic.of(
                asked,
                partition ->
                    new ListOffsetsPartition()
                        .setPartitionIndex(partition.partition())
                        .setTimestamp(number(wanted.get(partition))),
                (name, partitions) ->
                    new ListOffsetsTopic().setName(name).setPartitions(partitions)));
  }

  private static long number(OffsetSpec spec) {
    if (spec instanceof OffsetSpec.Timestamp timestamp) {
      return timestamp.millis();
    }
    return switch ((OffsetSpec.Named) spec) {
      case LATEST -> -1;
      case EARLIEST -> -2;
      case MAX_TIMESTAMP -> -3;
      case EARLIEST_LOCAL -> -4;
      case LATEST_TIERED -> -5;
      case EARLIEST_PENDING_UPLOAD -> -6;
    };
  }

  @Override
  void read(ListOffsetsResponse response, Answers<TopicPartition, ListedOffset> answers) {
    response
        .topics()
        .forEach(
            topic ->
                topic
                    .partitions()
                    .forEach(
                        partition ->
                            read(
                                new TopicPartition(topic.name(), partition.partitionIndex()),
                                partition,
                                answers)));
  }

  private static void read(
      TopicPartition partition,
      ListOffsetsPartitionResponse told,
      Answers<TopicPartition, ListedOffset> answers) {
    if (!answers.error(partition, told.errorCode(), null)) {
      // Brokers before 0.10.1 answer with a list.
      long offset =
          told.oldStyleOffsets().isEmpty() ? told.offset() : told.oldStyleOffsets().get(0);
      answers.value(partition, new ListedOffset(offset, told.timestamp(), told.leaderEpoch()));
    }
  }

  @Override
  Need need(List<TopicPartition> asked) {
    Need most = options.readCommitted() ? new Need(2, "0.11", "readCommitted") : Need.api("0.8");
    for (TopicPartition partition : asked) {
      Need one = need(wanted.get(partition));
      most = one.version() > most.version() ? one : most;
    }
    return most;
  }

  private static Need need(OffsetSpec spec) {
    if (spec instanceof OffsetSpec.Timestamp) {
      return ANY_TIME;
    }
    return switch ((OffsetSpec.Named) spec) {
      case LATEST, EARLIEST -> Need.api("0.8");
      case MAX_TIMESTAMP -> new Need(7, "3.0", "the largest timestamp");
      case EARLIEST_LOCAL -> new Need(8, "3.4", "the earliest local offset");
      case LATEST_TIERED -> new Need(9, "3.9", "the latest tiered offset");
      case EARLIEST_PENDING_UPLOAD -> new Need(11, "4.2", "the earliest offset to be uploaded");
    };
  }

  @Override
  String kind() {
    return "partition";
  }
}
