package io.kafkavertx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The Java client's properties of its partitioners. */
final class PartitionerOptionsTest {
  @Test
  void propertiesBecomeTheConfigurationOfTheDefaultPartitioner() {
    ProducerOptions options =
        ProducerOptions.fromProperties(
            Map.of(
                "partitioner.ignore.keys", "true",
                "partitioner.adaptive.partitioning.enable", "false",
                "partitioner.availability.timeout.ms", "250",
                "partitioner.rack.aware", true,
                "client.rack", "north"));
    assertThat(options.getPartitioner()).isEqualTo("default");
    assertThat(options.getClientRack()).isEqualTo("north");
    assertThat(options.pluginConfig("default"))
        .isEqualTo(
            new JsonObject()
                .put("ignoreKeys", true)
                .put("adaptive", false)
                .put("availabilityTimeout", 250L)
                .put("rackAware", true));
    ProducerOptions read = new ProducerOptions(options.toJson());
    assertThat(read.pluginConfig("default")).isEqualTo(options.pluginConfig("default"));
    assertThat(read.getClientRack()).isEqualTo("north");
    assertThat(options.copy().getClientRack()).isEqualTo("north");
  }

  @ParameterizedTest
  @CsvSource({
    "org.apache.kafka.clients.producer.RoundRobinPartitioner, roundrobin",
    "org.apache.kafka.clients.producer.internals.DefaultPartitioner, default",
    "'', default"
  })
  void theJavaClientsClassesHaveACounterpart(String javaClass, String name) {
    assertThat(
            ProducerOptions.fromProperties(Map.of("partitioner.class", javaClass)).getPartitioner())
        .isEqualTo(name);
  }

  @Test
  void anotherClassIsRefusedWithWhatToDo() {
    assertThatThrownBy(
            () -> ProducerOptions.fromProperties(Map.of("partitioner.class", "acme.Mine")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContainingAll("partitioner.class", "acme.Mine", "setPartitioner");
  }

  @Test
  void whatIsNotOfItsTypeIsRefusedByName() {
    assertThatThrownBy(
            () -> ProducerOptions.fromProperties(Map.of("partitioner.ignore.keys", "perhaps")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("partitioner.ignore.keys");
  }
}
