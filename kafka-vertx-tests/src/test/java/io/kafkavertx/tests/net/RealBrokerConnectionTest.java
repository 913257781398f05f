package io.kafkavertx.tests.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.BootstrapAddress;
import io.kafkavertx.KafkaClientOptions;
import io.kafkavertx.internal.net.BrokerPool;
import io.kafkavertx.internal.net.BrokerVersions;
import io.kafkavertx.internal.net.ConnectionConfig;
import io.kafkavertx.internal.vertx.ClientShell;
import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.protocol.message.MetadataRequest;
import io.kafkavertx.protocol.message.MetadataResponse;
import io.kafkavertx.spi.Node;
import io.kafkavertx.testkit.broker.BrokerOptions;
import io.kafkavertx.testkit.broker.KafkaBroker;
import io.kafkavertx.tests.support.GuardedVertx;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RealBrokerConnectionTest {
  private static KafkaBroker broker;

  @RegisterExtension final GuardedVertx guard = new GuardedVertx();

  @BeforeAll
  static void start() {
    broker = KafkaBroker.start(BrokerOptions.version("4.4.0"));
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  @Test
  void requestsArePipelinedAndAnsweredInOrder() throws Exception {
    KafkaClientOptions options =
        new KafkaClientOptions().setBootstrapServers(broker.bootstrapServers());
    ClientShell shell = ClientShell.open(guard.vertx(), options);
    BrokerPool pool =
        new BrokerPool(shell.loop(), shell.transport(), ConnectionConfig.of(options, null));
    shell.onClose(pool::close);
    BootstrapAddress address = options.bootstrapAddresses().get(0);
    Node node = new Node(-1, address.host(), address.port(), null);
    List<MetadataResponse> answers = new ArrayList<>();
    Future<List<MetadataResponse>> all =
        shell.call(
            () -> {
              List<Future<MetadataResponse>> sent = new ArrayList<>();
              long deadline = shell.loop().nanoTime() + TimeUnit.SECONDS.toNanos(30);
              for (int i = 0; i < 500; i++) {
                Future<MetadataResponse> one =
                    pool.send(
                        node,
                        0,
                        new MetadataRequest().setTopics(List.of()),
                        (short) 1,
                        Short.MAX_VALUE,
                        deadline);
                one.onSuccess(answers::add);
                sent.add(one);
              }
              return Future.all(sent).map(done -> sent.stream().map(Future::result).toList());
            });
    List<MetadataResponse> expected = await(all);
    assertThat(answers).isEqualTo(expected).hasSize(500);
    assertThat(answers.get(0).brokers()).hasSize(1);
    BrokerVersions versions = pool.versions(-1);
    assertThat(versions.range(ApiKey.PRODUCE).min()).isEqualTo((short) 3);
    assertThat(versions.latest(ApiKey.METADATA)).isEqualTo((short) 13);
    assertThat(versions.finalizedFeature("metadata.version")).isPositive();
    await(shell.close());
  }
}
