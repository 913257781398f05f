package io.kafkavertx.admin;

import io.kafkavertx.internal.collect.OrderedCopy;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The controllers that keep a KRaft cluster's metadata.
 *
 * @param leaderId the active controller
 * @param leaderEpoch its epoch
 * @param highWatermark the offset up to which the metadata log is committed
 * @param voters who takes part in elections
 * @param observers who only reads, brokers among them
 * @param nodes where each voter listens; empty from brokers before 3.9
 */
public record QuorumInfo(
    int leaderId,
    long leaderEpoch,
    long highWatermark,
    List<ReplicaState> voters,
    List<ReplicaState> observers,
    Map<Integer, List<RaftVoterEndpoint>> nodes) {
  public QuorumInfo {
    voters = List.copyOf(voters);
    observers = List.copyOf(observers);
    nodes = OrderedCopy.of(nodes);
  }

  /**
   * How far a replica of the log has come.
   *
   * @param replicaId the node
   * @param directoryId the directory of its log; zero from brokers before 3.9
   * @param logEndOffset where its log ends
   * @param lastFetchTimestamp when it asked the leader last, in milliseconds since 1970 by the
   *     leader's clock; -1 when not known
   * @param lastCaughtUpTimestamp when it had all there was, the same way
   */
  public record ReplicaState(
      int replicaId,
      UUID directoryId,
      long logEndOffset,
      long lastFetchTimestamp,
      long lastCaughtUpTimestamp) {}
}
