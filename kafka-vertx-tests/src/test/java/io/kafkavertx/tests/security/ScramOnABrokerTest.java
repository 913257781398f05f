package io.kafkavertx.tests.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.AuthenticationException;
import io.kafkavertx.KafkaClientOptions;
import io.kafkavertx.SecurityProtocol;
import io.kafkavertx.sasl.SaslCredentials;
import io.kafkavertx.sasl.ScramSha256Factory;
import io.kafkavertx.testkit.broker.BrokerOptions;
import io.kafkavertx.testkit.broker.KafkaBroker;
import io.kafkavertx.testkit.broker.Listener;
import io.kafkavertx.testkit.broker.TestCertificates;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.security.token.delegation.DelegationToken;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SCRAM against a real broker. */
@Tag("slow")
class ScramOnABrokerTest {
  private static final String SECRET = "CANARY-scram-91";

  @TempDir static Path directory;
  private static TestCertificates certificates;
  private static KafkaBroker broker;
  private static Vertx vertx;

  @BeforeAll
  static void start() {
    certificates = TestCertificates.selfSigned(directory);
    broker =
        KafkaBroker.start(
            BrokerOptions.version("4.4.0")
                .property("delegation.token.secret.key", "0123456789abcdef")
                .listener(users(Listener.saslPlaintext("LOGIN")))
                .listener(users(Listener.saslSsl("SAFE", certificates))));
    vertx = Vertx.vertx();
  }

  private static Listener users(Listener listener) {
    return listener
        .scramUser("SCRAM-SHA-256", "alice", SECRET)
        .scramUser("SCRAM-SHA-512", "alice", SECRET);
  }

  @AfterAll
  static void stop() throws Exception {
    Login.await(vertx.close());
    broker.close();
  }

  private static KafkaClientOptions options(String listener, String mechanism) {
    boolean tls = listener.equals("SAFE");
    KafkaClientOptions options =
        Login.options(
                broker, listener, tls ? SecurityProtocol.SASL_SSL : SecurityProtocol.SASL_PLAINTEXT)
            .setSaslMechanism(mechanism);
    return tls ? Login.trusting(options, certificates) : options;
  }

  private static Throwable login(
      String listener, String mechanism, String user, String password, boolean token)
      throws Exception {
    KafkaClientOptions options = options(listener, mechanism);
    JsonObject config = new JsonObject().put("username", user).put("password", password);
    return Login.failure(
        vertx, options.setSaslConfig(token ? config.put("tokenAuth", true) : config));
  }

  @ParameterizedTest
  @CsvSource({
    "LOGIN,SCRAM-SHA-256",
    "LOGIN,SCRAM-SHA-512",
    "SAFE,SCRAM-SHA-256",
    "SAFE,SCRAM-SHA-512"
  })
  void theRightPasswordOpensTheDoorAndAWrongOneDoesNot(String listener, String mechanism)
      throws Exception {
    assertThat(login(listener, mechanism, "alice", SECRET, false)).isNull();
    refused(login(listener, mechanism, "alice", SECRET + "x", false), mechanism);
    refused(login(listener, mechanism, "nobody", SECRET, false), mechanism);
  }

  private static void refused(Throwable failure, String mechanism) {
    assertThat(failure)
        .isInstanceOf(AuthenticationException.class)
        .hasMessageContaining("authentication with " + mechanism + " failed")
        .hasMessageContaining("Authentication failed");
    for (Throwable t = failure; t != null; t = t.getCause()) {
      assertThat(t.toString()).doesNotContain(SECRET);
    }
  }

  /** The name has what SCRAM must escape, the password what SASLprep would change. */
  @ParameterizedTest
  @ValueSource(strings = {"SCRAM-SHA-256", "SCRAM-SHA-512"})
  void aUserAddedAtRunTimeByTheJavaClientCanLogIn(String mechanism) throws Exception {
    String user = "bob=x,y-" + mechanism;
    String password = "\u00aa\u2168\u00ad pass";
    try (Admin admin =
        Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers("PLAINTEXT")))) {
      ScramCredentialInfo info =
          new ScramCredentialInfo(ScramMechanism.fromMechanismName(mechanism), 8192);
      admin
          .alterUserScramCredentials(
              List.of(new UserScramCredentialUpsertion(user, info, password)))
          .all()
          .get(60, TimeUnit.SECONDS);
    }
    assertThat(eventually("LOGIN", mechanism, user, password, false)).isNull();
    refused(login("LOGIN", mechanism, user, "aIX pass", false), mechanism);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SCRAM-SHA-256", "SCRAM-SHA-512"})
  void aDelegationTokenOpensTheDoor(String mechanism) throws Exception {
    DelegationToken token;
    try (Admin admin =
        Admin.create(
            Map.of(
                "bootstrap.servers",
                broker.bootstrapServers("LOGIN"),
                "security.protocol",
                "SASL_PLAINTEXT",
                "sasl.mechanism",
                "SCRAM-SHA-256",
                "sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required"
                    + " username=\"alice\" password=\""
                    + SECRET
                    + "\";"))) {
      token = admin.createDelegationToken().delegationToken().get(60, TimeUnit.SECONDS);
    }
    String id = token.tokenInfo().tokenId();
    String hmac = token.hmacAsBase64String();
    assertThat(eventually("LOGIN", mechanism, id, hmac, true)).isNull();
    assertThat(login("SAFE", mechanism, id, hmac, true)).isNull();
    // Without saying that it is a token it is a user whom nobody knows.
    refused(login("LOGIN", mechanism, id, hmac, false), mechanism);
  }

  /** The broker learns of users and tokens from the metadata log, a little after the answer. */
  private static Throwable eventually(
      String listener, String mechanism, String user, String password, boolean token)
      throws Exception {
    Throwable failure = null;
    for (int i = 0; i < 30; i++) {
      failure = login(listener, mechanism, user, password, token);
      if (failure == null) {
        return null;
      }
    }
    return failure;
  }

  @Test
  void credentialsFromASupplierAreAskedForAtEveryAuthentication() throws Exception {
    AtomicReference<SaslCredentials> current = new AtomicReference<>();
    AtomicInteger asked = new AtomicInteger();
    KafkaClientOptions options =
        options("LOGIN", "SCRAM-SHA-256")
            .setSaslMechanismFactory(
                ScramSha256Factory.with(
                    () -> {
                      asked.incrementAndGet();
                      return Future.succeededFuture(current.get());
                    }));
    assertThat(Login.failure(vertx, options))
        .isInstanceOf(AuthenticationException.class)
        .hasMessageContaining("credential supplier gave nothing");
    current.set(SaslCredentials.of("alice", "yesterday's"));
    refused(Login.failure(vertx, options), "SCRAM-SHA-256");
    int before = asked.get();
    current.set(SaslCredentials.of("alice", SECRET));
    assertThat(Login.failure(vertx, options)).isNull();
    assertThat(asked.get()).isGreaterThan(before);
  }

  @Test
  void aMechanismThatTheListenerLacksIsNamed() throws Exception {
    assertThat(login("LOGIN", "PLAIN", "alice", SECRET, false))
        .isInstanceOf(AuthenticationException.class)
        .hasMessageContaining("does not offer PLAIN")
        .hasMessageContaining("SCRAM-SHA-512");
  }
}
