package io.kafkavertx.tests.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.KafkaClientOptions;
import io.kafkavertx.SecurityProtocol;
import io.kafkavertx.internal.net.BrokerPool;
import io.kafkavertx.internal.net.ConnectionConfig;
import io.kafkavertx.internal.plugin.Plugins;
import io.kafkavertx.internal.vertx.ClientShell;
import io.kafkavertx.protocol.message.MetadataRequest;
import io.kafkavertx.spi.Node;
import io.kafkavertx.testkit.broker.BrokerOptions;
import io.kafkavertx.testkit.broker.KafkaBroker;
import io.kafkavertx.testkit.broker.Listener;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sessions of three seconds (KIP-368) under load, on a real broker. */
@Tag("slow")
class SessionRenewalTest {
  private static final String SECRET = "CANARY-session-4";
  private static final int IN_FLIGHT = 50;
  private static final long SECONDS = 15;

  private static KafkaBroker broker;
  private static Vertx vertx;

  @BeforeAll
  static void start() {
    broker =
        KafkaBroker.start(
            BrokerOptions.version("4.4.0")
                .listener(
                    Listener.saslPlaintext("LOGIN")
                        .plainUser("alice", SECRET)
                        .scramUser("SCRAM-SHA-256", "alice", SECRET)
                        .property("plain.connections.max.reauth.ms", "3000")
                        .property("scram-sha-256.connections.max.reauth.ms", "3000")));
    vertx = Vertx.vertx();
  }

  @AfterAll
  static void stop() throws Exception {
    Login.await(vertx.close());
    broker.close();
  }

  /** Keeps so many requests going until the time is over. On the loop only. */
  private static final class Load {
    private final ClientShell shell;
    private final BrokerPool pool;
    private final Node node;
    private final long end;
    private final Promise<Void> over = Promise.promise();
    private int open;
    private int answered;
    private int failed;
    private int disordered;
    private long sent;
    private long lastAnswered = -1;
    private Throwable failure;

    Load(ClientShell shell, BrokerPool pool, Node node) {
      this.shell = shell;
      this.pool = pool;
      this.node = node;
      this.end = shell.loop().nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    }

    Future<Void> run() {
      for (int i = 0; i < IN_FLIGHT; i++) {
        next();
      }
      return over.future();
    }

    private void next() {
      long now = shell.loop().nanoTime();
      if (now > end) {
        if (open == 0) {
          over.tryComplete();
        }
        return;
      }
      open++;
      long mine = sent++;
      pool.send(
              node,
              0,
              new MetadataRequest().setTopics(List.of()),
              (short) 0,
              Short.MAX_VALUE,
              now + TimeUnit.SECONDS.toNanos(60))
          .onComplete(
              result -> {
                open--;
                if (result.succeeded()) {
                  answered++;
                  disordered += mine > lastAnswered ? 0 : 1;
                  lastAnswered = mine;
                } else {
                  failed++;
                  failure = result.cause();
                }
                shell.loop().execute(this::next);
              });
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PLAIN", "SCRAM-SHA-256"})
  void sessionsAreRenewedUnderLoadWithoutALossOrANewConnection(String mechanism) throws Exception {
    KafkaClientOptions options =
        Login.options(broker, "LOGIN", SecurityProtocol.SASL_PLAINTEXT)
            .setMaxInFlightRequests(IN_FLIGHT)
            .setRequestTimeout(Duration.ofSeconds(60))
            .setSaslMechanism(mechanism)
            .setSaslConfig(new JsonObject().put("username", "alice").put("password", SECRET));
    ClientShell shell = ClientShell.open(vertx, options);
    CountingTransport transport = new CountingTransport(shell.transport());
    BrokerPool pool =
        new BrokerPool(
            shell.loop(), transport, ConnectionConfig.of(options, Plugins.sasl(options)));
    shell.onClose(pool::close);
    String[] address = broker.bootstrapServers("LOGIN").split(":");
    Node node = new Node(-1, address[0], Integer.parseInt(address[1]), null);
    Load[] load = new Load[1];
    try {
      Login.await(
          shell.call(
              () -> {
                load[0] = new Load(shell, pool, node);
                return load[0].run();
              }));
    } finally {
      Login.await(shell.close());
    }
    assertThat(load[0].failure).isNull();
    assertThat(load[0].failed).isZero();
    assertThat(load[0].disordered).isZero();
    assertThat(load[0].answered).isGreaterThan(IN_FLIGHT);
    assertThat(transport.connects).isEqualTo(1);
    // Three seconds each: at least four renewals.
    assertThat(transport.saslHandshakes).isBetween(5, 8);
  }
}
