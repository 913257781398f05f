package io.kafkavertx.tests.admin;

import static io.kafkavertx.tests.support.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.BrokerErrorException;
import io.kafkavertx.KafkaAdminOptions;
import io.kafkavertx.admin.AlterConfigOp;
import io.kafkavertx.admin.ConfigResource;
import io.kafkavertx.admin.KafkaAdmin;
import io.kafkavertx.admin.NewPartitions;
import io.kafkavertx.admin.OffsetSpec;
import io.kafkavertx.admin.Results;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.spi.TopicPartition;
import io.kafkavertx.testkit.broker.BrokerOptions;
import io.kafkavertx.testkit.broker.KafkaBroker;
import io.kafkavertx.tests.support.GuardedVertx;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is said when the client may not do what it asks, for one topic among others. */
@Tag("slow")
@Timeout(300)
final class AdminRightsTest {
  @RegisterExtension final GuardedVertx guarded = new GuardedVertx();

  private static <T> T get(Future<T> future) throws Exception {
    return future.await(60, TimeUnit.SECONDS);
  }

  private static void forbidden(Results<?, ?> results, Object item, Object allowed) {
    assertThat(results.failures().keySet()).isEqualTo(Set.of(item));
    assertThat(results.keys().contains(allowed)).isTrue();
    assertThat(results.failures().get(item))
        .isInstanceOfSatisfying(
            BrokerErrorException.class,
            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.TOPIC_AUTHORIZATION_FAILED))
        .hasMessageContaining("needs an ACL on the topic");
  }

  @Test
  void whatIsForbiddenIsNamedAndTheRestIsDone() throws Exception {
    try (KafkaBroker broker =
        KafkaBroker.start(
            BrokerOptions.version("4.4.0")
                .property(
                    "authorizer.class.name",
                    "org.apache.kafka.metadata.authorizer.StandardAuthorizer")
                .property("allow.everyone.if.no.acl.found", "true"))) {
      broker.createTopic("open", 1);
      broker.createTopic("secret", 1);
      try (Admin java = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
        java.createAcls(List.of(deny("secret"))).all().get(60, TimeUnit.SECONDS);
      }
      KafkaAdmin admin =
          KafkaAdmin.create(
              guarded.vertx(),
              new KafkaAdminOptions().setBootstrapServers(broker.bootstrapServers()));
      // The broker learns of the rule a moment after its controller.
      eventually(
          () ->
              assertThat(get(admin.describeTopics(List.of("secret"))).failures())
                  .containsOnlyKeys("secret"));
      check(admin);
      get(admin.close());
    }
  }

  private static AclBinding deny(String topic) {
    return new AclBinding(
        new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL),
        new AccessControlEntry("User:ANONYMOUS", "*", AclOperation.ALL, AclPermissionType.DENY));
  }

  private static void check(KafkaAdmin admin) throws Exception {
    TopicPartition secret = new TopicPartition("secret", 0);
    TopicPartition open = new TopicPartition("open", 0);
    forbidden(get(admin.describeTopics(List.of("open", "secret"))), "secret", "open");
    forbidden(
        get(admin.listOffsets(Map.of(secret, OffsetSpec.latest(), open, OffsetSpec.latest()))),
        secret,
        open);
    forbidden(get(admin.deleteRecords(Map.of(secret, 0L, open, 0L))), secret, open);
    forbidden(
        get(
            admin.createPartitions(
                Map.of(
                    "secret", NewPartitions.increaseTo(2), "open", NewPartitions.increaseTo(2)))),
        "secret",
        "open");
    ConfigResource secretTopic = ConfigResource.topic("secret");
    ConfigResource openTopic = ConfigResource.topic("open");
    forbidden(get(admin.describeConfigs(List.of(secretTopic, openTopic))), secretTopic, openTopic);
    List<AlterConfigOp> ops = List.of(AlterConfigOp.set("retention.ms", "1000000"));
    forbidden(
        get(admin.incrementalAlterConfigs(Map.of(secretTopic, ops, openTopic, ops))),
        secretTopic,
        openTopic);
    assertThat(get(admin.listTopics()).stream().map(topic -> topic.name()).toList())
        .containsExactly("open");
  }
}
