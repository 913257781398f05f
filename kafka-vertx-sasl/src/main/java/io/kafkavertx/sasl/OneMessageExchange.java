package io.kafkavertx.sasl;

import io.kafkavertx.spi.SaslExchange;
import io.vertx.core.Future;
import java.util.Arrays;

/**
 * An exchange whose secret is in the one message that opens it; the message is wiped at the end.
 */
abstract class OneMessageExchange implements SaslExchange {
  private final String mechanism;
  private byte[] message;
  private boolean disposed;
  private boolean complete;

  OneMessageExchange(String mechanism) {
    this.mechanism = mechanism;
  }

  /** Takes the message, which may be ready only after the connection has gone. */
  final byte[] keep(byte[] made) {
    message = made;
    if (disposed) {
      dispose();
      throw new IllegalStateException(mechanism + ": the exchange was over before it began");
    }
    return made;
  }

  /** The end of an exchange in which the broker has nothing to say: its challenge is empty. */
  final Future<byte[]> over(byte[] challenge) {
    if (complete || challenge.length > 0) {
      return Future.failedFuture(
          "the broker sent a challenge of "
              + challenge.length
              + " bytes, but "
              + mechanism
              + " is over after one message");
    }
    complete();
    return Future.succeededFuture(null);
  }

  final void complete() {
    complete = true;
  }

  @Override
  public final boolean isComplete() {
    return complete;
  }

  @Override
  public final void dispose() {
    disposed = true;
    if (message != null) {
      Arrays.fill(message, (byte) 0);
    }
  }

  @Override
  public final String toString() {
    return mechanism;
  }
}
