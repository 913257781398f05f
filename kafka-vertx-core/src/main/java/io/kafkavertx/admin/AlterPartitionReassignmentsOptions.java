package io.kafkavertx.admin;

/**
 * How to move replicas.
 *
 * @param allowReplicationFactorChange whether a partition may have more or fewer replicas then;
 *     false needs Kafka 4.1 (KIP-860)
 */
public record AlterPartitionReassignmentsOptions(boolean allowReplicationFactorChange) {
  /** It may. */
  public static AlterPartitionReassignmentsOptions defaults() {
    return new AlterPartitionReassignmentsOptions(true);
  }

  public AlterPartitionReassignmentsOptions allowReplicationFactorChange(boolean allow) {
    return new AlterPartitionReassignmentsOptions(allow);
  }
}
