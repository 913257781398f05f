package io.kafkavertx.tests.support;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * Topics of the shared broker, made by kafka-clients: tests of this client should not depend on it
 * for their set-up.
 */
public final class Topics {
  private Topics() {}

  /** Makes a topic with one replica. */
  public static void create(String topic, int partitions) throws Exception {
    create(SharedBroker.bootstrapServers(), topic, partitions, 1);
  }

  /** Makes a topic on any cluster. */
  public static void create(String bootstrapServers, String topic, int partitions, int replicas)
      throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
      admin
          .createTopics(List.of(new NewTopic(topic, partitions, (short) replicas)))
          .all()
          .get(60, TimeUnit.SECONDS);
    }
  }
}
