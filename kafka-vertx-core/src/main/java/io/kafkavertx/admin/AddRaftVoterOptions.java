package io.kafkavertx.admin;

/**
 * How to add a voter.
 *
 * @param clusterId the id that the cluster must have; null for any
 * @param ackWhenCommitted whether the answer waits until the new voters are committed; false needs
 *     Kafka 4.2
 */
public record AddRaftVoterOptions(String clusterId, boolean ackWhenCommitted) {
  /** Any cluster; the answer comes when it is done. */
  public static AddRaftVoterOptions defaults() {
    return new AddRaftVoterOptions(null, true);
  }

  public AddRaftVoterOptions clusterId(String id) {
    return new AddRaftVoterOptions(id, ackWhenCommitted);
  }

  public AddRaftVoterOptions ackWhenCommitted(boolean wait) {
    return new AddRaftVoterOptions(clusterId, wait);
  }
}
