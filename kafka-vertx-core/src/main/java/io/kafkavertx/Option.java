package io.kafkavertx;

import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * One option of a client, described once: JSON, properties and {@code toString} are all driven by
 * this.
 *
 * @param name the name in JSON; null when it is set by its property only
 * @param property the Java client's property of the same meaning; null when there is none
 * @param type how its values are read and written
 * @param secret true when its value must not be shown to anybody
 */
record Option<T, V>(
    String name,
    String property,
    OptionType<V> type,
    boolean secret,
    Function<? super T, V> getter,
    BiConsumer<? super T, V> setter) {

  static <T, V> Option<T, V> of(
      String name,
      String property,
      OptionType<V> type,
      Function<? super T, V> getter,
      BiConsumer<? super T, V> setter) {
    return new Option<>(name, property, type, false, getter, setter);
  }

  static <T, V> Option<T, V> secret(
      String name,
      String property,
      OptionType<V> type,
      Function<? super T, V> getter,
      BiConsumer<? super T, V> setter) {
    return new Option<>(name, property, type, true, getter, setter);
  }

  /**
   * Reads a value as JSON or a property map holds it, and sets it. Errors call the option {@code
   * key}.
   */
  void read(T options, String key, Object raw) {
    V value;
    try {
      value = raw == null ? null : type.read(raw);
    } catch (ConfigException e) {
      throw e;
    } catch (RuntimeException e) {
      // The value itself may be a secret, and the cause's message may quote it.
      throw new ConfigException(
          key
              + ": "
              + (secret || type.isObject() ? "the value" : "'" + raw + "'")
              + " is not "
              + type.description());
    }
    try {
      setter.accept(options, value);
    } catch (NullPointerException e) {
      throw new ConfigException(key + " must not be null");
    }
  }

  /** The value as JSON holds it; null when it is not set. */
  Object write(T options) {
    V value = getter.apply(options);
    return value == null ? null : type.write(value);
  }
}
