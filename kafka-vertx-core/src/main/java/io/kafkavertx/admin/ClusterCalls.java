package io.kafkavertx.admin;

import io.kafkavertx.internal.admin.AlterPartitionReassignments;
import io.kafkavertx.internal.admin.AlterReplicaLogDirs;
import io.kafkavertx.internal.admin.ClientInstanceId;
import io.kafkavertx.internal.admin.DescribeCluster;
import io.kafkavertx.internal.admin.DescribeFeatures;
import io.kafkavertx.internal.admin.DescribeLogDirs;
import io.kafkavertx.internal.admin.DescribeMetadataQuorum;
import io.kafkavertx.internal.admin.DescribeReplicaLogDirs;
import io.kafkavertx.internal.admin.ElectLeaders;
import io.kafkavertx.internal.admin.ListPartitionReassignments;
import io.kafkavertx.internal.admin.RaftVoters;
import io.kafkavertx.internal.admin.Unregister;
import io.kafkavertx.internal.admin.UpdateFeatures;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/** {@link ClusterAdmin}. */
abstract class ClusterCalls extends ConfigCalls implements ClusterAdmin {
  @Override
  public Future<ClusterDescription> describeCluster(DescribeClusterOptions options) {
    return run(DescribeCluster.of(options));
  }

  @Override
  public Future<Results<Integer, Map<String, LogDirDescription>>> describeLogDirs(
      Collection<Integer> brokerIds) {
    return run(new DescribeLogDirs(brokerIds));
  }

  @Override
  public Future<Results<TopicPartitionReplica, ReplicaLogDirs>> describeReplicaLogDirs(
      Collection<TopicPartitionReplica> replicas) {
    return run(new DescribeReplicaLogDirs(replicas));
  }

  @Override
  public Future<Results<TopicPartitionReplica, Void>> alterReplicaLogDirs(
      Map<TopicPartitionReplica, String> directories) {
    return run(new AlterReplicaLogDirs(directories));
  }

  @Override
  public Future<Results<TopicPartition, Void>> electLeaders(
      ElectionType type, Collection<TopicPartition> partitions) {
    return run(new ElectLeaders(type, partitions));
  }

  @Override
  public Future<Results<TopicPartition, Void>> electLeaders(ElectionType type) {
    return run(ElectLeaders.everywhere(type));
  }

  @Override
  public Future<Results<TopicPartition, Void>> alterPartitionReassignments(
      Map<TopicPartition, Optional<List<Integer>>> reassignments,
      AlterPartitionReassignmentsOptions options) {
    return run(new AlterPartitionReassignments(reassignments, options));
  }

  @Override
  public Future<Map<TopicPartition, PartitionReassignment>> listPartitionReassignments() {
    return run(ListPartitionReassignments.of(null));
  }

  @Override
  public Future<Map<TopicPartition, PartitionReassignment>> listPartitionReassignments(
      Collection<TopicPartition> partitions) {
    return run(ListPartitionReassignments.of(Objects.requireNonNull(partitions, "partitions")));
  }

  @Override
  public Future<FeatureMetadata> describeFeatures() {
    return run(DescribeFeatures.of(null));
  }

  @Override
  public Future<FeatureMetadata> describeFeatures(int brokerId) {
    return run(DescribeFeatures.of(brokerId));
  }

  @Override
  public Future<Results<String, Void>> updateFeatures(
      Map<String, FeatureUpdate> updates, UpdateFeaturesOptions options) {
    return run(new UpdateFeatures(updates, options));
  }

  @Override
  public Future<QuorumInfo> describeMetadataQuorum() {
    return run(DescribeMetadataQuorum.query());
  }

  @Override
  public Future<Void> addRaftVoter(
      int voterId,
      UUID directoryId,
      Collection<RaftVoterEndpoint> endpoints,
      AddRaftVoterOptions options) {
    return run(RaftVoters.add(voterId, directoryId, endpoints, options));
  }

  @Override
  public Future<Void> removeRaftVoter(int voterId, UUID directoryId) {
    return run(RaftVoters.remove(voterId, directoryId, null));
  }

  @Override
  public Future<Void> unregisterBroker(int brokerId) {
    return run(Unregister.broker(brokerId));
  }

  @Override
  public Future<Void> unregisterController(int controllerId) {
    return run(Unregister.controller(controllerId));
  }

  @Override
  public Future<UUID> clientInstanceId() {
    return run(ClientInstanceId.query());
  }
}
