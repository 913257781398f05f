package io.kafkavertx.sasl;

import io.kafkavertx.spi.SaslContext;
import io.vertx.core.Future;
import java.util.function.Function;
import java.util.function.Supplier;

/** Asks a supplier that somebody else wrote: whatever it does, a future comes of it. */
final class CredentialSource {
  private CredentialSource() {}

  /**
   * What {@code supplier} gives, made into something by {@code then} on the event loop. The failure
   * names no secret of ours; that of the supplier is its cause.
   */
  static <T, R> Future<R> ask(
      String mechanism,
      SaslContext context,
      Supplier<? extends Future<T>> supplier,
      Function<T, R> then) {
    Future<T> given;
    try {
      given = supplier.get();
    } catch (RuntimeException e) {
      given = Future.failedFuture(e);
    }
    if (given == null) {
      return Future.failedFuture(mechanism + ": the credential supplier returned null");
    }
    return arrived(context, given)
        .transform(
            result -> {
              if (result.failed()) {
                return Future.failedFuture(
                    new IllegalStateException(
                        mechanism + ": the credential supplier failed: " + told(result.cause()),
                        result.cause()));
              }
              if (result.result() == null) {
                return Future.failedFuture(mechanism + ": the credential supplier gave nothing");
              }
              return Future.succeededFuture(then.apply(result.result()));
            });
  }

  /** A future that is complete may still belong to another context, and speak on its thread. */
  private static <T> Future<T> arrived(SaslContext context, Future<T> given) {
    if (!given.isComplete()) {
      return context.onEventLoop(given);
    }
    return given.succeeded()
        ? Future.succeededFuture(given.result())
        : Future.failedFuture(given.cause());
  }

  private static String told(Throwable cause) {
    return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
  }
}
