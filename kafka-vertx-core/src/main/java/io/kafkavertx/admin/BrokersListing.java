package io.kafkavertx.admin;

import io.kafkavertx.KafkaException;
import io.kafkavertx.internal.collect.OrderedCopy;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;

/**
 * What all brokers together have, each thing once, and which brokers did not tell.
 *
 * @param <T> what is listed
 * @param found everything that those tell who answered
 * @param failures why a broker did not answer; what it has may be missing
 */
public record BrokersListing<T>(List<T> found, Map<Integer, KafkaException> failures) {
  public BrokersListing {
    found = List.copyOf(found);
    failures = OrderedCopy.of(failures);
  }

  /** Everything; fails with the first failure when a broker did not answer. */
  public Future<List<T>> all() {
    return failures.isEmpty()
        ? Future.succeededFuture(found)
        : Future.failedFuture(failures.values().iterator().next());
  }
}
