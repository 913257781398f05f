package io.kafkavertx.spi;

import java.util.List;

/**
 * Where a partition lives.
 *
 * @param topicPartition which partition
 * @param leader the leader, null while there is none
 * @param leaderEpoch the leader's epoch, -1 when the broker does not tell
 * @param replicas the brokers that hold a copy
 * @param inSyncReplicas those of them that are in sync
 * @param offlineReplicas those of them that are down
 */
public record PartitionInfo(
    TopicPartition topicPartition,
    Node leader,
    int leaderEpoch,
    List<Node> replicas,
    List<Node> inSyncReplicas,
    List<Node> offlineReplicas) {}
