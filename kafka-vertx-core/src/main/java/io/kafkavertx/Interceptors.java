package io.kafkavertx;

import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The interceptors of a client, one after the other; a failure of one is nobody else's.
 *
 * @param <I> what they are
 * @param <R> what they see, and may change
 */
final class Interceptors<I, R> {
  private static final Logger LOG = LoggerFactory.getLogger(Interceptors.class);

  private final List<I> all;
  private final BiFunction<I, R, R> through;
  private final Function<R, String> naming;

  /**
   * @param through what an interceptor makes of a record
   * @param naming how the log calls a record; not to show what may be secret
   */
  Interceptors(List<I> all, BiFunction<I, R, R> through, Function<R, String> naming) {
    this.all = List.copyOf(all);
    this.through = through;
    this.naming = naming;
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  /** What comes out of the last one. */
  R pass(R record) {
    R current = record;
    for (I one : all) {
      current = guarded(one, current);
    }
    return current;
  }

  private R guarded(I one, R record) {
    try {
      R changed = through.apply(one, record);
      if (changed != null) {
        return changed;
      }
      LOG.warn(
          name(one) + " returned null for " + naming.apply(record) + ", which goes on as it was");
    } catch (RuntimeException e) {
      LOG.warn(name(one) + " failed for " + naming.apply(record) + ", which goes on as it was", e);
    }
    return record;
  }

  /**
   * Tells all of something.
   *
   * @param occasion what it is, for the log
   */
  void tell(Consumer<I> news, Supplier<String> occasion) {
    for (I one : all) {
      try {
        news.accept(one);
      } catch (RuntimeException e) {
        LOG.warn(name(one) + " failed when told of " + occasion.get(), e);
      }
    }
  }

  private static String name(Object one) {
    return "The interceptor " + one.getClass().getName();
  }
}
