package io.kafkavertx.tests.support;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * Topics of the shared broker, made by kafka-clients: tests of this client should not depend on it
 * for their set-up.
 */
public final class Topics {
  private Topics() {}

  /** Makes a topic with one replica, and waits until it is served. */
  public static void create(String topic, int partitions) throws Exception {
    create(SharedBroker.bootstrapServers(), topic, partitions, 1);
  }

  /** Makes a topic on any cluster, and waits until it is served. */
  public static void create(String bootstrapServers, String topic, int partitions, int replicas)
      throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      admin
          .createTopics(List.of(new NewTopic(topic, partitions, (short) replicas)))
          .all()
          .get(60, TimeUnit.SECONDS);
      // A broker tells clients that it leads a partition a moment before it does; kafka-clients
      // asks
      // until all leaders answer.
      Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
      for (int partition = 0; partition < partitions; partition++) {
        ends.put(new TopicPartition(topic, partition), OffsetSpec.latest());
      }
      admin.listOffsets(ends).all().get(60, TimeUnit.SECONDS);
    }
  }
}
