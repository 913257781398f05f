package io.kafkavertx.assignors;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.spi.PartitionAssignor;
import io.kafkavertx.spi.PartitionAssignor.Assignment;
import io.kafkavertx.spi.TopicPartition;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What our members tell the leader is byte for byte what members with kafka-clients tell it. */
final class UserDataOracleTest {
  private static final int ROUNDS = 10_000;

  @SuppressWarnings("removal") // There is no other way to make a ConsumerGroupMetadata.
  @ParameterizedTest
  @ValueSource(strings = {"sticky", "cooperative-sticky"})
  void userDataIsThatOfKafkaClients(String name) {
    for (int seed = 0; seed < ROUNDS; seed++) {
      Random random = new Random(seed);
      PartitionAssignor ours = AssignorOracleTest.byName(name);
      ConsumerPartitionAssignor theirs =
          name.equals("sticky")
              ? new org.apache.kafka.clients.consumer.StickyAssignor()
              : new org.apache.kafka.clients.consumer.CooperativeStickyAssignor();
      assertSame(ours, theirs, seed);
      List<TopicPartition> mine = new ArrayList<>();
      for (int t = random.nextInt(20); t > 0; t--) {
        String topic = "topic-\u00e4-" + random.nextInt(1000);
        for (int p = random.nextInt(8); p > 0; p--) {
          mine.add(new TopicPartition(topic, random.nextInt(100)));
        }
      }
      int generation = random.nextInt();
      ours.onAssignment(new Assignment(mine, null), generation);
      theirs.onAssignment(
          new ConsumerPartitionAssignor.Assignment(
              mine.stream()
                  .map(tp -> new org.apache.kafka.common.TopicPartition(tp.topic(), tp.partition()))
                  .toList()),
          new ConsumerGroupMetadata("group", generation, "member", Optional.empty()));
      assertSame(ours, theirs, seed);
    }
  }

  private static void assertSame(
      PartitionAssignor ours, ConsumerPartitionAssignor theirs, int seed) {
    byte[] mine = ours.subscriptionUserData(Set.of("topic"));
    ByteBuffer other = theirs.subscriptionUserData(Set.of("topic"));
    assertThat(mine == null ? null : ByteBuffer.wrap(mine)).as("seed %d", seed).isEqualTo(other);
    assertThat(ours.name()).isEqualTo(theirs.name());
  }
}
