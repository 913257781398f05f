package io.kafkavertx.internal.admin;

import io.kafkavertx.KafkaException;
import io.kafkavertx.admin.BrokersListing;
import io.kafkavertx.admin.Results;
import io.kafkavertx.spi.Node;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Answers of several brokers, or to several questions, put together. */
final class Merged {
  private Merged() {}

  /**
   * Asks every broker for a list.
   *
   * @param operation the question for these brokers
   * @param key what is the same for two that are the same: the first is taken
   */
  static <T> Future<BrokersListing<T>> ofAllBrokers(
      AdminCall call,
      String name,
      Function<List<Integer>, AdminQuery<Results<Integer, List<T>>>> operation,
      Function<T, ?> key) {
    return call.brokers()
        .recover(failure -> Future.failedFuture(Failures.of(name, failure)))
        .compose(nodes -> operation.apply(nodes.stream().map(Node::id).toList()).run(call))
        .map(
            results -> {
              Map<Object, T> once = new LinkedHashMap<>();
              results
                  .values()
                  .values()
                  .forEach(list -> list.forEach(one -> once.putIfAbsent(key.apply(one), one)));
              return new BrokersListing<>(new ArrayList<>(once.values()), results.failures());
            });
  }

  /** Asks each question on its own, all at once. */
  static <K, V> AdminQuery<Results<K, V>> each(
      Collection<K> items, Function<K, AdminQuery<Results<K, V>>> question) {
    return call ->
        Future.join(items.stream().map(item -> question.apply(item).run(call)).toList())
            .map(
                all -> {
                  Map<K, V> values = new LinkedHashMap<>();
                  Map<K, KafkaException> failures = new LinkedHashMap<>();
                  for (int i = 0; i < all.size(); i++) {
                    Results<K, V> one = all.resultAt(i);
                    values.putAll(one.values());
                    failures.putAll(one.failures());
                  }
                  return Results.of(values, failures);
                });
  }
}
