package io.kafkavertx.admin;

import io.kafkavertx.spi.TopicPartition;
import io.vertx.codegen.annotations.GenIgnore;
import io.vertx.codegen.annotations.VertxGen;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The cluster and its brokers. Part of {@link KafkaAdmin}. */
@VertxGen(concrete = false)
public interface ClusterAdmin {
  /** What the cluster is; see {@link #describeCluster(DescribeClusterOptions)}. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  default Future<ClusterDescription> describeCluster() {
    return describeCluster(DescribeClusterOptions.defaults());
  }

  /** What the cluster is, as any broker says. Brokers of any release. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<ClusterDescription> describeCluster(DescribeClusterOptions options);

  /**
   * The directories of brokers' logs, by path. Brokers from 1.0 on.
   *
   * @return by broker
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Results<Integer, Map<String, LogDirDescription>>> describeLogDirs(
      Collection<Integer> brokerIds);

  /** In which directories replicas are. Brokers from 1.0 on. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Results<TopicPartitionReplica, ReplicaLogDirs>> describeReplicaLogDirs(
      Collection<TopicPartitionReplica> replicas);

  /**
   * Moves replicas to other directories of their brokers; done when the move has begun. Brokers
   * from 1.0 on.
   *
   * @param directories the absolute path for each
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Results<TopicPartitionReplica, Void>> alterReplicaLogDirs(
      Map<TopicPartitionReplica, String> directories);

  /**
   * Elects leaders. A partition that needs no election fails with {@code ELECTION_NOT_NEEDED}.
   * Brokers from 2.2 on.
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Results<TopicPartition, Void>> electLeaders(
      ElectionType type, Collection<TopicPartition> partitions);

  /** Elects leaders of all partitions; tells of those that needed it. Brokers from 2.2 on. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Results<TopicPartition, Void>> electLeaders(ElectionType type);

  /**
   * Moves replicas; see {@link #alterPartitionReassignments(Map,
   * AlterPartitionReassignmentsOptions)}.
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  default Future<Results<TopicPartition, Void>> alterPartitionReassignments(
      Map<TopicPartition, Optional<List<Integer>>> reassignments) {
    return alterPartitionReassignments(
        reassignments, AlterPartitionReassignmentsOptions.defaults());
  }

  /**
   * Begins to move replicas, or cancels that. Brokers from 2.4 on.
   *
   * @param reassignments the brokers that a partition's replicas are to be on, the preferred leader
   *     first; nothing cancels a move under way
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Results<TopicPartition, Void>> alterPartitionReassignments(
      Map<TopicPartition, Optional<List<Integer>>> reassignments,
      AlterPartitionReassignmentsOptions options);

  /** The moves of replicas that are under way, of all partitions. Brokers from 2.4 on. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Map<TopicPartition, PartitionReassignment>> listPartitionReassignments();

  /** The moves of replicas that are under way, of these partitions. Brokers from 2.4 on. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Map<TopicPartition, PartitionReassignment>> listPartitionReassignments(
      Collection<TopicPartition> partitions);

  /** Features, as any broker knows them. Brokers from 2.7 on. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<FeatureMetadata> describeFeatures();

  /** Features, as that broker knows them. Brokers from 2.7 on. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<FeatureMetadata> describeFeatures(int brokerId);

  /** Changes features; see {@link #updateFeatures(Map, UpdateFeaturesOptions)}. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  default Future<Results<String, Void>> updateFeatures(Map<String, FeatureUpdate> updates) {
    return updateFeatures(updates, UpdateFeaturesOptions.defaults());
  }

  /** Changes the levels of features. From 4.0 on all of them or none. Brokers from 3.3 on. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Results<String, Void>> updateFeatures(
      Map<String, FeatureUpdate> updates, UpdateFeaturesOptions options);

  /** The controllers that keep the cluster's metadata. Brokers with KRaft from 3.3 on. */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<QuorumInfo> describeMetadataQuorum();

  /**
   * Makes a controller a voter (KIP-853). Brokers with KRaft from 3.9 on.
   *
   * @param voterId its node id
   * @param directoryId the id of its metadata directory
   * @param endpoints where it listens
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Void> addRaftVoter(
      int voterId,
      UUID directoryId,
      Collection<RaftVoterEndpoint> endpoints,
      AddRaftVoterOptions options);

  /**
   * Makes a controller one that does not vote any more (KIP-853). Brokers with KRaft from 3.9 on.
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<Void> removeRaftVoter(int voterId, UUID directoryId);

  /** Makes the cluster forget a broker that is gone for good. Brokers with KRaft from 2.8 on. */
  Future<Void> unregisterBroker(int brokerId);

  /** Makes the cluster forget a controller that is gone for good. Brokers from 4.4 on. */
  Future<Void> unregisterController(int controllerId);

  /**
   * The id that the brokers know this client by when it sends metrics (KIP-714), which this client
   * never does. The same for as long as the client lives. Brokers from 3.7 on that take metrics.
   */
  @GenIgnore(GenIgnore.PERMITTED_TYPE)
  Future<UUID> clientInstanceId();
}
