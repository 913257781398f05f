package io.kafkavertx.sasl;

import io.kafkavertx.spi.SaslContext;
import io.kafkavertx.spi.SaslExchange;
import io.kafkavertx.spi.SaslMechanism;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;

/** One message, who to act as; the rest is in the TLS connection. */
final class ExternalMechanism implements SaslMechanism {
  static final String NAME = "EXTERNAL";

  private final String authorizationId;

  ExternalMechanism(String authorizationId) {
    this.authorizationId = authorizationId;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public SaslExchange start(SaslContext context) {
    return new Exchange(context.isEncrypted());
  }

  @Override
  public String toString() {
    return NAME;
  }

  private final class Exchange extends OneMessageExchange {
    private final boolean encrypted;

    Exchange(boolean encrypted) {
      super(NAME);
      this.encrypted = encrypted;
    }

    @Override
    public Future<byte[]> initialResponse() {
      return encrypted
          ? Future.succeededFuture(keep(authorizationId.getBytes(StandardCharsets.UTF_8)))
          : Future.failedFuture(
              "EXTERNAL means the certificate of a TLS connection, and this one has none: set"
                  + " securityProtocol to SASL_SSL, and tls.keyStorePath");
    }

    @Override
    public Future<byte[]> evaluate(byte[] challenge) {
      return over(challenge);
    }
  }
}
