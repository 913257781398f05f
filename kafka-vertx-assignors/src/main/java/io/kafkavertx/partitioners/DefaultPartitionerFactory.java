package io.kafkavertx.partitioners;

import io.kafkavertx.spi.Partitioner;
import io.kafkavertx.spi.PartitionerFactory;
import io.vertx.core.json.JsonObject;
import java.util.SplittableRandom;

/**
 * The partitioner {@code default}. Configuration: {@code ignoreKeys} (default false) treats records
 * with a key like those without ({@code partitioner.ignore.keys}); {@code seed} makes the choices
 * repeatable, for tests.
 */
public final class DefaultPartitionerFactory implements PartitionerFactory {
  @Override
  public String name() {
    return "default";
  }

  @Override
  public Partitioner create(JsonObject config) {
    boolean ignoreKeys = typed(config, "ignoreKeys", Boolean.class, false);
    Number seed = typed(config, "seed", Number.class, null);
    return new DefaultPartitioner(
        ignoreKeys, seed == null ? new SplittableRandom() : new SplittableRandom(seed.longValue()));
  }

  private static <T> T typed(JsonObject config, String key, Class<T> type, T otherwise) {
    Object value = config.getValue(key);
    if (value != null && !type.isInstance(value)) {
      throw new IllegalArgumentException(
          key
              + " must be a "
              + type.getSimpleName().toLowerCase(java.util.Locale.ROOT)
              + ", but is "
              + value);
    }
    return value == null ? otherwise : type.cast(value);
  }
}
