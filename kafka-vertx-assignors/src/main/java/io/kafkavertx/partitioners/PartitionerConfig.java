package io.kafkavertx.partitioners;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/** Reads the configuration of a partitioner. */
final class PartitionerConfig {
  private static final List<String> KEYS =
      List.of("adaptive", "availabilityTimeout", "rackAware", "seed");

  private PartitionerConfig() {}

  /**
   * How records without a key are spread.
   *
   * @param own keys that the partitioner has besides
   * @throws IllegalArgumentException when a key is unknown or a value is none of its type
   */
  static StickyChoice sticky(String partitioner, JsonObject config, String... own) {
    for (String key : config.fieldNames()) {
      if (!KEYS.contains(key) && !List.of(own).contains(key)) {
        throw new IllegalArgumentException(
            "the partitioner "
                + partitioner
                + " has no option '"
                + key
                + "'; it has "
                + String.join(", ", KEYS)
                + (own.length == 0 ? "" : ", " + String.join(", ", own)));
      }
    }
    long timeout = typed(config, "availabilityTimeout", Number.class, 0).longValue();
    if (timeout < 0) {
      throw new IllegalArgumentException(
          "availabilityTimeout must not be negative, but is " + timeout);
    }
    Number seed = typed(config, "seed", Number.class, null);
    return new StickyChoice(
        new PartitionDraw(
            typed(config, "adaptive", Boolean.class, true),
            typed(config, "rackAware", Boolean.class, false),
            TimeUnit.MILLISECONDS.toNanos(timeout),
            seed == null ? new SplittableRandom() : new SplittableRandom(seed.longValue())));
  }

  static <T> T typed(JsonObject config, String key, Class<T> type, T otherwise) {
    Object value = config.getValue(key);
    if (value != null && !type.isInstance(value)) {
      throw new IllegalArgumentException(
          key
              + " must be a "
              + type.getSimpleName().toLowerCase(Locale.ROOT)
              + ", but is "
              + value);
    }
    return value == null ? otherwise : type.cast(value);
  }
}
