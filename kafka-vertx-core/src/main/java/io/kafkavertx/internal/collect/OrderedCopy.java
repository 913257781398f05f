package io.kafkavertx.internal.collect;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Copies that keep the order of what they copy.
 *
 * <p>{@code Set.copyOf} and {@code Map.copyOf} iterate in an order that each process draws anew. In
 * client logic that order reaches requests and timers, and then a seed of the simulator is another
 * world in another process: what failed there cannot be seen again.
 */
public final class OrderedCopy {
  private OrderedCopy() {}

  /**
   * An unmodifiable set of these, in their order.
   *
   * @throws NullPointerException when one of them is null
   */
  public static <T> Set<T> of(Collection<? extends T> elements) {
    Set<T> copy = new LinkedHashSet<>();
    for (T element : elements) {
      copy.add(Objects.requireNonNull(element));
    }
    return Collections.unmodifiableSet(copy);
  }

  /**
   * An unmodifiable map of these, in their order.
   *
   * @throws NullPointerException when a key or a value is null
   */
  public static <K, V> Map<K, V> of(Map<? extends K, ? extends V> entries) {
    Map<K, V> copy = new LinkedHashMap<>();
    entries.forEach(
        (key, value) -> copy.put(Objects.requireNonNull(key), Objects.requireNonNull(value)));
    return Collections.unmodifiableMap(copy);
  }
}
