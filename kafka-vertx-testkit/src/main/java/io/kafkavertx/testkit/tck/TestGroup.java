package io.kafkavertx.testkit.tck;

import io.kafkavertx.ClusterMetadata;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.spi.Node;
import io.kafkavertx.spi.PartitionAssignor.Subscription;
import io.kafkavertx.spi.PartitionInfo;
import io.kafkavertx.spi.TopicPartition;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** A cluster and the members of a group on it, made up from a seed. */
final class TestGroup {
  final ClusterMetadata cluster;
  final Map<String, Subscription> members = new LinkedHashMap<>();

  TestGroup(Random random) {
    List<Node> nodes = new ArrayList<>();
    ClusterMetadata.Builder builder = ClusterMetadata.builder();
    for (int id = 0; id < 3; id++) {
      nodes.add(new Node(id, "host" + id, 9092, random.nextBoolean() ? "rack" + id : null));
      builder.node(nodes.get(id));
    }
    for (int t = random.nextInt(5); t >= 0; t--) {
      List<PartitionInfo> partitions = new ArrayList<>();
      for (int p = 0; p < random.nextInt(10); p++) {
        List<Node> replicas = List.of(nodes.get(random.nextInt(3)));
        partitions.add(
            new PartitionInfo(
                new TopicPartition("topic" + t, p),
                replicas.get(0),
                0,
                replicas,
                replicas,
                List.of()));
      }
      builder.topic(
          new ClusterMetadata.Topic("topic" + t, null, false, ErrorCode.NONE, partitions));
    }
    cluster = builder.build();
    boolean same = random.nextBoolean();
    for (int m = 1 + random.nextInt(6); m > 0; m--) {
      List<String> wanted = new ArrayList<>();
      for (int t = 0; t < 6; t++) {
        if (same || random.nextBoolean()) {
          wanted.add("topic" + t);
        }
      }
      String rack = random.nextBoolean() ? "rack" + random.nextInt(4) : null;
      String instance = random.nextInt(3) == 0 ? "instance" + m : null;
      members.put(
          "member" + random.nextInt(100) + "-" + m,
          new Subscription(wanted, null, List.of(), -1, rack, instance));
    }
  }

  /** All that some member wants and that exists. */
  Set<String> wantedPartitions() {
    Set<String> wanted = new TreeSet<>();
    members
        .values()
        .forEach(
            member ->
                member
                    .topics()
                    .forEach(
                        topic ->
                            cluster
                                .partitions(topic)
                                .forEach(p -> wanted.add(p.topicPartition().toString()))));
    return wanted;
  }
}
