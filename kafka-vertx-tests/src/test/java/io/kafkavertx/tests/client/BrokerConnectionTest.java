package io.kafkavertx.tests.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.BootstrapAddress;
import io.kafkavertx.BrokerConnection;
import io.kafkavertx.ClientClosedException;
import io.kafkavertx.ConnectionException;
import io.kafkavertx.ConnectionStatus;
import io.kafkavertx.KafkaClientOptions;
import io.kafkavertx.RequestOptions;
import io.kafkavertx.UnsupportedVersionException;
import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.protocol.message.ListGroupsRequest;
import io.kafkavertx.protocol.message.MetadataRequest;
import io.kafkavertx.testkit.scripted.Reaction;
import io.kafkavertx.testkit.scripted.ScriptedServer;
import io.kafkavertx.tests.support.GuardedVertx;
import io.kafkavertx.tests.support.SharedBroker;
import io.vertx.core.Future;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A connection by itself: its states, and what becomes of requests. */
final class BrokerConnectionTest {
  @RegisterExtension final GuardedVertx guarded = new GuardedVertx();

  private static <T> T get(Future<T> future) throws Exception {
    return future.await(60, TimeUnit.SECONDS);
  }

  private static Throwable failure(Future<?> future) throws Exception {
    return get(future.transform(end -> Future.succeededFuture(end.cause())));
  }

  private BrokerConnection connection(String address, KafkaClientOptions options) {
    return BrokerConnection.create(guarded.vertx(), BootstrapAddress.parse(address), options);
  }

  private BrokerConnection toBroker() {
    return connection(SharedBroker.bootstrapServers(), new KafkaClientOptions());
  }

  @Test
  void itConnectsWhenAskedToAndCanBeClosedAndUsedAgain() throws Exception {
    BrokerConnection connection = toBroker();
    assertThat(get(connection.status())).isEqualTo(ConnectionStatus.DISCONNECTED);
    assertThat(get(connection.disconnected())).isTrue();
    assertThat(get(connection.canSendMore())).isFalse();
    for (int i = 0; i < 2; i++) {
      get(connection.connect());
      assertThat(get(connection.status())).isEqualTo(ConnectionStatus.CONNECTED);
      assertThat(get(connection.connected())).isTrue();
      assertThat(get(connection.connecting())).isFalse();
      assertThat(get(connection.blackedOut())).isFalse();
      assertThat(get(connection.canSendMore())).isTrue();
      assertThat(get(connection.connectionDelay())).isZero();
      assertThat(get(connection.inFlightRequestCount())).isZero();
      assertThat(get(connection.send(new ListGroupsRequest())).errorCode()).isZero();
      get(connection.disconnect());
      assertThat(get(connection.connected())).isFalse();
    }
    assertThat(get(connection.send(new ListGroupsRequest())).errorCode()).isZero();
    get(connection.close());
    get(connection.close());
    assertThat(failure(connection.send(new ListGroupsRequest())))
        .isInstanceOf(ClientClosedException.class);
  }

  @Test
  void itTellsTheReleaseAndRefusesVersionsThatAreNotThere() throws Exception {
    BrokerConnection connection = toBroker();
    assertThat(get(connection.checkVersion()).name()).isEqualTo("4.4");
    assertThat(get(connection.apiVersions()).supports(ApiKey.METADATA, 13)).isTrue();
    RequestOptions fourth = RequestOptions.defaults().version(4);
    assertThat(get(connection.send(new MetadataRequest(), fourth)).brokers()).hasSize(1);
    assertThat(
            failure(connection.send(new MetadataRequest(), RequestOptions.defaults().version(99))))
        .isInstanceOf(UnsupportedVersionException.class)
        .hasMessageContaining("METADATA");
    get(connection.close());
  }

  @Test
  void afterAFailedAttemptItWaitsItsTime() throws Exception {
    int port;
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = taken.getLocalPort();
    }
    BrokerConnection connection =
        connection(
            "127.0.0.1:" + port,
            new KafkaClientOptions()
                .setReconnectBackoff(Duration.ofMinutes(1))
                .setReconnectBackoffMax(Duration.ofMinutes(1)));
    assertThat(failure(connection.connect()))
        .isInstanceOf(ConnectionException.class)
        .hasMessageContaining(String.valueOf(port));
    assertThat(get(connection.blackedOut())).isTrue();
    assertThat(get(connection.disconnected())).isTrue();
    assertThat(get(connection.connectionDelay())).isPositive();
    get(connection.close());
  }

  @Test
  void whatTheBrokerMayHaveSeenFailsWhenTheConnectionIsClosed() throws Exception {
    ScriptedServer server = get(ScriptedServer.start(guarded.vertx(), 1));
    get(server.run(cluster -> cluster.next(1, ApiKey.METADATA, Reaction.ignore())));
    BrokerConnection connection = connection(server.bootstrapServers(), new KafkaClientOptions());
    get(connection.connect());
    Future<?> unanswered = connection.send(new MetadataRequest());
    assertThat(get(connection.inFlightRequestCount())).isEqualTo(1);
    // The answer to another connection proves that the broker has had time to read this one's.
    BrokerConnection other = connection(server.bootstrapServers(), new KafkaClientOptions());
    get(other.send(new MetadataRequest()));
    get(connection.disconnect());
    assertThat(failure(unanswered)).isInstanceOf(ConnectionException.class);
    assertThat(get(connection.send(new MetadataRequest())).brokers()).hasSize(1);
    get(connection.close());
    get(other.close());
    get(server.close());
  }
}
