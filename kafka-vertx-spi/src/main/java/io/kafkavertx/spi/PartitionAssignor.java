package io.kafkavertx.spi;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Shares the partitions of a consumer group among its members (the classic group protocol). The
 * leader of the group calls {@link #assign}; every member calls the other methods. Used by one
 * event loop only; must not block.
 */
public interface PartitionAssignor {
  /** How members hand over partitions: all at once, or only those that move (KIP-429). */
  enum RebalanceProtocol {
    EAGER,
    COOPERATIVE
  }

  /** The name that goes over the wire, for example {@code range}. */
  String name();

  /**
   * The protocols that this assignor supports. A member uses the best one that all its assignors
   * support.
   *
   * <p>With {@code COOPERATIVE}, members keep reading their {@link Subscription#ownedPartitions()}
   * while {@link #assign} runs: a partition that somebody owns may be given to its owner or to
   * nobody, never straight to another member. The owner then gives it up and joins again, and the
   * next call finds it free. The same question must get the same answer, or that never ends.
   */
  default List<RebalanceProtocol> supportedProtocols() {
    return List.of(RebalanceProtocol.EAGER);
  }

  /** The version of the user data that this assignor writes. */
  default short version() {
    return 0;
  }

  /** Bytes of this assignor's own to send to the leader with the subscription; null for none. */
  default byte[] subscriptionUserData(Set<String> topics) {
    return null;
  }

  /**
   * Shares the partitions. Everything in {@code members} came from other processes and is not to be
   * trusted: bad user data is to be ignored, not to be thrown about.
   *
   * @param cluster the brokers and the partitions of every subscribed topic; a topic that does not
   *     exist has none
   * @param members subscription by member id
   * @return assignment by member id; a member that is left out gets nothing
   */
  Map<String, Assignment> assign(ClusterView cluster, Map<String, Subscription> members);

  /** Told what this member got. */
  default void onAssignment(Assignment assignment, int generation) {}

  /**
   * What one member asks for.
   *
   * @param topics the topics it wants
   * @param userData the assignor's own bytes, null for none
   * @param ownedPartitions what it holds now, empty when it does not say
   * @param generation the generation of {@code ownedPartitions}, -1 when it does not say
   * @param rack the member's rack, null when it does not say (KIP-881)
   * @param groupInstanceId the id of a static member, null for a dynamic one (KIP-345)
   */
  record Subscription(
      List<String> topics,
      byte[] userData,
      List<TopicPartition> ownedPartitions,
      int generation,
      String rack,
      String groupInstanceId) {}

  /**
   * What one member gets.
   *
   * @param partitions its partitions
   * @param userData the assignor's own bytes, null for none
   */
  record Assignment(List<TopicPartition> partitions, byte[] userData) {}
}
