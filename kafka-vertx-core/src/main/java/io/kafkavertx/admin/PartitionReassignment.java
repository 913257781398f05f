package io.kafkavertx.admin;

import java.util.List;

/**
 * Replicas that move.
 *
 * @param replicas the brokers that have replicas now, those on their way included
 * @param adding the brokers that replicas are copied to
 * @param removing the brokers that will lose theirs
 */
public record PartitionReassignment(
    List<Integer> replicas, List<Integer> adding, List<Integer> removing) {
  public PartitionReassignment {
    replicas = List.copyOf(replicas);
    adding = List.copyOf(adding);
    removing = List.copyOf(removing);
  }
}
