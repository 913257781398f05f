package io.kafkavertx.internal.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.spi.PartitionAssignor.Subscription;
import io.kafkavertx.spi.TopicPartition;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor;
import org.junit.jupiter.api.Test;

/** What a member tells the group's leader is byte for byte what kafka-clients would tell it. */
final class SubscriptionOracleTest {
  private static final int ROUNDS = 10_000;

  @Test
  void subscriptionsAreThoseOfKafkaClientsInAllVersions() {
    for (int seed = 0; seed < ROUNDS; seed++) {
      Random random = new Random(seed);
      Subscription ours = random(random);
      short version = (short) (seed % 4);
      ByteBuffer theirs =
          org.apache.kafka.clients.consumer.internals.ConsumerProtocol.serializeSubscription(
              kafka(ours), version);
      byte[] bytes = new byte[theirs.remaining()];
      theirs.get(bytes);
      assertThat(ConsumerProtocol.subscription(ours, version))
          .as("seed %d, version %d", seed, version)
          .isEqualTo(bytes);
      Subscription read = ConsumerProtocol.readSubscription(bytes, "instance");
      assertThat(Set.copyOf(read.topics())).isEqualTo(Set.copyOf(ours.topics()));
      assertThat(read.userData()).isEqualTo(ours.userData());
      assertThat(Set.copyOf(read.ownedPartitions()))
          .isEqualTo(version >= 1 ? Set.copyOf(ours.ownedPartitions()) : Set.of());
      assertThat(read.generation()).isEqualTo(version >= 2 ? ours.generation() : -1);
      assertThat(read.rack()).isEqualTo(version >= 3 ? ours.rack() : null);
      assertThat(read.groupInstanceId()).isEqualTo("instance");
    }
  }

  private static Subscription random(Random random) {
    Set<String> topics = new LinkedHashSet<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      topics.add("topic-\u00e4" + random.nextInt(20));
    }
    Set<TopicPartition> owned = new LinkedHashSet<>();
    for (int i = random.nextInt(12); i > 0; i--) {
      owned.add(new TopicPartition("topic" + random.nextInt(5), random.nextInt(50)));
    }
    byte[] userData = random.nextBoolean() ? new byte[random.nextInt(9)] : null;
    if (userData != null) {
      random.nextBytes(userData);
    }
    return new Subscription(
        List.copyOf(topics),
        userData,
        new ArrayList<>(owned),
        random.nextInt(1000) - 1,
        random.nextBoolean() ? "rack" + random.nextInt(9) : null,
        null);
  }

  private static ConsumerPartitionAssignor.Subscription kafka(Subscription ours) {
    return new ConsumerPartitionAssignor.Subscription(
        ours.topics(),
        ours.userData() == null ? null : ByteBuffer.wrap(ours.userData()),
        ours.ownedPartitions().stream()
            .map(tp -> new org.apache.kafka.common.TopicPartition(tp.topic(), tp.partition()))
            .toList(),
        ours.generation(),
        Optional.ofNullable(ours.rack()));
  }
}
