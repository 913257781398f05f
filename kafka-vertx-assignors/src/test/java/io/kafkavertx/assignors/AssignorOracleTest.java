package io.kafkavertx.assignors;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.spi.PartitionAssignor;
import io.kafkavertx.spi.PartitionAssignorFactory;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerPartitionAssignor;
import org.junit.jupiter.api.Test;

/** Whoever leads the group, kafka-clients or we, the assignment is the same. */
final class AssignorOracleTest {
  private static final int ROUNDS = 10_000;

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
      RandomGroup group = RandomGroup.of(new Random(seed));
      Map<String, Set<TopicPartition>> expected = group.askKafka(theirs);
      Map<String, Set<TopicPartition>> actual = new TreeMap<>();
      ours.assign(group, group.members())
          .forEach((member, share) -> actual.put(member, new HashSet<>(share.partitions())));
      assertThat(actual).as("%s, seed %d", name, seed).isEqualTo(expected);
      racks += group.members().values().stream().anyMatch(m -> m.rack() != null) ? 1 : 0;
    }
    assertThat(racks).isGreaterThan(ROUNDS / 10);
  }

  @Test
  void bothAreFoundByTheServiceLoader() {
    assertThat(byName("range").name()).isEqualTo("range");
    assertThat(byName("roundrobin").name()).isEqualTo("roundrobin");
  }

  static PartitionAssignor byName(String name) {
    return ServiceLoader.load(PartitionAssignorFactory.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(factory -> factory.name().equals(name))
        .findFirst()
        .orElseThrow()
        .create(new JsonObject());
  }
}
