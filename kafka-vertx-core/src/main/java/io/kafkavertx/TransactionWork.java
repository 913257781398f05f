package io.kafkavertx;

import io.vertx.core.Future;
import java.util.function.Function;

/**
 * An application's work in a transaction that has begun: the end follows from how the work ends.
 */
final class TransactionWork {
  private TransactionWork() {}

  static <K, V, T> Future<T> run(
      KafkaProducer<K, V> producer, Function<KafkaProducer<K, V>, Future<T>> work) {
    return guarded(producer, work)
        .compose(
            result ->
                producer
                    .commitTransaction()
                    .map(result)
                    .recover(cause -> notCommitted(producer, cause)),
            cause -> abort(producer, first(cause)));
  }

  /** What went wrong first, when that is told as the reason of what went wrong next. */
  private static Throwable first(Throwable cause) {
    return cause instanceof TransactionAbortableException ? cause.getCause() : cause;
  }

  private static <K, V, T> Future<T> guarded(
      KafkaProducer<K, V> producer, Function<KafkaProducer<K, V>, Future<T>> work) {
    try {
      return work.apply(producer);
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  private static <T> Future<T> notCommitted(KafkaProducer<?, ?> producer, Throwable cause) {
    // A commit that may have happened is not aborted.
    return cause instanceof TransactionAbortableException || cause instanceof KafkaTimeoutException
        ? abort(producer, first(cause))
        : Future.failedFuture(cause);
  }

  private static <T> Future<T> abort(KafkaProducer<?, ?> producer, Throwable cause) {
    return producer
        .abortTransaction()
        .transform(
            aborted -> {
              Throwable why = aborted.cause();
              if (why == null || why == cause) {
                return Future.failedFuture(cause);
              }
              // A broker that refuses a record cannot tell who has taken over, or whether anybody
              // has; asked for the abort, the coordinator does.
              if (why instanceof ProducerFencedException && cause instanceof KafkaException) {
                why.addSuppressed(cause);
                return Future.failedFuture(why);
              }
              cause.addSuppressed(why);
              return Future.failedFuture(cause);
            });
  }
}
