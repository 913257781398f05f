package io.kafkavertx.tests.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.KafkaAdminOptions;
import io.kafkavertx.admin.KafkaAdmin;
import io.kafkavertx.protocol.wire.Uuids;
import io.kafkavertx.testkit.broker.BrokerOptions;
import io.kafkavertx.testkit.broker.KafkaBroker;
import io.kafkavertx.tests.support.GuardedVertx;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A broker that takes clients' metrics. */
@Tag("slow")
@Timeout(180)
final class ClientInstanceIdTest {
  @RegisterExtension final GuardedVertx guarded = new GuardedVertx();

  @Test
  void aBrokerThatTakesMetricsGivesTheClientAnId() throws Exception {
    Path classes =
        Path.of(TestTelemetry.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    BrokerOptions options =
        BrokerOptions.version("4.4.0")
            .classPath(List.of(classes))
            .property("metric.reporters", TestTelemetry.class.getName());
    try (KafkaBroker broker = KafkaBroker.start(options)) {
      KafkaAdmin admin =
          KafkaAdmin.create(
              guarded.vertx(),
              new KafkaAdminOptions().setBootstrapServers(broker.bootstrapServers()));
      UUID id = admin.clientInstanceId().await(60, TimeUnit.SECONDS);
      assertThat(id).isNotEqualTo(Uuids.ZERO);
      admin.close().await(60, TimeUnit.SECONDS);
    }
  }
}
