package io.kafkavertx.internal.group;

import io.kafkavertx.protocol.message.ConsumerProtocolAssignment;
import io.kafkavertx.protocol.message.ConsumerProtocolSubscription;
import io.kafkavertx.protocol.wire.ByteSlice;
import io.kafkavertx.protocol.wire.ProtocolException;
import io.kafkavertx.protocol.wire.WireReader;
import io.kafkavertx.protocol.wire.WireWriter;
import io.kafkavertx.spi.PartitionAssignor.Assignment;
import io.kafkavertx.spi.PartitionAssignor.Subscription;
import io.kafkavertx.spi.TopicPartition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What members of a consumer group tell each other through the coordinator: a version, then a
 * structure whose later versions only add to the end. A version that is not known is read as the
 * highest that is.
 */
public final class ConsumerProtocol {
  public static final String TYPE = "consumer";

  private ConsumerProtocol() {}

  static byte[] subscription(Subscription subscription) {
    return subscription(subscription, ConsumerProtocolSubscription.HIGHEST_VERSION);
  }

  /** Topics and partitions in order: equal subscriptions are equal bytes, whoever writes them. */
  static byte[] subscription(Subscription subscription, short version) {
    Map<String, List<Integer>> owned = new TreeMap<>();
    for (TopicPartition tp : subscription.ownedPartitions()) {
      owned.computeIfAbsent(tp.topic(), topic -> new ArrayList<>()).add(tp.partition());
    }
    List<ConsumerProtocolSubscription.TopicPartition> ownedByTopic = new ArrayList<>();
    owned.forEach(
        (topic, partitions) ->
            ownedByTopic.add(
                new ConsumerProtocolSubscription.TopicPartition()
                    .setTopic(topic)
                    .setPartitions(partitions.stream().sorted().toList())));
    byte[] userData = subscription.userData();
    WireWriter out = new WireWriter();
    out.writeInt16(version);
    new ConsumerProtocolSubscription()
        .setTopics(subscription.topics().stream().sorted().toList())
        .setUserData(userData == null ? null : ByteSlice.of(userData))
        .setOwnedPartitions(ownedByTopic)
        .setGenerationId(subscription.generation())
        .setRackId(subscription.rack())
        .write(out, version);
    return out.toByteArray();
  }

  static Subscription readSubscription(byte[] bytes, String instanceId) {
    WireReader in = new WireReader(bytes);
    short version = version(in, ConsumerProtocolSubscription.HIGHEST_VERSION);
    ConsumerProtocolSubscription message = new ConsumerProtocolSubscription();
    message.read(in, version);
    Set<TopicPartition> owned = new LinkedHashSet<>();
    for (ConsumerProtocolSubscription.TopicPartition topic : message.ownedPartitions()) {
      addAll(owned, topic.topic(), topic.partitions());
    }
    return new Subscription(
        List.copyOf(new LinkedHashSet<>(message.topics())),
        bytes(message.userData()),
        List.copyOf(owned),
        message.generationId(),
        message.rackId(),
        instanceId);
  }

  static byte[] assignment(Assignment assignment) {
    short version = ConsumerProtocolAssignment.HIGHEST_VERSION;
    Map<String, List<Integer>> topics = new LinkedHashMap<>();
    for (TopicPartition tp : assignment.partitions()) {
      topics.computeIfAbsent(tp.topic(), name -> new ArrayList<>()).add(tp.partition());
    }
    List<ConsumerProtocolAssignment.TopicPartition> assigned = new ArrayList<>();
    topics.forEach(
        (topic, partitions) ->
            assigned.add(
                new ConsumerProtocolAssignment.TopicPartition()
                    .setTopic(topic)
                    .setPartitions(partitions)));
    byte[] userData = assignment.userData();
    WireWriter out = new WireWriter();
    out.writeInt16(version);
    new ConsumerProtocolAssignment()
        .setAssignedPartitions(assigned)
        .setUserData(userData == null ? null : ByteSlice.of(userData))
        .write(out, version);
    return out.toByteArray();
  }

  /**
   * Reads an assignment. No bytes at all are an empty one: the leader left this member out.
   *
   * @throws ProtocolException when the bytes are something else
   */
  public static Assignment readAssignment(byte[] bytes) {
    if (bytes.length == 0) {
      return new Assignment(List.of(), null);
    }
    WireReader in = new WireReader(bytes);
    short version = version(in, ConsumerProtocolAssignment.HIGHEST_VERSION);
    ConsumerProtocolAssignment message = new ConsumerProtocolAssignment();
    message.read(in, version);
    Set<TopicPartition> assigned = new LinkedHashSet<>();
    for (ConsumerProtocolAssignment.TopicPartition topic : message.assignedPartitions()) {
      addAll(assigned, topic.topic(), topic.partitions());
    }
    return new Assignment(List.copyOf(assigned), bytes(message.userData()));
  }

  private static short version(WireReader in, short highest) {
    short version = in.readInt16();
    if (version < 0) {
      throw new ProtocolException("version " + version + " of the consumer protocol");
    }
    return (short) Math.min(version, highest);
  }

  private static void addAll(
      Collection<TopicPartition> to, String topic, Collection<Integer> partitions) {
    for (int partition : partitions) {
      if (partition < 0) {
        throw new ProtocolException("partition " + partition + " of topic " + topic);
      }
      to.add(new TopicPartition(topic, partition));
    }
  }

  private static byte[] bytes(ByteSlice slice) {
    return slice == null ? null : slice.toArray();
  }
}
