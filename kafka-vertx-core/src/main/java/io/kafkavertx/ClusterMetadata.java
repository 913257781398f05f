package io.kafkavertx;

import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.wire.Uuids;
import io.kafkavertx.spi.ClusterView;
import io.kafkavertx.spi.Node;
import io.kafkavertx.spi.PartitionInfo;
import io.kafkavertx.spi.TopicPartition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * What is known of a cluster at one moment: its brokers, its controller, its topics and who leads
 * their partitions. Immutable and without any I/O: safe to keep, to pass to other threads and to
 * compare with a later one.
 *
 * <p>A client holds metadata of the topics that it uses, not of all there are. A topic of which the
 * brokers told only an error has no partitions here and is not among {@link #topics()}, but {@link
 * #topicError} knows it.
 */
public final class ClusterMetadata implements ClusterView {
  private static final ClusterMetadata EMPTY = builder().build();

  private final String clusterId;
  private final int controllerId;
  private final Map<Integer, Node> nodes;
  private final List<Node> nodeList;
  private final Map<String, Topic> topics;
  private final Map<UUID, String> names;
  private final Set<String> withPartitions;

  private ClusterMetadata(Builder from) {
    clusterId = from.clusterId;
    controllerId = from.controllerId;
    nodes = Collections.unmodifiableMap(new LinkedHashMap<>(from.nodes));
    nodeList = List.copyOf(nodes.values());
    topics = Collections.unmodifiableMap(new HashMap<>(from.topics));
    Map<UUID, String> byId = new HashMap<>();
    Set<String> usable = new TreeSet<>();
    for (Topic topic : topics.values()) {
      if (!topic.id.equals(Uuids.ZERO)) {
        byId.put(topic.id, topic.name);
      }
      if (!topic.partitions.isEmpty()) {
        usable.add(topic.name);
      }
    }
    names = Collections.unmodifiableMap(byId);
    withPartitions = Collections.unmodifiableSet(usable);
  }

  /** Nothing known yet: what a client has before the first answer. */
  public static ClusterMetadata empty() {
    return EMPTY;
  }

  /** A builder of metadata by hand, for tests of partitioners, assignors and the like. */
  public static Builder builder() {
    return new Builder();
  }

  /** A builder that starts with everything that this holds. */
  public Builder toBuilder() {
    Builder builder = new Builder().clusterId(clusterId).controller(controllerId);
    builder.nodes.putAll(nodes);
    builder.topics.putAll(topics);
    return builder;
  }

  @Override
  public String clusterId() {
    return clusterId;
  }

  /** The id of the broker that takes requests for the controller, -1 while it is not known. */
  public int controllerId() {
    return controllerId;
  }

  /**
   * The broker that takes requests for the controller; null while it is not known or not listed.
   */
  public Node controller() {
    return nodes.get(controllerId);
  }

  @Override
  public List<Node> nodes() {
    return nodeList;
  }

  @Override
  public Node node(int id) {
    return nodes.get(id);
  }

  /** In alphabetical order. */
  @Override
  public Set<String> topics() {
    return withPartitions;
  }

  @Override
  public List<PartitionInfo> partitions(String topic) {
    Topic known = topics.get(topic);
    return known == null ? List.of() : known.partitions;
  }

  /** Everything that is known of a topic; null when no broker has told anything. */
  public Topic topic(String name) {
    return topics.get(name);
  }

  /** A partition; null when it is not known. */
  public PartitionInfo partition(TopicPartition topicPartition) {
    return partition(topicPartition.topic(), topicPartition.partition());
  }

  /** A partition; null when it is not known. */
  public PartitionInfo partition(String topic, int partition) {
    Topic known = topics.get(topic);
    return known == null ? null : known.partition(partition);
  }

  /** Who leads a partition; null when the partition is not known or has no leader at present. */
  public Node leaderFor(TopicPartition topicPartition) {
    PartitionInfo info = partition(topicPartition);
    return info == null ? null : info.leader();
  }

  /** The topic's id; all zero when it is not known or the brokers are older than 2.8. */
  public UUID topicId(String topic) {
    Topic known = topics.get(topic);
    return known == null ? Uuids.ZERO : known.id;
  }

  /** The topic with that id; null when it is not known. */
  public String topicName(UUID topicId) {
    return names.get(topicId);
  }

  /**
   * What the brokers last said was wrong with a topic; {@link ErrorCode#NONE} when nothing, or when
   * they were never asked.
   */
  public ErrorCode topicError(String topic) {
    Topic known = topics.get(topic);
    return known == null ? ErrorCode.NONE : known.error;
  }

  /** The topics that the brokers last said something was wrong with, and what. */
  public Map<String, ErrorCode> topicErrors() {
    Map<String, ErrorCode> errors = new TreeMap<>();
    for (Topic topic : topics.values()) {
      if (topic.error != ErrorCode.NONE) {
        errors.put(topic.name, topic.error);
      }
    }
    return errors;
  }

  /** True for a topic of Kafka's own, such as {@code __consumer_offsets}. */
  public boolean isInternal(String topic) {
    Topic known = topics.get(topic);
    return known != null && known.internal;
  }

  /** The topics of Kafka's own among {@link #topics()}. */
  public Set<String> internalTopics() {
    return namesWhere(topic -> topic.internal && !topic.partitions.isEmpty());
  }

  /** The topics that this client asked for and may not see. */
  public Set<String> unauthorizedTopics() {
    return namesWhere(topic -> topic.error == ErrorCode.TOPIC_AUTHORIZATION_FAILED);
  }

  /** The topics that this client asked for and whose names no topic can have. */
  public Set<String> invalidTopics() {
    return namesWhere(topic -> topic.error == ErrorCode.INVALID_TOPIC_EXCEPTION);
  }

  /** The partitions that a broker leads. */
  public List<PartitionInfo> partitionsForNode(int nodeId) {
    List<PartitionInfo> led = new ArrayList<>();
    for (String topic : withPartitions) {
      for (PartitionInfo info : topics.get(topic).partitions) {
        if (info.leader() != null && info.leader().id() == nodeId) {
          led.add(info);
        }
      }
    }
    return led;
  }

  /** The partitions of a topic that have a leader. */
  public List<PartitionInfo> availablePartitionsForTopic(String topic) {
    return partitions(topic).stream().filter(info -> info.leader() != null).toList();
  }

  private Set<String> namesWhere(Predicate<Topic> wanted) {
    Set<String> found = new TreeSet<>();
    for (Topic topic : topics.values()) {
      if (wanted.test(topic)) {
        found.add(topic.name);
      }
    }
    return found;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ClusterMetadata that
        && Objects.equals(clusterId, that.clusterId)
        && controllerId == that.controllerId
        && nodes.equals(that.nodes)
        && topics.equals(that.topics);
  }

  @Override
  public int hashCode() {
    return Objects.hash(clusterId, controllerId, nodes, topics);
  }

  @Override
  public String toString() {
    return "ClusterMetadata(clusterId="
        + clusterId
        + ", nodes="
        + nodeList
        + ", controllerId="
        + controllerId
        + ", topics="
        + withPartitions.size()
        + ")";
  }

  /**
   * A topic.
   *
   * @param name its name
   * @param id its id; all zero when the brokers are older than 2.8
   * @param internal true for a topic of Kafka's own
   * @param error what the brokers last said was wrong with it, {@link ErrorCode#NONE} when nothing.
   *     A topic may have both an error and partitions: the last good ones are kept while brokers
   *     contradict themselves
   * @param partitions its partitions by number; empty while only an error is known
   */
  public record Topic(
      String name, UUID id, boolean internal, ErrorCode error, List<PartitionInfo> partitions) {
    public Topic {
      Objects.requireNonNull(name, "a topic has a name");
      id = id == null ? Uuids.ZERO : id;
      error = error == null ? ErrorCode.NONE : error;
      partitions = List.copyOf(partitions);
    }

    /** A partition by number; null when it is not known. */
    public PartitionInfo partition(int number) {
      if (number >= 0 && number < partitions.size()) {
        PartitionInfo info = partitions.get(number);
        if (info.topicPartition().partition() == number) {
          return info;
        }
      }
      for (PartitionInfo info : partitions) {
        if (info.topicPartition().partition() == number) {
          return info;
        }
      }
      return null;
    }
  }

  /** Puts metadata together. Not for use by several threads at a time. */
  public static final class Builder {
    private String clusterId;
    private int controllerId = -1;
    private final Map<Integer, Node> nodes = new LinkedHashMap<>();
    private final Map<String, Topic> topics = new HashMap<>();

    private Builder() {}

    public Builder clusterId(String id) {
      clusterId = id;
      return this;
    }

    /** Which of the nodes is the controller; -1 for none. */
    public Builder controller(int nodeId) {
      controllerId = nodeId;
      return this;
    }

    /** Adds a broker, in place of one with the same id. */
    public Builder node(Node node) {
      nodes.put(node.id(), node);
      return this;
    }

    /** Adds a topic, in place of one with the same name. */
    public Builder topic(Topic topic) {
      topics.put(topic.name(), topic);
      return this;
    }

    /** Forgets a topic. */
    public Builder removeTopic(String name) {
      topics.remove(name);
      return this;
    }

    public ClusterMetadata build() {
      return new ClusterMetadata(this);
    }
  }
}
