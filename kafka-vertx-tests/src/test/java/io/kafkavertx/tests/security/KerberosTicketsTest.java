package io.kafkavertx.tests.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.AuthenticationException;
import io.kafkavertx.KafkaClient;
import io.kafkavertx.KafkaClientOptions;
import io.kafkavertx.RequestOptions;
import io.kafkavertx.SecurityProtocol;
import io.kafkavertx.Target;
import io.kafkavertx.protocol.message.MetadataRequest;
import io.kafkavertx.testkit.broker.TestKdc;
import io.kafkavertx.tests.support.GuardedVertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Tickets that end, from caches and keytabs, with a real key server and a broker that wants a new
 * login every two seconds. The last test takes the key server down.
 */
@Tag("slow")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KerberosTicketsTest {
  private static final String ALICE = "alice@" + TestKdc.REALM;

  private static KerberosDoor door;

  @RegisterExtension final GuardedVertx guard = new GuardedVertx();

  @BeforeAll
  static void start() {
    door = new KerberosDoor(2000, "alice", "bob");
  }

  @AfterAll
  static void stop() {
    door.close();
  }

  private static JsonObject cache(Object file) {
    return new JsonObject().put("ticketCache", file.toString());
  }

  private static JsonObject keytab() {
    return new JsonObject()
        .put("keytab", door.kdc.keytab("alice").toString())
        .put("principal", ALICE);
  }

  private static KafkaClientOptions options(JsonObject config) {
    return Login.options(door.broker, KerberosDoor.LISTENER, SecurityProtocol.SASL_PLAINTEXT)
        .setSaslMechanism("GSSAPI")
        .setSaslConfig(config);
  }

  /** What a request fails with; null when it is answered. */
  private static Throwable ask(KafkaClient client) throws Exception {
    return Login.await(
        client
            .send(
                Target.anyNode(),
                new MetadataRequest().setTopics(List.of()),
                RequestOptions.defaults().timeout(Duration.ofSeconds(20)))
            .<Throwable>map(answer -> null)
            .otherwise(failure -> failure));
  }

  private void pause(Duration time) throws Exception {
    Login.await(guard.vertx().timer(time.toMillis()));
  }

  @Test
  @Order(1)
  void aTicketCacheOpensTheDoor() throws Exception {
    JsonObject cache = cache(door.kdc.kinit("alice", 3600));
    assertThat(Login.failure(guard.vertx(), options(cache))).isNull();
    assertThat(Login.failure(guard.vertx(), options(cache.copy().put("principal", ALICE))))
        .isNull();
    assertThat(
            Login.failure(
                guard.vertx(), options(cache.copy().put("principal", "bob@" + TestKdc.REALM))))
        .isInstanceOf(AuthenticationException.class)
        .hasMessageContaining("holds no ticket of the principal");
  }

  @Test
  @Order(2)
  void aTicketCacheThatRunsOutIsNamedAndANewOneIsTaken() throws Exception {
    Instant start = Instant.now();
    JsonObject cache = cache(door.kdc.kinit("alice", 8));
    KafkaClient client = KafkaClient.create(guard.vertx(), options(cache));
    assertThat(ask(client)).isNull();
    pause(Duration.between(Instant.now(), start.plusSeconds(12)));
    Throwable refused = ask(client);
    assertThat(refused)
        .isInstanceOf(AuthenticationException.class)
        .hasMessageContaining(cache.getString("ticketCache"))
        .hasMessageContaining("still valid, get another with kinit");
    door.kdc.kinit("alice", 3600);
    Throwable last = ask(client);
    for (int tries = 0; last != null && tries < 20; tries++) {
      pause(Duration.ofMillis(500));
      last = ask(client);
    }
    assertThat(last).isNull();
    Login.await(client.close());
  }

  @Test
  @Order(3)
  void ticketsOfAFewSecondsAreReplacedFromTheKeytabWhileRequestsGoOn() throws Exception {
    door.ticketLife(4);
    KafkaClient client = KafkaClient.create(guard.vertx(), options(keytab()));
    for (int i = 0; i < 24; i++) {
      assertThat(ask(client)).isNull();
      pause(Duration.ofMillis(500));
    }
    Login.await(client.close());
  }

  @Test
  @Order(4)
  void aKdcThatIsDownIsNoticedWhenTheTicketEndsAndNotBefore() throws Exception {
    door.ticketLife(10);
    KafkaClient client = KafkaClient.create(guard.vertx(), options(keytab()));
    Instant start = Instant.now();
    assertThat(ask(client)).isNull();
    door.kdc.kill();
    while (Instant.now().isBefore(start.plusSeconds(8))) {
      assertThat(ask(client)).isNull();
      pause(Duration.ofMillis(500));
    }
    pause(Duration.between(Instant.now(), start.plusSeconds(14)));
    assertThat(ask(client))
        .isInstanceOf(AuthenticationException.class)
        .hasMessageContaining("the KDC is not reachable");
    Login.await(client.close());
  }
}
