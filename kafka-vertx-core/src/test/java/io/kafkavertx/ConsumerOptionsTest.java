package io.kafkavertx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The consumer's options: defaults of the Java client, JSON, its property names, errors. */
final class ConsumerOptionsTest {
  @Test
  void theDefaultsAreThoseOfTheJavaClient() {
    ConsumerOptions options = new ConsumerOptions();
    assertThat(options.getAutoOffsetReset()).isEqualTo("latest");
    assertThat(options.getSessionTimeout()).isEqualTo(Duration.ofSeconds(45));
    assertThat(options.getHeartbeatInterval()).isEqualTo(Duration.ofSeconds(3));
    assertThat(options.getRebalanceTimeout()).isEqualTo(Duration.ofMinutes(5));
    assertThat(options.isEnableAutoCommit()).isTrue();
    assertThat(options.getAutoCommitInterval()).isEqualTo(Duration.ofSeconds(5));
    assertThat(options.getFetchMaxBytes()).isEqualTo(52_428_800);
    assertThat(options.getMaxPartitionFetchBytes()).isEqualTo(1_048_576);
    assertThat(options.getFetchMaxWait()).isEqualTo(Duration.ofMillis(500));
    assertThat(options.getMaxPollRecords()).isEqualTo(500);
    options.validate();
  }

  @Test
  void aBoundWithoutRoomForTwoAnswersIsAdvisedAgainst() {
    assertThat(new ConsumerOptions().advice()).isEmpty();
    assertThat(
            new ConsumerOptions()
                .setMaxPartitionFetchBytes(1000)
                .setMaxBufferedBytes(2000)
                .advice())
        .isEmpty();
    assertThat(
            new ConsumerOptions()
                .setMaxPartitionFetchBytes(1000)
                .setMaxBufferedBytes(1999)
                .advice())
        .singleElement()
        .asString()
        .contains("maxBufferedBytes (1999)", "maxPartitionFetchBytes (1000)", "2000", "999");
  }

  @Test
  void jsonAndCopyKeepEverything() {
    ConsumerOptions options =
        new ConsumerOptions()
            .setGroupId("g")
            .setGroupInstanceId("i")
            .setAutoOffsetReset("by_duration:P1D")
            .setIsolationLevel(ConsumerOptions.IsolationLevel.READ_COMMITTED)
            .setOnBadRecord(ConsumerOptions.BadRecordPolicy.SKIP)
            .setMaxBufferedBytes(5_000_000_000L)
            .setClientRack("r");
    JsonObject json = options.toJson();
    assertThat(new ConsumerOptions(json).toJson()).isEqualTo(json);
    assertThat(options.copy().toJson()).isEqualTo(json);
  }

  @Test
  void thePropertiesOfTheJavaClientAreRead() {
    ConsumerOptions options =
        ConsumerOptions.fromProperties(
            Map.of(
                "group.id", "g",
                "isolation.level", "read_committed",
                "max.poll.interval.ms", "60000",
                "partition.assignment.strategy",
                    "org.apache.kafka.clients.consumer.RangeAssignor,roundrobin",
                "enable.auto.commit", "false"));
    assertThat(options.getIsolationLevel())
        .isEqualTo(ConsumerOptions.IsolationLevel.READ_COMMITTED);
    assertThat(options.getRebalanceTimeout()).isEqualTo(Duration.ofMinutes(1));
    assertThat(options.isEnableAutoCommit()).isFalse();
    assertThat(options.getPartitionAssignmentStrategy())
        .map(AssignorNames::plugin)
        .containsExactly("range", "roundrobin");
    assertThatThrownBy(() -> ConsumerOptions.fromProperties(Map.of("group.idd", "g")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("group.id");
  }

  @Test
  void whatCannotBeIsRefusedByName() {
    ConsumerOptions options = new ConsumerOptions();
    assertThatThrownBy(() -> options.setAutoOffsetReset("middle"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("autoOffsetReset");
    assertThatThrownBy(() -> options.setMaxBufferedBytes(0))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("maxBufferedBytes");
    assertThatThrownBy(
            () -> new ConsumerOptions().setHeartbeatInterval(Duration.ofMinutes(1)).validate())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("heartbeatInterval");
    assertThatThrownBy(() -> new ConsumerOptions().setGroupInstanceId("i").validate())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("groupInstanceId");
    assertThatThrownBy(() -> new ConsumerOptions().setFetchMaxBytes(200 * 1024 * 1024).validate())
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("maxFrameBytes");
  }
}
