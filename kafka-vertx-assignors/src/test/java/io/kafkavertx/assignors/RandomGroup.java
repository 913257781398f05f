package io.kafkavertx.assignors;

import io.kafkavertx.spi.ClusterView;
import io.kafkavertx.spi.Node;
import io.kafkavertx.spi.PartitionAssignor.Subscription;
import io.kafkavertx.spi.PartitionInfo;
import io.kafkavertx.spi.TopicPartition;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor;
import org.apache.kafka.common.Cluster;

/** A cluster and a group that a seed makes up, and that can be shown to kafka-clients as well. */
final class RandomGroup extends MadeUpCluster {
  private final Random random;
  private final boolean withRacks;
  private final boolean sameTopics;
  private final Map<String, Subscription> members = new LinkedHashMap<>();
  private int joined;

  private RandomGroup(Random random) {
    this.random = random;
    withRacks = random.nextBoolean();
    int brokers = 1 + random.nextInt(5);
    for (int id = 0; id < brokers; id++) {
      String rack = withRacks && random.nextInt(8) > 0 ? "rack" + random.nextInt(3) : null;
      nodes.add(new Node(id, "host" + id, 9092, rack));
    }
    int topicCount = 1 + random.nextInt(5);
    int usual = random.nextInt(9);
    for (int t = 0; t < topicCount; t++) {
      grow("topic" + t, random.nextBoolean() ? usual : random.nextInt(12));
    }
    sameTopics = random.nextBoolean();
    int memberCount = 1 + random.nextInt(6);
    for (int m = 0; m < memberCount; m++) {
      join();
    }
  }

  static RandomGroup of(Random random) {
    return new RandomGroup(random);
  }

  Map<String, Subscription> members() {
    return members;
  }

  /** Something happens: members come and go or change their minds, topics grow or vanish. */
  void change() {
    List<String> ids = List.copyOf(members.keySet());
    String topic = "topic" + random.nextInt(6);
    switch (random.nextInt(6)) {
      case 0, 1 -> join();
      case 2 -> {
        if (members.size() > 1) {
          members.remove(ids.get(random.nextInt(ids.size())));
        }
      }
      case 3 -> grow(topic, topics.getOrDefault(topic, List.of()).size() + random.nextInt(4));
      case 4 -> {
        if (random.nextInt(3) == 0 && topics.size() > 1) {
          topics.remove(topic);
        } else {
          join();
          members.remove(ids.get(random.nextInt(ids.size())));
        }
      }
      default -> {
        String id = ids.get(random.nextInt(ids.size()));
        Subscription old = members.get(id);
        tell(id, new Subscription(wanted(), null, List.of(), -1, old.rack(), null));
      }
    }
  }

  void tell(String member, Subscription subscription) {
    members.put(member, subscription);
  }

  void put(String topic, int partitions) {
    topics.clear();
    grow(topic, partitions);
  }

  private void join() {
    int m = joined++;
    members.put(
        "member-" + random.nextInt(1000) + "-" + m,
        new Subscription(
            wanted(),
            null,
            List.of(),
            -1,
            withRacks && random.nextInt(4) > 0 ? "rack" + random.nextInt(4) : null,
            random.nextInt(4) == 0 ? "instance" + m : null));
  }

  private List<String> wanted() {
    List<String> wanted = new ArrayList<>();
    for (int t = 0; t < 6; t++) {
      // Also topics that do not exist.
      if (sameTopics || random.nextInt(3) > 0) {
        wanted.add("topic" + t);
      }
    }
    return wanted;
  }

  private void grow(String topic, int partitions) {
    List<PartitionInfo> infos = new ArrayList<>(topics.getOrDefault(topic, List.of()));
    for (int p = infos.size(); p < partitions; p++) {
      List<Node> replicas = new ArrayList<>();
      int count = 1 + random.nextInt(Math.min(3, nodes.size()));
      int first = random.nextInt(nodes.size());
      for (int r = 0; r < count; r++) {
        replicas.add(nodes.get((first + r) % nodes.size()));
      }
      infos.add(
          new PartitionInfo(
              new TopicPartition(topic, p), replicas.get(0), 0, replicas, replicas, List.of()));
    }
    topics.put(topic, infos);
  }

  /** What kafka-clients makes of it. */
  Map<String, Set<TopicPartition>> askKafka(ConsumerPartitionAssignor assignor) {
    return askKafka(assignor, this, members);
  }

  static Map<String, Set<TopicPartition>> askKafka(
      ConsumerPartitionAssignor assignor, ClusterView view, Map<String, Subscription> members) {
    return toOurs(assignor.assign(kafkaCluster(view), kafkaGroup(members)));
  }

  static Map<String, Set<TopicPartition>> toOurs(
      ConsumerPartitionAssignor.GroupAssignment assignment) {
    Map<String, Set<TopicPartition>> result = new TreeMap<>();
    assignment
        .groupAssignment()
        .forEach(
            (id, share) -> {
              Set<TopicPartition> partitions = new HashSet<>();
              share
                  .partitions()
                  .forEach(tp -> partitions.add(new TopicPartition(tp.topic(), tp.partition())));
              result.put(id, partitions);
            });
    return result;
  }

  static Cluster kafkaCluster(ClusterView view) {
    Map<Integer, org.apache.kafka.common.Node> kafkaNodes = new HashMap<>();
    for (Node node : view.nodes()) {
      kafkaNodes.put(
          node.id(),
          new org.apache.kafka.common.Node(node.id(), node.host(), node.port(), node.rack()));
    }
    List<org.apache.kafka.common.PartitionInfo> infos = new ArrayList<>();
    for (String topic : view.topics()) {
      for (PartitionInfo info : view.partitions(topic)) {
        org.apache.kafka.common.Node[] replicas =
            info.replicas().stream()
                .map(node -> kafkaNodes.get(node.id()))
                .toArray(org.apache.kafka.common.Node[]::new);
        infos.add(
            new org.apache.kafka.common.PartitionInfo(
                topic, info.topicPartition().partition(), replicas[0], replicas, replicas));
      }
    }
    return new Cluster("id", kafkaNodes.values(), infos, Set.of(), Set.of());
  }

  static ConsumerPartitionAssignor.GroupSubscription kafkaGroup(Map<String, Subscription> members) {
    Map<String, ConsumerPartitionAssignor.Subscription> subscriptions = new HashMap<>();
    members.forEach(
        (id, member) -> {
          ConsumerPartitionAssignor.Subscription subscription =
              new ConsumerPartitionAssignor.Subscription(
                  member.topics(),
                  member.userData() == null ? null : ByteBuffer.wrap(member.userData()),
                  member.ownedPartitions().stream()
                      .map(
                          tp ->
                              new org.apache.kafka.common.TopicPartition(
                                  tp.topic(), tp.partition()))
                      .toList(),
                  member.generation(),
                  Optional.ofNullable(member.rack()));
          subscription.setGroupInstanceId(Optional.ofNullable(member.groupInstanceId()));
          subscriptions.put(id, subscription);
        });
    return new ConsumerPartitionAssignor.GroupSubscription(subscriptions);
  }
}
