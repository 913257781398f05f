package io.kafkavertx.tests.tck;

import io.kafkavertx.sasl.ExternalFactory;
import io.kafkavertx.sasl.OAuthBearerFactory;
import io.kafkavertx.sasl.OAuthToken;
import io.kafkavertx.sasl.PlainFactory;
import io.kafkavertx.sasl.ScramSha256Factory;
import io.kafkavertx.sasl.ScramSha512Factory;
import io.kafkavertx.sasl.aws.AwsMskIamFactory;
import io.kafkavertx.spi.SaslMechanismFactory;
import io.kafkavertx.testkit.tck.SaslMechanismContract;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
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

  /** A broker that has got as far as it can without the password. */
  abstract static class Scram extends WithPassword {
    @Override
    protected byte[] answer(byte[] message) {
      String text = new String(message, StandardCharsets.UTF_8);
      return (text.startsWith("n,")
              ? text.substring(text.indexOf("r=")) + "more,s=c2FsdHNhbHQ=,i=4096"
              : "v=bm90aGluZw==")
          .getBytes(StandardCharsets.UTF_8);
    }
  }

  @Nested
  final class ScramSha256 extends Scram {
    @Override
    protected SaslMechanismFactory factory() {
      return new ScramSha256Factory();
    }
  }

  @Nested
  final class ScramSha512 extends Scram {
    @Override
    protected SaslMechanismFactory factory() {
      return new ScramSha512Factory();
    }
  }

  /** Tokens from a supplier. */
  @Nested
  final class OAuthBearer extends SaslMechanismContract {
    @Override
    protected SaslMechanismFactory factory() {
      return OAuthBearerFactory.with(
          () -> Future.succeededFuture(OAuthToken.of(SECRET, Instant.now().plusSeconds(3600))));
    }

    @Override
    protected Set<String> secrets() {
      return Set.of(SECRET);
    }

    @Override
    protected byte[] answer(byte[] message) {
      return new byte[0];
    }
  }

  /** Tokens without a signature, from the configuration. */
  @Nested
  final class UnsecuredOAuthBearer extends SaslMechanismContract {
    @Override
    protected SaslMechanismFactory factory() {
      return new OAuthBearerFactory();
    }

    @Override
    protected JsonObject config() {
      return new JsonObject().put("unsecuredPrincipal", "alice");
    }

    @Override
    protected Set<String> secrets() {
      return Set.of();
    }

    @Override
    protected byte[] answer(byte[] message) {
      return "{\"status\":\"invalid_token\"}".getBytes(StandardCharsets.UTF_8);
    }
  }

  @Nested
  final class External extends SaslMechanismContract {
    @Override
    protected SaslMechanismFactory factory() {
      return new ExternalFactory();
    }

    @Override
    protected Set<String> secrets() {
      return Set.of();
    }
  }

  @Nested
  final class AwsMskIam extends SaslMechanismContract {
    @Override
    protected SaslMechanismFactory factory() {
      return new AwsMskIamFactory();
    }

    @Override
    protected JsonObject config() {
      return new JsonObject()
          .put("accessKeyId", "AKID")
          .put("secretAccessKey", SECRET)
          .put("sessionToken", SECRET + "-session")
          .put("region", "eu-west-1");
    }

    @Override
    protected Set<String> secrets() {
      return Set.of(SECRET);
    }

    @Override
    protected byte[] answer(byte[] message) {
      return "{\"version\":\"2020_10_22\"}".getBytes(StandardCharsets.UTF_8);
    }
  }
}
