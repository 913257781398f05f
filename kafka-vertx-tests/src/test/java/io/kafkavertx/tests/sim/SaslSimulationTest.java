package io.kafkavertx.tests.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.AuthenticationException;
import io.kafkavertx.KafkaClientOptions;
import io.kafkavertx.internal.cluster.Cluster;
import io.kafkavertx.internal.cluster.SendOptions;
import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.protocol.message.InitProducerIdRequest;
import io.kafkavertx.testkit.scripted.ApiVersionTable;
import io.kafkavertx.testkit.scripted.ScriptedCluster;
import io.kafkavertx.testkit.sim.SimEventLoop;
import io.kafkavertx.testkit.sim.SimWorld;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Logging in, again and again, in virtual time. */
class SaslSimulationTest {
  private final SimWorld world = new SimWorld(17);
  private final ScriptedCluster brokers =
      ScriptedCluster.listenOn(world.network(), world.loop("brokers"), 1);
  private final SimEventLoop loop = world.loop("client");
  private Cluster cluster;

  private void open(String password) {
    brokers.requirePlain(Map.of("alice", "right"));
    cluster =
        Cluster.open(
            loop,
            world.network().transport(loop),
            new KafkaClientOptions()
                .setBootstrapServers(brokers.bootstrapServers())
                .setMaxInFlightRequests(50)
                .setSaslMechanism("PLAIN")
                .setSaslConfig(
                    new JsonObject().put("username", "alice").put("password", password)));
  }

  /** Asks the broker something that only it can answer, after a while. */
  private void ask(List<Future<?>> answers, Duration after) {
    world.after(
        after,
        () ->
            loop.execute(
                () ->
                    answers.add(
                        cluster.sendAny(
                            new InitProducerIdRequest(),
                            SendOptions.until(
                                loop.nanoTime() + Duration.ofSeconds(30).toNanos())))));
  }

  @Test
  void wrongCredentialsAreToldToEverybodyAndTriedEverMoreSeldom() {
    open("wrong");
    List<Future<?>> answers = new ArrayList<>();
    for (int i = 0; i < 6000; i++) {
      ask(answers, Duration.ofMillis(10L * i));
    }
    world.runFor(Duration.ofSeconds(120));
    assertThat(answers).hasSize(6000);
    int told = 0;
    for (Future<?> answer : answers) {
      // Who comes between two attempts and cannot wait for the next one is told of the last.
      Throwable failure = answer.cause();
      assertThat(failure.getMessage()).contains("Invalid username or password");
      told += failure instanceof AuthenticationException ? 1 : 0;
    }
    assertThat(told).isGreaterThan(1000);
    // A second, doubled with each refusal up to a minute.
    assertThat(brokers.requestCount(ApiKey.SASL_AUTHENTICATE)).isBetween(5, 9);
    assertThat(brokers.requestCount(ApiKey.SASL_HANDSHAKE)).isBetween(5, 9);
    SimSetting.close(world, loop, cluster);
  }

  @Test
  void sessionsAreRenewedOnTheirConnectionsForAsLongAsThePasswordHolds() {
    brokers.settings().saslSessionLifetime(Duration.ofSeconds(3));
    open("right");
    List<Future<?>> answers = new ArrayList<>();
    for (int i = 0; i < 6000; i++) {
      ask(answers, Duration.ofMillis(10L * i));
    }
    world.runFor(Duration.ofSeconds(70));
    assertThat(answers).hasSize(6000).allMatch(Future::succeeded);
    int handshakes = brokers.requestCount(ApiKey.SASL_HANDSHAKE);
    int connections = brokers.requestCount(ApiKey.API_VERSIONS);
    assertThat(handshakes).isGreaterThan(20);
    assertThat(connections).isLessThanOrEqualTo(3);

    brokers.requirePlain(Map.of("alice", "another"));
    world.runFor(Duration.ofSeconds(5));
    List<Future<?>> late = new ArrayList<>();
    ask(late, Duration.ZERO);
    world.runFor(Duration.ofSeconds(30));
    assertThat(late.get(0).cause())
        .isInstanceOf(AuthenticationException.class)
        .hasMessageContaining("Invalid username or password");

    brokers.requirePlain(Map.of("alice", "right"));
    world.runFor(Duration.ofSeconds(5));
    ask(late, Duration.ZERO);
    world.runFor(Duration.ofSeconds(30));
    assertThat(late.get(1).succeeded()).isTrue();
    SimSetting.close(world, loop, cluster);
  }

  @Test
  void aBrokerBefore10IsLoggedInToWithBareMessages() {
    brokers.versions(ApiVersionTable.kafka0100());
    open("right");
    Future<?> answer = cluster.refresh(loop.nanoTime() + Duration.ofSeconds(30).toNanos());
    world.runFor(Duration.ofSeconds(5));
    assertThat(answer.succeeded()).isTrue();
    assertThat(brokers.requestCount(ApiKey.SASL_HANDSHAKE)).isPositive();
    assertThat(brokers.requestCount(ApiKey.SASL_AUTHENTICATE)).isZero();
    SimSetting.close(world, loop, cluster);
  }
}
