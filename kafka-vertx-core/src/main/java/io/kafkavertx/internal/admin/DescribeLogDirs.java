package io.kafkavertx.internal.admin;

import io.kafkavertx.BrokerErrorException;
import io.kafkavertx.KafkaException;
import io.kafkavertx.Target;
import io.kafkavertx.admin.LogDirDescription;
import io.kafkavertx.admin.LogDirDescription.ReplicaInfo;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.DescribeLogDirsRequest;
import io.kafkavertx.protocol.message.DescribeLogDirsResponse;
import io.kafkavertx.protocol.message.DescribeLogDirsResponse.DescribeLogDirsResult;
import io.kafkavertx.spi.TopicPartition;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** DescribeLogDirs of all partitions, at each broker. */
public final class DescribeLogDirs
    extends Operation<Integer, Map<String, LogDirDescription>, DescribeLogDirsResponse> {
  public DescribeLogDirs(Collection<Integer> brokers) {
    super("describeLogDirs", brokers);
  }

  @Override
  Target target(Integer broker, AdminCall call) {
    return Target.node(broker);
  }

  @Override
  ApiRequest<DescribeLogDirsResponse> request(List<Integer> asked, Sending sending) {
    return new DescribeLogDirsRequest().setTopics(null);
  }

  @Override
  void read(
      DescribeLogDirsResponse response, Answers<Integer, Map<String, LogDirDescription>> answers) {
    if (answers.errorOfAll(response.errorCode(), null)) {
      return;
    }
    Map<String, LogDirDescription> dirs = new LinkedHashMap<>();
    for (DescribeLogDirsResult dir : response.results()) {
      dirs.put(dir.logDir(), described(dir, answers.nodeId()));
    }
    for (Integer broker : answers.open()) {
      if (dirs.isEmpty()) {
        // How brokers before 3.2 refuse those who may not describe the cluster.
        answers.error(broker, ErrorCode.CLUSTER_AUTHORIZATION_FAILED.code(), null);
      } else {
        answers.value(broker, dirs);
      }
    }
  }

  private static LogDirDescription described(DescribeLogDirsResult dir, int broker) {
    Map<TopicPartition, ReplicaInfo> replicas = new LinkedHashMap<>();
    dir.topics()
        .forEach(
            topic ->
                topic
                    .partitions()
                    .forEach(
                        replica ->
                            replicas.put(
                                new TopicPartition(topic.name(), replica.partitionIndex()),
                                new ReplicaInfo(
                                    replica.partitionSize(),
                                    replica.offsetLag(),
                                    replica.isFutureKey()))));
    ErrorCode error = ErrorCode.forCode(dir.errorCode());
    KafkaException failure =
        error == ErrorCode.NONE
            ? null
            : new BrokerErrorException(
                error, "log directory " + dir.logDir() + " of broker " + broker);
    return new LogDirDescription(
        failure, replicas, dir.totalBytes(), dir.usableBytes(), dir.isCordoned());
  }

  @Override
  Need need(List<Integer> asked) {
    return Need.api("1.0");
  }

  @Override
  String kind() {
    return "broker";
  }
}
