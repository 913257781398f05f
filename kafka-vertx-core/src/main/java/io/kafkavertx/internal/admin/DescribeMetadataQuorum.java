package io.kafkavertx.internal.admin;

import io.kafkavertx.Target;
import io.kafkavertx.admin.QuorumInfo;
import io.kafkavertx.admin.QuorumInfo.ReplicaState;
import io.kafkavertx.admin.RaftVoterEndpoint;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.message.DescribeQuorumRequest;
import io.kafkavertx.protocol.message.DescribeQuorumRequest.PartitionData;
import io.kafkavertx.protocol.message.DescribeQuorumRequest.TopicData;
import io.kafkavertx.protocol.message.DescribeQuorumResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** DescribeQuorum of KRaft's metadata log, at any broker or at the active controller. */
public final class DescribeMetadataQuorum
    extends Operation<String, QuorumInfo, DescribeQuorumResponse> {
  private static final String LOG = "__cluster_metadata";

  private DescribeMetadataQuorum() {
    super("describeMetadataQuorum", List.of("the cluster"));
  }

  public static AdminQuery<QuorumInfo> query() {
    return new DescribeMetadataQuorum().single();
  }

  @Override
  Target target(String cluster, AdminCall call) {
    return call.anyOrActiveController();
  }

  @Override
  ApiRequest<DescribeQuorumResponse> request(List<String> asked, Sending sending) {
    return new DescribeQuorumRequest()
        .setTopics(
            List.of(
                new TopicData()
                    .setTopicName(LOG)
                    .setPartitions(List.of(new PartitionData().setPartitionIndex(0)))));
  }

  @Override
  void read(DescribeQuorumResponse response, Answers<String, QuorumInfo> answers) {
    if (answers.errorOfAll(response.errorCode(), response.errorMessage())) {
      return;
    }
    Map<Integer, List<RaftVoterEndpoint>> nodes = new LinkedHashMap<>();
    response
        .nodes()
        .forEach(
            node ->
                nodes.put(
                    node.nodeId(),
                    node.listeners().stream()
                        .map(at -> new RaftVoterEndpoint(at.name(), at.host(), at.port()))
                        .toList()));
    for (DescribeQuorumResponse.TopicData topic : response.topics()) {
      for (DescribeQuorumResponse.PartitionData log : topic.partitions()) {
        if (!answers.errorOfAll(log.errorCode(), log.errorMessage())) {
          answers.value(
              items().get(0),
              new QuorumInfo(
                  log.leaderId(),
                  log.leaderEpoch(),
                  log.highWatermark(),
                  states(log.currentVoters()),
                  states(log.observers()),
                  nodes));
        }
      }
    }
  }

  private static List<ReplicaState> states(List<DescribeQuorumResponse.ReplicaState> told) {
    return told.stream()
        .map(
            state ->
                new ReplicaState(
                    state.replicaId(),
                    state.replicaDirectoryId(),
                    state.logEndOffset(),
                    state.lastFetchTimestamp(),
                    state.lastCaughtUpTimestamp()))
        .toList();
  }

  @Override
  Need need(List<String> asked) {
    return Need.api("3.3, with KRaft,");
  }
}
