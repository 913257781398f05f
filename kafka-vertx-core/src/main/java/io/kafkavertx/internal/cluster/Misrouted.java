package io.kafkavertx.internal.cluster;

import io.kafkavertx.protocol.ApiResponse;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.AddOffsetsToTxnResponse;
import io.kafkavertx.protocol.message.AlterPartitionReassignmentsResponse;
import io.kafkavertx.protocol.message.ConsumerGroupHeartbeatResponse;
import io.kafkavertx.protocol.message.CreatePartitionsResponse;
import io.kafkavertx.protocol.message.CreateTopicsResponse;
import io.kafkavertx.protocol.message.DeleteGroupsResponse;
import io.kafkavertx.protocol.message.DeleteTopicsResponse;
import io.kafkavertx.protocol.message.DescribeGroupsResponse;
import io.kafkavertx.protocol.message.ElectLeadersResponse;
import io.kafkavertx.protocol.message.EndTxnResponse;
import io.kafkavertx.protocol.message.HeartbeatResponse;
import io.kafkavertx.protocol.message.InitProducerIdResponse;
import io.kafkavertx.protocol.message.JoinGroupResponse;
import io.kafkavertx.protocol.message.LeaveGroupResponse;
import io.kafkavertx.protocol.message.ListOffsetsResponse;
import io.kafkavertx.protocol.message.OffsetCommitResponse;
import io.kafkavertx.protocol.message.OffsetFetchResponse;
import io.kafkavertx.protocol.message.OffsetForLeaderEpochResponse;
import io.kafkavertx.protocol.message.SyncGroupResponse;
import io.kafkavertx.protocol.message.UpdateFeaturesResponse;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Sees in a response that the request went to a broker that is not responsible, and that nothing at
 * all was done.
 */
final class Misrouted {
  private static final Set<ErrorCode> NOT_RESPONSIBLE =
      EnumSet.of(
          ErrorCode.NOT_CONTROLLER,
          ErrorCode.NOT_COORDINATOR,
          ErrorCode.COORDINATOR_NOT_AVAILABLE,
          ErrorCode.COORDINATOR_LOAD_IN_PROGRESS,
          ErrorCode.NOT_LEADER_OR_FOLLOWER,
          ErrorCode.LEADER_NOT_AVAILABLE,
          ErrorCode.FENCED_LEADER_EPOCH,
          ErrorCode.UNKNOWN_LEADER_EPOCH);

  private Misrouted() {}

  /**
   * The error with which a broker refused all of a request as not its own; {@link ErrorCode#NONE}
   * when it did not.
   */
  static ErrorCode error(ApiResponse response) {
    Set<ErrorCode> codes = EnumSet.noneOf(ErrorCode.class);
    codes(response).forEach(code -> codes.add(ErrorCode.forCode(code)));
    if (codes.size() != 1) {
      return ErrorCode.NONE;
    }
    ErrorCode only = codes.iterator().next();
    return NOT_RESPONSIBLE.contains(only) ? only : ErrorCode.NONE;
  }

  /**
   * The codes of everything that was asked for. Responses that are not listed are the caller's to
   * read.
   */
  private static Stream<Short> codes(ApiResponse response) {
    if (response instanceof JoinGroupResponse join) {
      return Stream.of(join.errorCode());
    } else if (response instanceof SyncGroupResponse sync) {
      return Stream.of(sync.errorCode());
    } else if (response instanceof HeartbeatResponse heartbeat) {
      return Stream.of(heartbeat.errorCode());
    } else if (response instanceof LeaveGroupResponse leave) {
      return Stream.of(leave.errorCode());
    } else if (response instanceof ConsumerGroupHeartbeatResponse heartbeat) {
      return Stream.of(heartbeat.errorCode());
    } else if (response instanceof DescribeGroupsResponse groups) {
      return groups.groups().stream().map(group -> group.errorCode());
    } else if (response instanceof DeleteGroupsResponse groups) {
      return groups.results().stream().map(group -> group.errorCode());
    } else if (response instanceof OffsetCommitResponse commit) {
      return partitions(
          commit.topics().stream()
              .map(topic -> topic.partitions().stream().map(p -> p.errorCode()).toList()));
    } else if (response instanceof OffsetFetchResponse fetch) {
      return offsetFetch(fetch);
    }
    return others(response);
  }

  private static Stream<Short> others(ApiResponse response) {
    if (response instanceof InitProducerIdResponse init) {
      return Stream.of(init.errorCode());
    } else if (response instanceof AddOffsetsToTxnResponse add) {
      return Stream.of(add.errorCode());
    } else if (response instanceof EndTxnResponse end) {
      return Stream.of(end.errorCode());
    } else if (response instanceof CreateTopicsResponse create) {
      return create.topics().stream().map(topic -> topic.errorCode());
    } else if (response instanceof DeleteTopicsResponse delete) {
      return delete.responses().stream().map(topic -> topic.errorCode());
    } else if (response instanceof CreatePartitionsResponse create) {
      return create.results().stream().map(topic -> topic.errorCode());
    } else if (response instanceof AlterPartitionReassignmentsResponse alter) {
      return Stream.of(alter.errorCode());
    } else if (response instanceof ElectLeadersResponse elect) {
      return Stream.of(elect.errorCode());
    } else if (response instanceof UpdateFeaturesResponse update) {
      return Stream.of(update.errorCode());
    } else if (response instanceof ListOffsetsResponse list) {
      return partitions(
          list.topics().stream()
              .map(topic -> topic.partitions().stream().map(p -> p.errorCode()).toList()));
    } else if (response instanceof OffsetForLeaderEpochResponse epochs) {
      return partitions(
          epochs.topics().stream()
              .map(topic -> topic.partitions().stream().map(p -> p.errorCode()).toList()));
    }
    return Stream.empty();
  }

  private static Stream<Short> offsetFetch(OffsetFetchResponse fetch) {
    if (!fetch.groups().isEmpty()) {
      return fetch.groups().stream().map(group -> group.errorCode());
    }
    Stream<Short> ofPartitions =
        partitions(
            fetch.topics().stream()
                .map(topic -> topic.partitions().stream().map(p -> p.errorCode()).toList()));
    // Versions 0 and 1 have no code of their own; it is zero then.
    return fetch.errorCode() != 0 ? Stream.of(fetch.errorCode()) : ofPartitions;
  }

  private static Stream<Short> partitions(Stream<? extends Collection<Short>> byTopic) {
    return byTopic.flatMap(Collection::stream);
  }
}
