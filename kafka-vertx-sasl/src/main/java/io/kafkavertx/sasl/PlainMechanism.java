package io.kafkavertx.sasl;

import io.kafkavertx.spi.SaslContext;
import io.kafkavertx.spi.SaslExchange;
import io.kafkavertx.spi.SaslMechanism;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** RFC 4616: one message, {@code authorization id NUL user name NUL password}. */
final class PlainMechanism implements SaslMechanism {
  static final String NAME = "PLAIN";

  private final byte[] message;

  PlainMechanism(String authorizationId, String username, String password) {
    message =
        (authorizationId + '\0' + username + '\0' + password).getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public SaslExchange start(SaslContext context) {
    return new Exchange(message.clone());
  }

  @Override
  public void close() {
    Arrays.fill(message, (byte) 0);
  }

  @Override
  public String toString() {
    return NAME;
  }

  private static final class Exchange implements SaslExchange {
    private final byte[] message;
    private boolean complete;

    Exchange(byte[] message) {
      this.message = message;
    }

    @Override
    public Future<byte[]> initialResponse() {
      return Future.succeededFuture(message);
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
      Arrays.fill(message, (byte) 0);
    }
  }
}
