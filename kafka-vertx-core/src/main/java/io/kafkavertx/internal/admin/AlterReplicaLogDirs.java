package io.kafkavertx.internal.admin;

import io.kafkavertx.Target;
import io.kafkavertx.admin.TopicPartitionReplica;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.AlterReplicaLogDirsRequest;
import io.kafkavertx.protocol.message.AlterReplicaLogDirsRequest.AlterReplicaLogDir;
import io.kafkavertx.protocol.message.AlterReplicaLogDirsRequest.AlterReplicaLogDirTopic;
import io.kafkavertx.protocol.message.AlterReplicaLogDirsResponse;
import io.kafkavertx.spi.TopicPartition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** AlterReplicaLogDirs, at the brokers that have the replicas. */
public final class AlterReplicaLogDirs
    extends Operation<TopicPartitionReplica, Void, AlterReplicaLogDirsResponse> {
  private final Map<TopicPartitionReplica, String> wanted;

  public AlterReplicaLogDirs(Map<TopicPartitionReplica, String> wanted) {
    super("alterReplicaLogDirs", wanted.keySet());
    this.wanted = new LinkedHashMap<>(wanted);
  }

  @Override
  Target target(TopicPartitionReplica replica, AdminCall call) {
    return Target.node(replica.brokerId());
  }

  @Override
  ApiRequest<AlterReplicaLogDirsResponse> request(
      List<TopicPartitionReplica> asked, Sending sending) {
    Map<String, List<TopicPartition>> byDir = new LinkedHashMap<>();
    for (TopicPartitionReplica replica : asked) {
      byDir
          .computeIfAbsent(wanted.get(replica), dir -> new ArrayList<>())
          .add(replica.topicPartition());
    }
    List<AlterReplicaLogDir> dirs = new ArrayList<>();
    byDir.forEach(
        (dir, partitions) ->
            dirs.add(
                new AlterReplicaLogDir()
                    .setPath(dir)
                    .setTopics(
                        ByTopic.of(
                            partitions,
                            TopicPartition::partition,
                            (topic, numbers) ->
                                new AlterReplicaLogDirTopic()
                                    .setName(topic)
                                    .setPartitions(numbers)))));
    return new AlterReplicaLogDirsRequest().setDirs(dirs);
  }

  @Override
  void read(AlterReplicaLogDirsResponse response, Answers<TopicPartitionReplica, Void> answers) {
    response
        .results()
        .forEach(
            topic ->
                topic
                    .partitions()
                    .forEach(
                        told -> {
                          TopicPartitionReplica replica =
                              new TopicPartitionReplica(
                                  topic.topicName(), told.partitionIndex(), answers.nodeId());
                          answers.done(replica, told.errorCode(), null);
                        }));
  }

  @Override
  Verdict verdict(ErrorCode code, boolean repeatable, boolean byLeader) {
    // The broker has no such replica; if it gets one, that will be in this directory.
    return code == ErrorCode.REPLICA_NOT_AVAILABLE
        ? Verdict.FAIL
        : super.verdict(code, repeatable, byLeader);
  }

  @Override
  boolean harmlessTwice() {
    return true;
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
