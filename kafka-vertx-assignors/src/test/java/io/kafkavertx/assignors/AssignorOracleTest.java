package io.kafkavertx.assignors;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.spi.ClusterView;
import io.kafkavertx.spi.Node;
import io.kafkavertx.spi.PartitionAssignor;
import io.kafkavertx.spi.PartitionAssignor.Subscription;
import io.kafkavertx.spi.PartitionAssignorFactory;
import io.kafkavertx.spi.PartitionInfo;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor;
import org.apache.kafka.common.Cluster;
import org.junit.jupiter.api.Test;

/** Whoever leads the group, kafka-clients or we, the assignment is the same. */
final class AssignorOracleTest {
  private static final int ROUNDS = 5000;

  @Test
  void rangeSharesAsKafkaClientsDoes() {
    compare(new org.apache.kafka.clients.consumer.RangeAssignor(), "range");
  }

  @Test
  void roundRobinSharesAsKafkaClientsDoes() {
    compare(new org.apache.kafka.clients.consumer.RoundRobinAssignor(), "roundrobin");
  }

  private static void compare(ConsumerPartitionAssignor theirs, String name) {
    PartitionAssignor ours = byName(name);
    int racks = 0;
    for (int seed = 0; seed < ROUNDS; seed++) {
      Group group = Group.random(new Random(seed));
      Map<String, Set<TopicPartition>> expected = group.askKafka(theirs);
      Map<String, Set<TopicPartition>> actual = new TreeMap<>();
      ours.assign(group, group.members)
          .forEach((member, share) -> actual.put(member, new HashSet<>(share.partitions())));
      assertThat(actual).as("%s, seed %d", name, seed).isEqualTo(expected);
      racks += group.members.values().stream().anyMatch(m -> m.rack() != null) ? 1 : 0;
    }
    assertThat(racks).isGreaterThan(ROUNDS / 10);
  }

  @Test
  void bothAreFoundByTheServiceLoader() {
    assertThat(byName("range").name()).isEqualTo("range");
    assertThat(byName("roundrobin").name()).isEqualTo("roundrobin");
  }

  private static PartitionAssignor byName(String name) {
    return ServiceLoader.load(PartitionAssignorFactory.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(factory -> factory.name().equals(name))
        .findFirst()
        .orElseThrow()
        .create(new JsonObject());
  }

  /** A cluster and a group that a seed makes up. */
  private static final class Group implements ClusterView {
    private final Map<String, List<PartitionInfo>> topics = new LinkedHashMap<>();
    private final Map<String, Subscription> members = new LinkedHashMap<>();
    private final List<Node> nodes = new ArrayList<>();

    static Group random(Random random) {
      Group group = new Group();
      boolean withRacks = random.nextBoolean();
      int brokers = 1 + random.nextInt(5);
      for (int id = 0; id < brokers; id++) {
        String rack = withRacks && random.nextInt(8) > 0 ? "rack" + random.nextInt(3) : null;
        group.nodes.add(new Node(id, "host" + id, 9092, rack));
      }
      int topicCount = 1 + random.nextInt(5);
      int usual = random.nextInt(9);
      for (int t = 0; t < topicCount; t++) {
        String topic = "topic" + t;
        int partitions = random.nextBoolean() ? usual : random.nextInt(12);
        List<PartitionInfo> infos = new ArrayList<>();
        for (int p = 0; p < partitions; p++) {
          List<Node> replicas = new ArrayList<>();
          int count = 1 + random.nextInt(Math.min(3, brokers));
          int first = random.nextInt(brokers);
          for (int r = 0; r < count; r++) {
            replicas.add(group.nodes.get((first + r) % brokers));
          }
          infos.add(
              new PartitionInfo(
                  new TopicPartition(topic, p), replicas.get(0), 0, replicas, replicas, List.of()));
        }
        group.topics.put(topic, infos);
      }
      boolean sameTopics = random.nextBoolean();
      int memberCount = 1 + random.nextInt(6);
      for (int m = 0; m < memberCount; m++) {
        List<String> wanted = new ArrayList<>();
        for (String topic : group.topics.keySet()) {
          if (sameTopics || random.nextInt(3) > 0) {
            wanted.add(topic);
          }
        }
        group.members.put(
            "member-" + random.nextInt(1000) + "-" + m,
            new Subscription(
                wanted,
                null,
                List.of(),
                -1,
                withRacks && random.nextInt(4) > 0 ? "rack" + random.nextInt(4) : null,
                random.nextInt(4) == 0 ? "instance" + m : null));
      }
      return group;
    }

    Map<String, Set<TopicPartition>> askKafka(ConsumerPartitionAssignor assignor) {
      Map<Integer, org.apache.kafka.common.Node> kafkaNodes = new HashMap<>();
      nodes.forEach(
          node ->
              kafkaNodes.put(
                  node.id(),
                  new org.apache.kafka.common.Node(
                      node.id(), node.host(), node.port(), node.rack())));
      List<org.apache.kafka.common.PartitionInfo> infos = new ArrayList<>();
      for (List<PartitionInfo> partitions : topics.values()) {
        for (PartitionInfo info : partitions) {
          org.apache.kafka.common.Node[] replicas =
              info.replicas().stream()
                  .map(node -> kafkaNodes.get(node.id()))
                  .toArray(org.apache.kafka.common.Node[]::new);
          infos.add(
              new org.apache.kafka.common.PartitionInfo(
                  info.topicPartition().topic(),
                  info.topicPartition().partition(),
                  replicas[0],
                  replicas,
                  replicas));
        }
      }
      Cluster cluster = new Cluster("id", kafkaNodes.values(), infos, Set.of(), Set.of());
      Map<String, ConsumerPartitionAssignor.Subscription> subscriptions = new HashMap<>();
      members.forEach(
          (id, member) -> {
            ConsumerPartitionAssignor.Subscription subscription =
                new ConsumerPartitionAssignor.Subscription(
                    member.topics(),
                    ByteBuffer.allocate(0),
                    List.of(),
                    -1,
                    Optional.ofNullable(member.rack()));
            subscription.setGroupInstanceId(Optional.ofNullable(member.groupInstanceId()));
            subscriptions.put(id, subscription);
          });
      Map<String, Set<TopicPartition>> result = new TreeMap<>();
      assignor
          .assign(cluster, new ConsumerPartitionAssignor.GroupSubscription(subscriptions))
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

    @Override
    public String clusterId() {
      return "id";
    }

    @Override
    public List<Node> nodes() {
      return nodes;
    }

    @Override
    public Set<String> topics() {
      return topics.keySet();
    }

    @Override
    public List<PartitionInfo> partitions(String topic) {
      return topics.getOrDefault(topic, List.of());
    }

    @Override
    public Node node(int id) {
      return nodes.get(id);
    }
  }
}
