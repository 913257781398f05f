package io.kafkavertx.admin;

import io.kafkavertx.internal.collect.OrderedCopy;
import io.kafkavertx.spi.Node;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A streams group.
 *
 * @param groupId its id
 * @param topologyEpoch the version of its topology; -1 when it has none yet
 * @param subtopologies the parts of its topology
 * @param members who is in it
 * @param state what it is doing
 * @param coordinator the broker that looks after it
 * @param authorizedOperations what this client may do with it; null when that was not asked for
 * @param groupEpoch how often its members and topics have changed
 * @param assignmentEpoch the group epoch that the assignment is for
 */
public record StreamsGroupDescription(
    String groupId,
    int topologyEpoch,
    List<Subtopology> subtopologies,
    List<Member> members,
    GroupState state,
    Node coordinator,
    Set<AclOperation> authorizedOperations,
    int groupEpoch,
    int assignmentEpoch) {
  public StreamsGroupDescription {
    subtopologies = List.copyOf(subtopologies);
    members = List.copyOf(members);
  }

  /**
   * A part of a topology.
   *
   * @param id its id
   * @param sourceTopics what it reads
   * @param repartitionSinkTopics what it writes to, for other parts to read
   * @param stateChangelogTopics where it keeps its state
   * @param repartitionSourceTopics what it reads that other parts write
   */
  public record Subtopology(
      String id,
      List<String> sourceTopics,
      List<String> repartitionSinkTopics,
      List<TopicInfo> stateChangelogTopics,
      List<TopicInfo> repartitionSourceTopics) {
    public Subtopology {
      sourceTopics = List.copyOf(sourceTopics);
      repartitionSinkTopics = List.copyOf(repartitionSinkTopics);
      stateChangelogTopics = List.copyOf(stateChangelogTopics);
      repartitionSourceTopics = List.copyOf(repartitionSourceTopics);
    }
  }

  /**
   * A topic that the group makes for itself.
   *
   * @param name its name
   * @param partitions how many; 0 when that comes of other topics
   * @param replicationFactor how many replicas; 0 for the brokers' default
   * @param configs its configuration
   */
  public record TopicInfo(
      String name, int partitions, int replicationFactor, Map<String, String> configs) {
    public TopicInfo {
      configs = OrderedCopy.of(configs);
    }
  }

  /**
   * A member.
   *
   * @param memberId the coordinator's name for it
   * @param instanceId its name as a static member; null when it is none
   * @param rackId where it is; null when not known
   * @param clientId its {@code client.id}
   * @param host the address that the coordinator sees
   * @param memberEpoch how far it has come
   * @param topologyEpoch the version of the topology that it runs
   * @param processId the process that it is in
   * @param userEndpoint where its process can be asked for state, host and port; null when nowhere
   * @param clientTags what it says of itself, for the placement of standby tasks
   * @param taskOffsets how far its tasks' state is
   * @param taskEndOffsets how far it could be
   * @param assignment its tasks
   * @param targetAssignment the tasks that it is to have
   * @param classic whether it speaks the protocol that there was before
   */
  public record Member(
      String memberId,
      String instanceId,
      String rackId,
      String clientId,
      String host,
      int memberEpoch,
      int topologyEpoch,
      String processId,
      String userEndpoint,
      Map<String, String> clientTags,
      Map<Task, Long> taskOffsets,
      Map<Task, Long> taskEndOffsets,
      Assignment assignment,
      Assignment targetAssignment,
      boolean classic) {
    public Member {
      clientTags = OrderedCopy.of(clientTags);
      taskOffsets = OrderedCopy.of(taskOffsets);
      taskEndOffsets = OrderedCopy.of(taskEndOffsets);
    }
  }

  /**
   * A task: a partition of a part of the topology.
   *
   * @param subtopologyId the part
   * @param partition the partition
   */
  public record Task(String subtopologyId, int partition) {}

  /**
   * The tasks of a member.
   *
   * @param active what it works on
   * @param standby whose state it follows
   * @param warmup whose state it catches up with, to take it over
   */
  public record Assignment(Set<Task> active, Set<Task> standby, Set<Task> warmup) {
    public Assignment {
      active = OrderedCopy.of(active);
      standby = OrderedCopy.of(standby);
      warmup = OrderedCopy.of(warmup);
    }
  }
}
