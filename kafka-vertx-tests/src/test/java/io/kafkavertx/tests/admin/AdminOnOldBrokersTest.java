package io.kafkavertx.tests.admin;

import static io.kafkavertx.tests.support.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.KafkaAdminOptions;
import io.kafkavertx.KafkaException;
import io.kafkavertx.UnsupportedVersionException;
import io.kafkavertx.admin.AlterConfigOp;
import io.kafkavertx.admin.AlterConfigsOptions;
import io.kafkavertx.admin.ConfigEntry;
import io.kafkavertx.admin.ConfigResource;
import io.kafkavertx.admin.KafkaAdmin;
import io.kafkavertx.admin.NewPartitions;
import io.kafkavertx.admin.NewTopic;
import io.kafkavertx.admin.OffsetSpec;
import io.kafkavertx.admin.Results;
import io.kafkavertx.spi.TopicPartition;
import io.kafkavertx.testkit.broker.BrokerOptions;
import io.kafkavertx.testkit.broker.KafkaBroker;
import io.kafkavertx.tests.support.GuardedVertx;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What real brokers of other years can do, in their way, and what is said of the rest. */
@Tag("slow")
@Timeout(300)
final class AdminOnOldBrokersTest {
  private static final TopicPartition FIRST = new TopicPartition("t", 0);

  @RegisterExtension final GuardedVertx guarded = new GuardedVertx();

  private static <T> T get(Future<T> future) throws Exception {
    return future.await(60, TimeUnit.SECONDS);
  }

  private KafkaAdmin open(KafkaBroker broker, String version) {
    KafkaAdminOptions options =
        new KafkaAdminOptions().setBootstrapServers(broker.bootstrapServers());
    // It would be found out, which takes a while on each connection.
    return KafkaAdmin.create(
        guarded.vertx(), version.startsWith("0.9") ? options.setApiVersion("0.9.0") : options);
  }

  private static void tooOld(Results<?, ?> results, String release, String needed) {
    KafkaException why = results.failures().values().iterator().next();
    assertThat(why)
        .isInstanceOf(UnsupportedVersionException.class)
        .hasMessageContaining("it is Kafka " + release)
        .hasMessageContaining("needs Kafka " + needed + " or later");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.9.0.1", "0.10.0.1"})
  void beforeTopicsCouldBeCreatedTheyAreDescribed(String version) throws Exception {
    try (KafkaBroker broker = KafkaBroker.start(BrokerOptions.version(version))) {
      broker.createTopic("t", 2);
      KafkaAdmin admin = open(broker, version);
      assertThat(get(admin.describeCluster()).nodes()).hasSize(1);
      assertThat(get(admin.listTopics())).extracting(topic -> topic.name()).contains("t");
      var topics = get(admin.describeTopics(List.of("t", "missing")));
      assertThat(topics.get("t").partitions()).hasSize(2);
      assertThat(topics.failures()).containsOnlyKeys("missing");
      assertThat(get(admin.listTopics()))
          .extracting(topic -> topic.name())
          .doesNotContain("missing");
      assertThat(get(admin.listOffsets(Map.of(FIRST, OffsetSpec.latest()))).get(FIRST).offset())
          .isZero();
      String release = version.substring(0, version.lastIndexOf('.'));
      tooOld(get(admin.createTopics(List.of(NewTopic.of("a", 1, 1)))), release, "0.10.1");
      tooOld(get(admin.listOffsets(Map.of(FIRST, OffsetSpec.forTimestamp(5)))), release, "0.10.1");
      get(admin.close());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.1.1", "2.8.2", "3.9.2"})
  void topicsAndTheirConfigurationAreLookedAfter(String version) throws Exception {
    try (KafkaBroker broker = KafkaBroker.start(BrokerOptions.version(version))) {
      KafkaAdmin admin = open(broker, version);
      ConfigResource t = ConfigResource.topic("t");
      get(
          admin
              .createTopics(List.of(NewTopic.of("t", 1, 1).config("retention.ms", "86400000")))
              .compose(Results::all));
      assertThat(get(admin.waitForTopic("t")).partitions()).hasSize(1);
      get(admin.createPartitions(Map.of("t", NewPartitions.increaseTo(2))).compose(Results::all));
      List<AlterConfigOp> ops =
          List.of(
              AlterConfigOp.set("segment.bytes", "5000000"),
              AlterConfigOp.append("cleanup.policy", "compact"));
      get(
          admin
              .incrementalAlterConfigs(
                  Map.of(t, ops), AlterConfigsOptions.defaults().validateOnly(true))
              .compose(Results::all));
      get(admin.incrementalAlterConfigs(Map.of(t, ops)).compose(Results::all));
      // A broker learns a moment later what its controller has changed.
      eventually(
          () -> {
            Map<String, ConfigEntry> entries = get(admin.describeConfigs(List.of(t))).get(t);
            assertThat(entries.get("segment.bytes").value()).isEqualTo("5000000");
            assertThat(entries.get("retention.ms").value()).isEqualTo("86400000");
            assertThat(entries.get("cleanup.policy").value()).isEqualTo("delete,compact");
          });
      assertThat(get(admin.describeLogDirs(List.of(broker.nodeId()))).get(broker.nodeId()))
          .hasSize(1);
      get(admin.deleteTopics(List.of("t")).compose(Results::all));
      eventually(
          () ->
              assertThat(get(admin.describeTopics(List.of("t"))).failures()).containsOnlyKeys("t"));
      get(admin.close());
    }
  }
}
