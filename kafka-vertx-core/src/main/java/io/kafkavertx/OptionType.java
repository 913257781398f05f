package io.kafkavertx;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetClientOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * How values of one type are read from JSON and from properties, and written to JSON.
 *
 * @param description completes the sentence "it is not ..."
 */
record OptionType<V>(String description, Function<Object, V> reader, Function<V, Object> writer) {
  static final OptionType<String> STRING = new OptionType<>("text", Object::toString, v -> v);
  static final OptionType<Boolean> BOOLEAN =
      new OptionType<>("true or false", OptionType::readBoolean, v -> v);
  static final OptionType<Integer> INT =
      new OptionType<>("a 32-bit integer", v -> Math.toIntExact(readLong(v)), v -> v);
  static final OptionType<Long> LONG =
      new OptionType<>("a 64-bit integer", OptionType::readLong, v -> v);
  static final OptionType<Double> DOUBLE =
      new OptionType<>("a number", v -> Double.parseDouble(v.toString().trim()), v -> v);

  /**
   * Milliseconds in properties and JSON; an ISO-8601 duration such as {@code PT30S} is read too.
   */
  static final OptionType<Duration> MILLIS =
      new OptionType<>(
          "a duration: milliseconds, or ISO-8601 such as PT30S",
          OptionType::readDuration,
          Duration::toMillis);

  /** A JSON array, a Java collection or text with commas. */
  static final OptionType<List<String>> LIST =
      new OptionType<>(
          "a list: an array, or text with commas", OptionType::readList, v -> new JsonArray(v));

  static final OptionType<JsonObject> JSON =
      new OptionType<>("a JSON object", OptionType::readJson, v -> v.copy());

  static final OptionType<NetClientOptions> NET_CLIENT =
      new OptionType<>(
          "a JSON object of NetClientOptions",
          v -> v instanceof NetClientOptions o ? o : new NetClientOptions(readJson(v)),
          NetClientOptions::toJson);

  static final OptionType<TlsOptions> TLS =
      new OptionType<>(
          "a JSON object of TlsOptions",
          v -> v instanceof TlsOptions o ? o : new TlsOptions(readJson(v)),
          TlsOptions::toJson);

  /** One of the constants of an enum, in any case, {@code -} for {@code _}. */
  static <E extends Enum<E>> OptionType<E> oneOf(Class<E> type) {
    return new OptionType<>(
        "one of " + Arrays.toString(type.getEnumConstants()),
        v -> Enum.valueOf(type, v.toString().trim().toUpperCase(Locale.ROOT).replace('-', '_')),
        Enum::name);
  }

  /** Whether values hold more than one thing, a secret among them perhaps. */
  boolean isObject() {
    return this == JSON || this == NET_CLIENT || this == TLS;
  }

  V read(Object raw) {
    return reader.apply(raw);
  }

  Object write(V value) {
    return writer.apply(value);
  }

  private static Boolean readBoolean(Object raw) {
    return switch (raw.toString().trim().toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException();
    };
  }

  private static long readLong(Object raw) {
    if (raw instanceof Double || raw instanceof Float) {
      double number = ((Number) raw).doubleValue();
      if (number != Math.rint(number)) {
        throw new IllegalArgumentException();
      }
      return (long) number;
    }
    return raw instanceof Number number
        ? number.longValue()
        : Long.parseLong(raw.toString().trim());
  }

  private static Duration readDuration(Object raw) {
    if (raw instanceof Duration duration) {
      return duration;
    }
    String text = raw.toString().trim();
    return text.startsWith("P") || text.startsWith("p")
        ? Duration.parse(text)
        : Duration.ofMillis(readLong(raw));
  }

  private static List<String> readList(Object raw) {
    Iterable<?> items;
    if (raw instanceof JsonArray array) {
      items = array;
    } else if (raw instanceof Iterable<?> iterable) {
      items = iterable;
    } else {
      items = Arrays.asList(raw.toString().split(",", -1));
    }
    List<String> list = new ArrayList<>();
    for (Object item : items) {
      String text = item.toString().trim();
      if (!text.isEmpty()) {
        list.add(text);
      }
    }
    return list;
  }

  private static JsonObject readJson(Object raw) {
    if (raw instanceof JsonObject object) {
      return object.copy();
    }
    if (raw instanceof java.util.Map<?, ?> map) {
      JsonObject object = new JsonObject();
      map.forEach((k, v) -> object.put(k.toString(), v));
      return object;
    }
    return new JsonObject(raw.toString());
  }
}
