package io.kafkavertx.examples.plugins;

import io.kafkavertx.spi.CompressionCodecFactory;
import io.kafkavertx.spi.MetricsReporterFactory;
import io.kafkavertx.spi.PartitionAssignorFactory;
import io.kafkavertx.spi.PartitionerFactory;
import io.kafkavertx.spi.SaslMechanismFactory;
import io.kafkavertx.testkit.tck.CompressionCodecContract;
import io.kafkavertx.testkit.tck.MetricsReporterContract;
import io.kafkavertx.testkit.tck.PartitionAssignorContract;
import io.kafkavertx.testkit.tck.PartitionerContract;
import io.kafkavertx.testkit.tck.SaslMechanismContract;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The plug-ins keep to the contracts of the test kit. */
final class ContractsTest {
  @Nested
  final class Zone extends PartitionAssignorContract {
    @Override
    protected PartitionAssignorFactory factory() {
      return new ZoneAssignorFactory();
    }
  }

  @Nested
  final class Tenant extends PartitionerContract {
    @Override
    protected PartitionerFactory factory() {
      return new TenantPartitionerFactory();
    }
  }

  @Nested
  final class JdkGzip extends CompressionCodecContract {
    @Override
    protected CompressionCodecFactory factory() {
      return new JdkGzipFactory();
    }
  }

  @Nested
  final class EventBus extends MetricsReporterContract {
    @Override
    protected MetricsReporterFactory factory() {
      return new EventBusReporterFactory();
    }
  }

  @Nested
  final class Plain extends SaslMechanismContract {
    @TempDir Path directory;

    @Override
    protected SaslMechanismFactory factory() {
      return new FilePlainFactory();
    }

    @Override
    protected JsonObject config() {
      try {
        Path file = Files.writeString(directory.resolve("password"), "s3cret-c4nary\n");
        return new JsonObject().put("username", "alice").put("passwordFile", file.toString());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    protected Set<String> secrets() {
      return Set.of("s3cret-c4nary");
    }
  }
}
