package io.kafkavertx.tests.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkavertx.KafkaClient;
import io.kafkavertx.KafkaClientOptions;
import io.kafkavertx.SecurityProtocol;
import io.kafkavertx.Target;
import io.kafkavertx.TlsOptions;
import io.kafkavertx.protocol.message.MetadataRequest;
import io.kafkavertx.protocol.message.MetadataResponse;
import io.vertx.core.Vertx;
import java.util.List;

/** Asks a broker something over TLS, where there is no slf4j. Run by {@link TlsReloadTest}. */
public final class WithoutSlf4jMain {
  private WithoutSlf4jMain() {}

  /** The bootstrap servers, whom to trust, the key and the certificate of the client. */
  public static void main(String[] arguments) throws Exception {
    assertThatThrownBy(() -> Class.forName("org.slf4j.Logger"))
        .isInstanceOf(ClassNotFoundException.class);
    Vertx vertx = Vertx.vertx();
    try {
      KafkaClient client =
          KafkaClient.create(
              vertx,
              new KafkaClientOptions()
                  .setBootstrapServers(arguments[0])
                  .setSecurityProtocol(SecurityProtocol.SSL)
                  .setTls(
                      new TlsOptions()
                          .setTrustStorePath(arguments[1])
                          .setKeyStorePath(arguments[2])));
      MetadataResponse answer =
          Login.await(client.send(Target.anyNode(), new MetadataRequest().setTopics(List.of())));
      assertThat(answer.brokers()).hasSize(1);
      System.out.println("answered");
      Login.await(client.close());
    } finally {
      Login.await(vertx.close());
    }
  }
}
