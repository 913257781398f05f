package io.kafkavertx.tests.tck;

import io.kafkavertx.sasl.PlainFactory;
import io.kafkavertx.sasl.ScramSha256Factory;
import io.kafkavertx.sasl.ScramSha512Factory;
import io.kafkavertx.spi.SaslMechanismFactory;
import io.kafkavertx.testkit.tck.SaslMechanismContract;
import io.vertx.core.json.JsonObject;
import java.util.Set;
import org.junit.jupiter.api.Nested;

/** Our SASL mechanisms keep to the contract of the test kit. */
final class SaslContractsTest {
  private static final String SECRET = "s3cret-c4nary";

  /** A user with a password. */
  abstract static class WithPassword extends SaslMechanismContract {
    @Override
    protected JsonObject config() {
      return new JsonObject().put("username", "alice").put("password", SECRET);
    }

    @Override
    protected Set<String> secrets() {
      return Set.of(SECRET);
    }
  }

  @Nested
  final class Plain extends WithPassword {
    @Override
    protected SaslMechanismFactory factory() {
      return new PlainFactory();
    }
  }

  @Nested
  final class ScramSha256 extends WithPassword {
    @Override
    protected SaslMechanismFactory factory() {
      return new ScramSha256Factory();
    }
  }

  @Nested
  final class ScramSha512 extends WithPassword {
    @Override
    protected SaslMechanismFactory factory() {
      return new ScramSha512Factory();
    }
  }
}
