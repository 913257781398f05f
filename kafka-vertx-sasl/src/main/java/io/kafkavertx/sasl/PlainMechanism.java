package io.kafkavertx.sasl;

import io.kafkavertx.spi.SaslContext;
import io.kafkavertx.spi.SaslExchange;
import io.kafkavertx.spi.SaslMechanism;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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

  private final class Exchange implements SaslExchange {
    private final SaslContext context;
    private byte[] message;
    private boolean disposed;
    private boolean complete;

    Exchange(SaslContext context) {
      this.context = context;
    }

    @Override
    public Future<byte[]> initialResponse() {
      return CredentialSource.ask(NAME, context, credentials, PlainMechanism.this::message)
          .map(this::keep);
    }

    private byte[] keep(byte[] made) {
      message = made;
      if (disposed) {
        dispose();
        throw new IllegalStateException("PLAIN: the exchange was over before it began");
      }
      return made;
    }

    @Override
    public Future<byte[]> evaluate(byte[] challenge) {
      if (complete || challenge.length > 0) {
        return Future.failedFuture(
            "the broker sent a challenge of "
                + challenge.length
                + " bytes, but PLAIN is over after one message");
      }
      complete = true;
      return Future.succeededFuture(null);
    }

    @Override
    public boolean isComplete() {
      return complete;
    }

    @Override
    public void dispose() {
      disposed = true;
      if (message != null) {
        Arrays.fill(message, (byte) 0);
      }
    }

    @Override
    public String toString() {
      return NAME;
    }
  }
}
