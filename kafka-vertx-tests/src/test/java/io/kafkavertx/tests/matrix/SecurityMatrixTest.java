package io.kafkavertx.tests.matrix;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.AuthenticationException;
import io.kafkavertx.KafkaClient;
import io.kafkavertx.KafkaClientOptions;
import io.kafkavertx.SecurityProtocol;
import io.kafkavertx.TlsOptions;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** TLS from 0.9 on, passwords from 0.10 on, SCRAM from 0.10.2 on. */
@Tag("slow")
@Timeout(300)
final class SecurityMatrixTest {
  @RegisterExtension static final Matrix matrix = new Matrix();

  private Throwable attempt(KafkaClientOptions options) throws Exception {
    KafkaClient client =
        KafkaClient.create(matrix.vertx(), options.setDefaultApiTimeout(Duration.ofSeconds(30)));
    Throwable failure = Matrix.failure(client.refreshMetadata());
    Matrix.await(client.close());
    return failure;
  }

  private KafkaClientOptions at(Release release, String listener, SecurityProtocol protocol)
      throws Exception {
    KafkaClientOptions options =
        matrix
            .client(new KafkaClientOptions(), release)
            .setBootstrapServers(matrix.broker(release).bootstrapServers(listener))
            .setSecurityProtocol(protocol);
    return options;
  }

  @ParameterizedTest
  @MethodSource("io.kafkavertx.tests.matrix.Release#chosen")
  void tlsIsSpokenByWhoeverHasIt(Release release) throws Exception {
    matrix.check(
        release,
        "TLS",
        () -> {
          if (release.isBefore("0.9.0")) {
            return "has none";
          }
          String trusted = matrix.certificates().certificatePem().toString();
          assertThat(
                  attempt(
                      at(release, Matrix.TLS, SecurityProtocol.SSL)
                          .setTls(new TlsOptions().setTrustStorePath(trusted))))
              .isNull();
          assertThat(attempt(at(release, Matrix.TLS, SecurityProtocol.SSL)))
              .isInstanceOf(AuthenticationException.class);
          return "yes";
        });
  }

  @ParameterizedTest
  @MethodSource("io.kafkavertx.tests.matrix.Release#chosen")
  void passwordsOpenTheDoorAndWrongOnesDoNot(Release release) throws Exception {
    matrix.check(release, "SASL/PLAIN", () -> login(release, "PLAIN", "0.10.0"));
    matrix.check(release, "SASL/SCRAM-SHA-256", () -> login(release, "SCRAM-SHA-256", "0.10.2"));
  }

  private String login(Release release, String mechanism, String first) throws Exception {
    if (release.isBefore(first)) {
      return "has none";
    }
    for (String password : new String[] {Matrix.PASSWORD, "wrong"}) {
      Throwable failure =
          attempt(
              at(release, Matrix.SASL, SecurityProtocol.SASL_PLAINTEXT)
                  .setSaslMechanism(mechanism)
                  .setSaslConfig(
                      new JsonObject().put("username", Matrix.USER).put("password", password)));
      if (password.equals("wrong")) {
        assertThat(failure).isInstanceOf(AuthenticationException.class);
      } else {
        assertThat(failure).isNull();
      }
    }
    return "yes";
  }
}
