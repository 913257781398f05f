package io.kafkavertx.tests.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.AuthenticationException;
import io.kafkavertx.KafkaClientOptions;
import io.kafkavertx.SecurityProtocol;
import io.kafkavertx.testkit.broker.TestKdc;
import io.kafkavertx.tests.support.GuardedVertx;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Kerberos against a real broker and a real key server, which the last test takes down. */
@Tag("slow")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class GssapiOnABrokerTest {
  private static final String ALICE = "alice@" + TestKdc.REALM;

  private static KerberosDoor door;
  private static TestKdc kdc;

  @RegisterExtension final GuardedVertx guard = new GuardedVertx();

  @BeforeAll
  static void start() {
    door = new KerberosDoor(0, "alice", "bob");
    kdc = door.kdc;
  }

  @AfterAll
  static void stop() {
    door.close();
  }

  private static JsonObject keytab(String file, String principal) {
    return new JsonObject().put("keytab", file).put("principal", principal);
  }

  private static JsonObject alice() {
    return keytab(kdc.keytab("alice").toString(), ALICE);
  }

  private Throwable login(JsonObject config) throws Exception {
    KafkaClientOptions options =
        Login.options(door.broker, KerberosDoor.LISTENER, SecurityProtocol.SASL_PLAINTEXT)
            .setSaslMechanism("GSSAPI")
            .setSaslConfig(config);
    return Login.failure(guard.vertx(), options);
  }

  private void refused(JsonObject config, String... words) throws Exception {
    Throwable failure = login(config);
    assertThat(failure).isInstanceOf(AuthenticationException.class);
    assertThat(failure.getMessage()).contains("authentication with GSSAPI failed").contains(words);
  }

  @Test
  @Order(1)
  void aKeytabOpensTheDoor() throws Exception {
    assertThat(login(alice())).isNull();
  }

  @Test
  @Order(2)
  void theBrokersPrincipalCanBeForAnotherNameThanTheAddress() throws Exception {
    assertThat(login(alice().put("domainName", "localhost").put("serviceName", "kafka"))).isNull();
    refused(
        alice().put("domainName", "elsewhere.example"), "kafka@elsewhere.example", "domainName");
  }

  @Test
  @Order(3)
  void aKeytabWithTheKeyOfSomebodyElseIsNamed() throws Exception {
    String bobs = kdc.keytab("bob").toString();
    refused(
        keytab(bobs, ALICE),
        "keytab '" + bobs + "'",
        "neither a key nor a ticket for the principal is there");
  }

  @Test
  @Order(4)
  void aKeyThatIsNoLongerThePrincipalsIsNamed() throws Exception {
    try (TestKdc other = TestKdc.start("alice")) {
      refused(keytab(other.keytab("alice").toString(), ALICE), "keytab", "the keytab's key is not");
    }
  }

  @Test
  @Order(5)
  void aPrincipalThatNobodyKnowsIsNamed() throws Exception {
    refused(keytab(kdc.keytab("alice").toString(), "mallory@" + TestKdc.REALM), "mallory");
  }

  @Test
  @Order(6)
  void aMissingKeytabAndAMissingTicketCacheAreNamed() throws Exception {
    refused(keytab("/nowhere/alice.keytab", ALICE), "/nowhere/alice.keytab", "neither a key");
    refused(
        new JsonObject().put("ticketCache", "/nowhere/cache").put("principal", ALICE),
        "/nowhere/cache",
        "ticket cache");
  }

  @Test
  @Order(7)
  void aServiceThatTheKdcDoesNotKnowIsNamed() throws Exception {
    refused(alice().put("serviceName", "another"), "another@localhost", "serviceName");
  }

  @Test
  @Order(8)
  void aKdcThatIsDownIsNamed() throws Exception {
    kdc.kill();
    refused(alice(), "the KDC is not reachable", "krb5.conf");
  }
}
