package io.kafkavertx.internal.admin;

import io.kafkavertx.Target;
import io.kafkavertx.admin.ReplicaLogDirs;
import io.kafkavertx.admin.TopicPartitionReplica;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.DescribeLogDirsRequest;
import io.kafkavertx.protocol.message.DescribeLogDirsRequest.DescribableLogDirTopic;
import io.kafkavertx.protocol.message.DescribeLogDirsResponse;
import io.kafkavertx.protocol.message.DescribeLogDirsResponse.DescribeLogDirsPartition;
import io.kafkavertx.protocol.message.DescribeLogDirsResponse.DescribeLogDirsResult;
import io.kafkavertx.spi.TopicPartition;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** DescribeLogDirs of some replicas, at the brokers that have them. */
public final class DescribeReplicaLogDirs
    extends Operation<TopicPartitionReplica, ReplicaLogDirs, DescribeLogDirsResponse> {
  public DescribeReplicaLogDirs(Collection<TopicPartitionReplica> replicas) {
    super("describeReplicaLogDirs", replicas);
  }

  @Override
  Target target(TopicPartitionReplica replica, AdminCall call) {
    return Target.node(replica.brokerId());
  }

  @Override
  ApiRequest<DescribeLogDirsResponse> request(List<TopicPartitionReplica> asked, Sending sending) {
    return new DescribeLogDirsRequest()
        .setTopics(
            ByTopic.of(
                asked.stream().map(TopicPartitionReplica::topicPartition).toList(),
                TopicPartition::partition,
                (topic, partitions) ->
                    new DescribableLogDirTopic().setTopic(topic).setPartitions(partitions)));
  }

  @Override
  void read(
      DescribeLogDirsResponse response, Answers<TopicPartitionReplica, ReplicaLogDirs> answers) {
    if (answers.errorOfAll(response.errorCode(), null)) {
      return;
    }
    Map<TopicPartitionReplica, ReplicaLogDirs> found = new LinkedHashMap<>();
    answers.open().forEach(replica -> found.put(replica, ReplicaLogDirs.NONE));
    for (DescribeLogDirsResult dir : response.results()) {
      // A directory that is gone tells of no replicas; another one may have them.
      if (ErrorCode.forCode(dir.errorCode()) == ErrorCode.NONE) {
        dir.topics()
            .forEach(
                topic ->
                    topic
                        .partitions()
                        .forEach(
                            told ->
                                found.computeIfPresent(
                                    new TopicPartitionReplica(
                                        topic.name(), told.partitionIndex(), answers.nodeId()),
                                    (replica, before) -> with(before, dir.logDir(), told))));
      }
    }
    found.forEach(answers::value);
  }

  private static ReplicaLogDirs with(
      ReplicaLogDirs before, String dir, DescribeLogDirsPartition told) {
    return told.isFutureKey()
        ? new ReplicaLogDirs(before.current(), before.currentOffsetLag(), dir, told.offsetLag())
        : new ReplicaLogDirs(dir, told.offsetLag(), before.future(), before.futureOffsetLag());
  }

  @Override
  Need need(List<TopicPartitionReplica> asked) {
    return Need.api("1.0");
  }

  @Override
  String kind() {
    return "replica";
  }
}
