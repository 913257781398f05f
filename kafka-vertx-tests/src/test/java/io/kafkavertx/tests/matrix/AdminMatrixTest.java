package io.kafkavertx.tests.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.KafkaAdminOptions;
import io.kafkavertx.UnsupportedVersionException;
import io.kafkavertx.admin.AlterConfigOp;
import io.kafkavertx.admin.ConfigResource;
import io.kafkavertx.admin.KafkaAdmin;
import io.kafkavertx.admin.NewPartitions;
import io.kafkavertx.admin.NewTopic;
import io.kafkavertx.admin.Results;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Operations of the admin client that every release has, and those that it has learned. */
@Tag("slow")
@Timeout(300)
final class AdminMatrixTest {
  @RegisterExtension static final Matrix matrix = new Matrix();

  /** An operation whose answer has an entry for each thing, or is one. */
  private interface Call {
    Future<?> on(KafkaAdmin admin);
  }

  private static Throwable failure(Future<?> answer) throws Exception {
    Throwable failure = Matrix.failure(answer);
    return failure == null && answer.result() instanceof Results<?, ?> results
        ? Matrix.failure(results.all())
        : failure;
  }

  private void operation(Release release, KafkaAdmin admin, String name, String first, Call call)
      throws Exception {
    matrix.check(
        release,
        "admin: " + name,
        () -> {
          Throwable failure = failure(call.on(admin));
          if (release.isAtLeast(first)) {
            assertThat(failure).isNull();
            return "yes";
          }
          assertThat(failure).isInstanceOf(UnsupportedVersionException.class);
          return "refused";
        });
  }

  @ParameterizedTest
  @MethodSource("io.kafkavertx.tests.matrix.Release#chosen")
  void operationsWorkFromTheReleaseOnThatHasThem(Release release) throws Exception {
    String topic = matrix.topic(release, 1);
    String made = matrix.name("made");
    KafkaAdmin admin =
        KafkaAdmin.create(matrix.vertx(), matrix.client(new KafkaAdminOptions(), release));
    ConfigResource resource = ConfigResource.topic(topic);
    operation(release, admin, "list topics", "0.8.0", KafkaAdmin::listTopics);
    operation(
        release, admin, "describe topics", "0.8.0", one -> one.describeTopics(List.of(topic)));
    operation(release, admin, "describe the cluster", "0.8.0", KafkaAdmin::describeCluster);
    operation(
        release,
        admin,
        "create a topic",
        "0.10.1",
        one -> one.createTopics(List.of(NewTopic.of(made, 1, 1))));
    operation(
        release,
        admin,
        "delete records",
        "0.11.0",
        one -> one.deleteRecords(Map.of(new TopicPartition(topic, 0), 0L)));
    operation(
        release,
        admin,
        "describe configurations",
        "0.11.0",
        one -> one.describeConfigs(List.of(resource)));
    operation(
        release,
        admin,
        "change a configuration",
        "0.11.0",
        one ->
            one.incrementalAlterConfigs(
                Map.of(resource, List.of(AlterConfigOp.set("retention.ms", "3600000")))));
    operation(
        release,
        admin,
        "add partitions",
        "1.0",
        one -> one.createPartitions(Map.of(topic, NewPartitions.increaseTo(2))));
    operation(release, admin, "describe features", "2.4", KafkaAdmin::describeFeatures);
    operation(release, admin, "list reassignments", "2.4", KafkaAdmin::listPartitionReassignments);
    operation(release, admin, "delete a topic", "0.10.1", one -> one.deleteTopics(List.of(made)));
    operation(release, admin, "describe the quorum", "3.3", KafkaAdmin::describeMetadataQuorum);
    Matrix.await(admin.close());
  }
}
