package io.kafkavertx.internal.cluster;

import io.kafkavertx.ClusterMetadata;
import io.kafkavertx.ClusterMetadata.Topic;
import io.kafkavertx.internal.collect.OrderedCopy;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.MetadataResponse;
import io.kafkavertx.protocol.message.MetadataResponse.MetadataResponseBroker;
import io.kafkavertx.protocol.message.MetadataResponse.MetadataResponsePartition;
import io.kafkavertx.protocol.message.MetadataResponse.MetadataResponseTopic;
import io.kafkavertx.protocol.wire.Uuids;
import io.kafkavertx.spi.Node;
import io.kafkavertx.spi.PartitionInfo;
import io.kafkavertx.spi.TopicPartition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.function.Predicate;

/**
 * Puts a broker's answer together with what is known already. No I/O and no state: one merge, one
 * object.
 *
 * <p>Brokers contradict each other while a topic or a leader is being changed, and some lie. The
 * rules: a leader's epoch never goes back within one topic (a new topic id is a new topic); a
 * leader that is not among the brokers, or a topic that is suddenly gone or has fewer partitions,
 * does not replace what is known at once; an answer without a single usable broker changes nothing.
 */
final class MetadataMerge {
  /** That many answers in a row that contradict what is known of a topic are believed. */
  static final int BELIEVE_AFTER = 4;

  private static final int FIRST_VERSION_WITH_RELIABLE_EPOCHS = 9;
  private static final int MAX_COMPLAINTS = 10;

  private final Known known;
  private final MetadataResponse response;
  private final boolean reliableEpochs;
  private final Map<Integer, Node> nodes = new LinkedHashMap<>();

  /** Thousands of partitions have the same few sets of replicas. */
  private final Map<List<Integer>, List<Node>> nodeLists = new HashMap<>();

  private final Map<String, Integer> doubts = new HashMap<>();
  private final List<String> complaints = new ArrayList<>();
  private boolean staleAnswer;

  /**
   * What a merge starts from and ends with.
   *
   * @param view the snapshot
   * @param doubts by topic, how many answers in a row have contradicted the snapshot
   */
  record Known(ClusterMetadata view, Map<String, Integer> doubts) {
    static final Known NOTHING = new Known(ClusterMetadata.empty(), Map.of());
  }

  /**
   * What came of a merge.
   *
   * @param known the new knowledge; the old one when the answer was not usable
   * @param usable false when the answer had no usable broker: it has been ignored as a whole
   * @param stale true when parts of the answer were older than what is known, or lies: ask again
   *     soon
   * @param complaints what was wrong with the answer, for the log
   */
  record Result(Known known, boolean usable, boolean stale, List<String> complaints) {}

  private MetadataMerge(Known known, MetadataResponse response, short version) {
    this.known = known;
    this.response = response;
    this.reliableEpochs = version >= FIRST_VERSION_WITH_RELIABLE_EPOCHS;
  }

  /**
   * Merges an answer.
   *
   * @param version the version of the answer
   * @param asked the topics that were asked for; null when all were
   * @param keep which topics are wanted; others are forgotten, unless they were asked for
   */
  static Result merge(
      Known known,
      MetadataResponse response,
      short version,
      Set<String> asked,
      Predicate<String> keep) {
    return new MetadataMerge(known, response, version).run(asked, keep);
  }

  /**
   * What is known after a broker has answered that there are none: those of 0.8 list nobody, not
   * even themselves, before there is a topic. The address that answered stands for one.
   */
  static Result onlyBootstrap(Node from) {
    Known known = new Known(ClusterMetadata.builder().node(from).build(), Map.of());
    return new Result(known, true, true, List.of());
  }

  /** Whether the answer comes from another cluster than what is known. */
  static boolean isAnotherCluster(ClusterMetadata view, MetadataResponse response) {
    return view.clusterId() != null
        && response.clusterId() != null
        && !view.clusterId().equals(response.clusterId());
  }

  private Result run(Set<String> asked, Predicate<String> keep) {
    readBrokers();
    if (nodes.isEmpty()) {
      complain("the answer lists no usable broker");
      return new Result(known, false, true, List.copyOf(complaints));
    }
    ClusterMetadata.Builder next = ClusterMetadata.builder().controller(response.controllerId());
    next.clusterId(response.clusterId() == null ? known.view().clusterId() : response.clusterId());
    nodes.values().forEach(next::node);
    Map<String, Topic> topics = new HashMap<>();
    Set<String> answered = new HashSet<>();
    for (MetadataResponseTopic topic : response.topics()) {
      if (topic.name() == null || topic.name().isEmpty()) {
        complain("a topic without a name");
      } else if (answered.add(topic.name())) {
        // Old brokers can only be asked for all topics or for some, not for none.
        if (asked == null || asked.contains(topic.name()) || keep.test(topic.name())) {
          put(topics, mergeTopic(topic));
        }
      } else {
        complain("topic " + topic.name() + " is listed twice");
      }
    }
    carryOver(topics, answered, asked, keep);
    topics.values().forEach(next::topic);
    doubts.keySet().retainAll(topics.keySet());
    return new Result(
        new Known(next.build(), OrderedCopy.of(doubts)),
        true,
        staleAnswer,
        List.copyOf(complaints));
  }

  private void readBrokers() {
    for (MetadataResponseBroker broker : response.brokers()) {
      boolean usable =
          broker.nodeId() >= 0
              && broker.host() != null
              && !broker.host().isBlank()
              && broker.port() > 0
              && broker.port() <= 65_535;
      if (usable) {
        Node before = known.view().node(broker.nodeId());
        Node node = new Node(broker.nodeId(), broker.host(), broker.port(), broker.rack());
        nodes.put(node.id(), node.equals(before) ? before : node);
      } else {
        complain(
            "broker "
                + broker.nodeId()
                + " at '"
                + broker.host()
                + "' port "
                + broker.port()
                + " cannot be");
      }
    }
  }

  /** Topics of which the answer does not tell. */
  private void carryOver(
      Map<String, Topic> topics, Set<String> answered, Set<String> asked, Predicate<String> keep) {
    for (String name : knownTopics(asked, keep)) {
      if (answered.contains(name)) {
        continue;
      }
      Topic before = known.view().topic(name);
      boolean expected = asked == null || asked.contains(name);
      if (expected && before.partitions().isEmpty() && !keep.test(name)) {
        continue;
      }
      if (expected) {
        put(topics, doubted(before, name, ErrorCode.UNKNOWN_TOPIC_OR_PARTITION));
      } else {
        Integer doubt = known.doubts().get(name);
        if (doubt != null) {
          doubts.put(name, doubt);
        }
        topics.put(name, rebound(before));
      }
    }
  }

  private Set<String> knownTopics(Set<String> asked, Predicate<String> keep) {
    Set<String> names = new HashSet<>(known.view().topics());
    names.addAll(known.view().topicErrors().keySet());
    names.removeIf(name -> asked != null && !keep.test(name));
    return names;
  }

  private static void put(Map<String, Topic> topics, Topic topic) {
    if (topic != null) {
      topics.put(topic.name(), topic);
    }
  }

  private Topic mergeTopic(MetadataResponseTopic told) {
    ErrorCode error = ErrorCode.forCode(told.errorCode());
    Topic before = known.view().topic(told.name());
    switch (error) {
      case UNKNOWN_TOPIC_OR_PARTITION, UNKNOWN_TOPIC_ID -> {
        return doubted(before, told.name(), error);
      }
      case TOPIC_AUTHORIZATION_FAILED, INVALID_TOPIC_EXCEPTION -> {
        return new Topic(told.name(), told.topicId(), told.isInternal(), error, List.of());
      }
      default -> {
        // Healthy, or an error that passes: take what partitions there are.
      }
    }
    if (before != null && isAnotherTopic(before.id(), told.topicId())) {
      before = null;
    }
    UUID id = before != null && told.topicId().equals(Uuids.ZERO) ? before.id() : told.topicId();
    List<PartitionInfo> partitions = mergePartitions(told, before, !id.equals(Uuids.ZERO));
    Topic merged = new Topic(told.name(), id, told.isInternal(), error, partitions);
    return merged.equals(before) ? before : merged;
  }

  private static boolean isAnotherTopic(UUID before, UUID now) {
    return !before.equals(Uuids.ZERO) && !now.equals(Uuids.ZERO) && !before.equals(now);
  }

  /**
   * A topic that a broker says does not exist: believed at once when nothing is known of it, else
   * when it is said again and again.
   */
  private Topic doubted(Topic before, String name, ErrorCode error) {
    if (before == null || before.partitions().isEmpty()) {
      return new Topic(name, Uuids.ZERO, false, error, List.of());
    }
    if (believeNow(name)) {
      return new Topic(name, Uuids.ZERO, before.internal(), error, List.of());
    }
    Topic kept = rebound(before);
    return new Topic(name, kept.id(), kept.internal(), error, kept.partitions());
  }

  /** Counts one more answer against what is known. */
  private boolean believeNow(String topic) {
    staleAnswer = true;
    int count = known.doubts().getOrDefault(topic, 0) + 1;
    if (count >= BELIEVE_AFTER) {
      doubts.remove(topic);
      return true;
    }
    doubts.put(topic, count);
    return false;
  }

  private List<PartitionInfo> mergePartitions(
      MetadataResponseTopic told, Topic before, boolean hasId) {
    Map<Integer, PartitionInfo> merged = new TreeMap<>();
    boolean older = false;
    for (MetadataResponsePartition partition : told.partitions()) {
      if (partition.partitionIndex() < 0) {
        complain("topic " + told.name() + " has a partition " + partition.partitionIndex());
        continue;
      }
      PartitionInfo last = before == null ? null : before.partition(partition.partitionIndex());
      PartitionInfo now = mergePartition(told.name(), partition, last);
      older |= last != null && now.leaderEpoch() < last.leaderEpoch();
      merged.put(partition.partitionIndex(), now);
    }
    if (before == null) {
      return new ArrayList<>(merged.values());
    }
    boolean fewer =
        before.partitions().stream().anyMatch(info -> !merged.containsKey(number(info)));
    if (fewer || older) {
      // Neither happens within the life of a topic. Without ids it may be a new topic of the same
      // name: believed when it goes on.
      boolean believed = believeNow(told.name()) && !hasId;
      if (!believed) {
        keepNewest(before, merged);
      }
    }
    return new ArrayList<>(merged.values());
  }

  private void keepNewest(Topic before, Map<Integer, PartitionInfo> merged) {
    for (PartitionInfo last : before.partitions()) {
      PartitionInfo now = merged.get(number(last));
      if (now == null || now.leaderEpoch() < last.leaderEpoch()) {
        merged.put(number(last), rebound(last));
      }
    }
  }

  private PartitionInfo mergePartition(
      String topic, MetadataResponsePartition told, PartitionInfo last) {
    int epoch = reliableEpochs ? told.leaderEpoch() : -1;
    if (epoch < 0 && last != null) {
      // A broker that tells no epoch, or none that can be trusted: it neither confirms nor
      // contradicts the one known.
      epoch = last.leaderEpoch();
    }
    Node leader = nodes.get(told.leaderId());
    if (leader == null && told.leaderId() >= 0) {
      complain(
          topic
              + "-"
              + told.partitionIndex()
              + " is led by broker "
              + told.leaderId()
              + ", which is not listed");
      staleAnswer = true;
      if (last != null && last.leader() != null) {
        return rebound(last);
      }
    }
    PartitionInfo now =
        new PartitionInfo(
            last == null ? new TopicPartition(topic, told.partitionIndex()) : last.topicPartition(),
            leader,
            epoch,
            toNodes(told.replicaNodes()),
            toNodes(told.isrNodes()),
            toNodes(told.offlineReplicas()));
    return now.equals(last) ? last : now;
  }

  private List<Node> toNodes(List<Integer> ids) {
    return nodeLists.computeIfAbsent(
        ids, numbers -> numbers.stream().map(this::nodeOrStub).toList());
  }

  private Node nodeOrStub(int id) {
    Node node = nodes.get(id);
    return node == null ? new Node(id, "", -1, null) : node;
  }

  private Topic rebound(Topic topic) {
    List<PartitionInfo> partitions = topic.partitions().stream().map(this::rebound).toList();
    return partitions.equals(topic.partitions())
        ? topic
        : new Topic(topic.name(), topic.id(), topic.internal(), topic.error(), partitions);
  }

  /** The same partition with the brokers as they are listed now. */
  private PartitionInfo rebound(PartitionInfo info) {
    return rebound(
        info, info.leader() == null ? null : nodes.get(info.leader().id()), this::nodeOrStub);
  }

  static PartitionInfo rebound(PartitionInfo info, Node leader, IntFunction<Node> nodes) {
    PartitionInfo now =
        new PartitionInfo(
            info.topicPartition(),
            leader,
            info.leaderEpoch(),
            info.replicas().stream().map(node -> nodes.apply(node.id())).toList(),
            info.inSyncReplicas().stream().map(node -> nodes.apply(node.id())).toList(),
            info.offlineReplicas().stream().map(node -> nodes.apply(node.id())).toList());
    return now.equals(info) ? info : now;
  }

  private static int number(PartitionInfo info) {
    return info.topicPartition().partition();
  }

  private void complain(String what) {
    if (complaints.size() < MAX_COMPLAINTS) {
      complaints.add(what);
    }
  }
}
