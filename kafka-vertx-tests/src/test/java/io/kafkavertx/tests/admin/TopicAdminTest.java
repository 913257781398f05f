package io.kafkavertx.tests.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkavertx.BrokerErrorException;
import io.kafkavertx.admin.CreateTopicsOptions;
import io.kafkavertx.admin.ListedOffset;
import io.kafkavertx.admin.NewTopic;
import io.kafkavertx.admin.OffsetSpec;
import io.kafkavertx.admin.Results;
import io.kafkavertx.admin.TopicCreated;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.spi.TopicPartition;
import io.kafkavertx.tests.support.SharedBroker;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.TopicDescription;
import org.junit.jupiter.api.Test;

/** Topics on a real broker, compared with what the Java client says of them. */
final class TopicAdminTest extends AdminTestBase {
  private final String topic = SharedBroker.name("admin-topic");

  @Test
  void aTopicIsCreatedAsTheJavaClientSeesItAfterwards() throws Exception {
    TopicCreated created =
        get(admin.createTopics(
                List.of(NewTopic.of(topic, 3, 1).config("cleanup.policy", "compact"))))
            .get(topic);
    assertThat(created.partitions()).isEqualTo(3);
    assertThat(created.replicationFactor()).isEqualTo(1);
    assertThat(created.configs().get("cleanup.policy").value()).isEqualTo("compact");

    TopicDescription seen = get(java().describeTopics(List.of(topic)).topicNameValues().get(topic));
    assertThat(seen.partitions()).hasSize(3);
    assertThat(seen.topicId().getMostSignificantBits())
        .isEqualTo(created.topicId().getMostSignificantBits());
  }

  @Test
  void oneBadTopicHidesNoneOfTheOthers() throws Exception {
    SharedBroker.createTopic(topic, 1);
    String good = topic + "-good";
    String nameless = "no spaces";
    String wide = topic + "-wide";
    Results<String, TopicCreated> results =
        get(
            admin.createTopics(
                List.of(
                    NewTopic.of(topic, 1, 1),
                    NewTopic.of(good),
                    NewTopic.of(nameless, 1, 1),
                    NewTopic.of(wide, 1, 9))));
    assertThat(results.values()).containsOnlyKeys(good);
    assertThat(code(results, topic)).isEqualTo(ErrorCode.TOPIC_ALREADY_EXISTS);
    assertThat(code(results, nameless)).isEqualTo(ErrorCode.INVALID_TOPIC_EXCEPTION);
    assertThat(code(results, wide)).isEqualTo(ErrorCode.INVALID_REPLICATION_FACTOR);
    assertThat(results.failures().get(wide))
        .hasMessageContaining("createTopics of topic " + wide + " at broker ")
        .hasMessageContaining("INVALID_REPLICATION_FACTOR (38)")
        .hasMessageContaining("brokers that are alive");
    assertThatThrownBy(() -> get(results.all()))
        .hasMessageContaining("3 of 4 failed")
        .hasMessageContaining(nameless);
  }

  private static ErrorCode code(Results<?, ?> results, Object item) {
    return ((BrokerErrorException) results.failures().get(item)).code();
  }

  @Test
  void validateOnlyCreatesNothing() throws Exception {
    CreateTopicsOptions only = CreateTopicsOptions.defaults().validateOnly(true);
    get(admin.createTopics(List.of(NewTopic.of(topic, 2, 1)), only).compose(Results::all));
    assertThat(get(java().listTopics().names())).doesNotContain(topic);
  }

  @Test
  void offsetsAreThoseThatTheJavaClientFinds() throws Exception {
    SharedBroker.createTopic(topic, 2);
    TopicPartition first = new TopicPartition(topic, 0);
    TopicPartition missing = new TopicPartition(topic, 7);
    Results<TopicPartition, ListedOffset> results =
        get(
            admin.listOffsets(
                Map.of(
                    first,
                    OffsetSpec.latest(),
                    new TopicPartition(topic, 1),
                    OffsetSpec.forTimestamp(0),
                    missing,
                    OffsetSpec.earliest())));
    assertThat(results.get(first).offset()).isZero();
    assertThat(results.get(new TopicPartition(topic, 1)).offset()).isEqualTo(-1);
    assertThat(code(results, missing)).isEqualTo(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
  }
}
