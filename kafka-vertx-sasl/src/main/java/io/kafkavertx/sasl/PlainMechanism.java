package io.kafkavertx.sasl;

import io.kafkavertx.spi.SaslContext;
import io.kafkavertx.spi.SaslExchange;
import io.kafkavertx.spi.SaslMechanism;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** RFC 4616: one message, {@code authorization id NUL user name NUL password}. */
final class PlainMechanism implements SaslMechanism {
  static final String NAME = "PLAIN";

  private final String authorizationId;
  private final Supplier<? extends Future<SaslCredentials>> credentials;

  PlainMechanism(String authorizationId, Supplier<? extends Future<SaslCredentials>> credentials) {
    this.authorizationId = authorizationId;
    this.credentials = credentials;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public SaslExchange start(SaslContext context) {
    return new Exchange(context);
  }

  private byte[] message(SaslCredentials given) {
    if (given.isDelegationToken()) {
      throw new IllegalArgumentException(
          "PLAIN cannot carry a delegation token; SCRAM-SHA-256 and SCRAM-SHA-512 can");
    }
    return (authorizationId + '\0' + given.username() + '\0' + given.password())
        .getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return NAME;
  }

  private final class Exchange extends OneMessageExchange {
    private final SaslContext context;

    Exchange(SaslContext context) {
      super(NAME);
      this.context = context;
    }

    @Override
    public Future<byte[]> initialResponse() {
      return CredentialSource.ask(NAME, context, credentials, PlainMechanism.this::message)
          .map(this::keep);
    }

    @Override
    public Future<byte[]> evaluate(byte[] challenge) {
      return over(challenge);
    }
  }
}
