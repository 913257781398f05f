package io.kafkavertx.admin;

import io.kafkavertx.KafkaException;
import io.kafkavertx.internal.collect.OrderedCopy;
import io.vertx.core.Future;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;

/**
 * What became of each item of a call: a value or a failure. One bad item never hides the others.
 * Immutable; in the order in which the items were asked for.
 *
 * @param <K> what names an item: a topic, a group, a partition
 * @param <V> what was found out; {@link Void}, and then null, when there is nothing to tell but
 *     that it was done
 */
public final class Results<K, V> {
  private final Map<K, V> values;
  private final Map<K, KafkaException> failures;

  private Results(Map<K, V> values, Map<K, KafkaException> failures) {
    // Values may be null.
    this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    this.failures = OrderedCopy.of(failures);
  }

  /** Results with copies of these maps. */
  public static <K, V> Results<K, V> of(Map<K, V> values, Map<K, KafkaException> failures) {
    return new Results<>(values, failures);
  }

  /** What succeeded. */
  public Map<K, V> values() {
    return values;
  }

  /** What failed, and why. */
  public Map<K, KafkaException> failures() {
    return failures;
  }

  /** Everything that was asked for. */
  public Set<K> keys() {
    Set<K> keys = new LinkedHashSet<>(values.keySet());
    keys.addAll(failures.keySet());
    return keys;
  }

  /**
   * The value of an item.
   *
   * @throws KafkaException why there is none
   * @throws NoSuchElementException when it was not asked for
   */
  public V get(K key) {
    KafkaException failure = failures.get(key);
    if (failure != null) {
      throw failure;
    }
    if (!values.containsKey(key)) {
      throw new NoSuchElementException(key + " is not among the results: " + keys());
    }
    return values.get(key);
  }

  /** Whether everything succeeded. */
  public boolean allSucceeded() {
    return failures.isEmpty();
  }

  /**
   * All values; fails when anything failed, with the only failure, or with one that names them all.
   * Meant for {@code compose(Results::all)}.
   */
  public Future<Map<K, V>> all() {
    return failures.isEmpty() ? Future.succeededFuture(values) : Future.failedFuture(failure());
  }

  private KafkaException failure() {
    Iterator<KafkaException> each = failures.values().iterator();
    KafkaException first = each.next();
    if (!each.hasNext()) {
      return first;
    }
    StringBuilder text = new StringBuilder();
    text.append(failures.size()).append(" of ").append(keys().size()).append(" failed: ");
    text.append(first.getMessage());
    while (each.hasNext()) {
      text.append("; ").append(each.next().getMessage());
    }
    return new KafkaException(text.toString(), first);
  }

  @Override
  public String toString() {
    return "Results(values=" + values + ", failures=" + failures + ")";
  }
}
