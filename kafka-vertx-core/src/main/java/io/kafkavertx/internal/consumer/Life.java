package io.kafkavertx.internal.consumer;

import io.kafkavertx.ClientClosedException;
import io.kafkavertx.KafkaException;
import io.vertx.core.Future;
import java.util.function.Supplier;

/** Whether a consumer may still be asked for something. On the loop. */
final class Life {
  private boolean closing;
  private boolean down;

  /** Nothing new begins; rebalance handlers may still look and commit. */
  void closing() {
    closing = true;
  }

  void down() {
    down = true;
  }

  /** For what starts something. */
  <T> Future<T> unlessClosing(Supplier<Future<T>> work) {
    return closing ? refused() : unlessClosed(work);
  }

  /** For questions, and for commits. */
  <T> Future<T> unlessClosed(Supplier<Future<T>> work) {
    if (down) {
      return refused();
    }
    try {
      return work.get();
    } catch (IllegalStateException | IllegalArgumentException | KafkaException e) {
      return Future.failedFuture(e);
    }
  }

  private static <T> Future<T> refused() {
    return Future.failedFuture(new ClientClosedException("the consumer is closed"));
  }
}
