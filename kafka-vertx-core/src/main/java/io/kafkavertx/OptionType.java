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
import java.util.function.Supplier;

/**
 * How values of one type are read from JSON and from properties, and written to JSON.
 *
 * @param description completes the sentence "it is not ..."
 * @param form makes the JSON schema of a value. It may be narrower than what the reader takes:
 *     properties are all text, JSON has types
 */
record OptionType<V>(
    String description,
    Function<Object, V> reader,
    Function<V, Object> writer,
    Supplier<JsonObject> form) {
  /** What {@link Duration#parse} reads, without signs. */
  static final String ISO_DURATION =
      "^[Pp](?=[0-9Tt])([0-9]+[Dd])?"
          + "([Tt](?=[0-9])([0-9]+[Hh])?([0-9]+[Mm])?([0-9]+([.,][0-9]{0,9})?[Ss])?)?$";

  static final OptionType<String> STRING =
      new OptionType<>("text", Object::toString, v -> v, () -> type("string"));

  /** Text that is not blank. */
  static final OptionType<String> NAME =
      new OptionType<>(
          "text", Object::toString, v -> v, () -> type("string").put("pattern", "\\S"));

  static final OptionType<Boolean> BOOLEAN =
      new OptionType<>("true or false", OptionType::readBoolean, v -> v, () -> type("boolean"));
  static final OptionType<Integer> INT =
      new OptionType<>(
          "a 32-bit integer",
          v -> Math.toIntExact(readLong(v)),
          v -> v,
          () ->
              type("integer").put("minimum", Integer.MIN_VALUE).put("maximum", Integer.MAX_VALUE));
  static final OptionType<Long> LONG =
      new OptionType<>("a 64-bit integer", OptionType::readLong, v -> v, () -> type("integer"));
  static final OptionType<Double> DOUBLE =
      new OptionType<>(
          "a number", v -> Double.parseDouble(v.toString().trim()), v -> v, () -> type("number"));

  /**
   * Milliseconds in properties and JSON; an ISO-8601 duration such as {@code PT30S} is read too.
   */
  static final OptionType<Duration> MILLIS =
      new OptionType<>(
          "a duration: milliseconds, or ISO-8601 such as PT30S",
          OptionType::readDuration,
          Duration::toMillis,
          OptionType::duration);

  /** A JSON array, a Java collection or text with commas. */
  static final OptionType<List<String>> LIST =
      new OptionType<>(
          "a list: an array, or text with commas",
          OptionType::readList,
          v -> new JsonArray(v),
          OptionType::list);

  /** The same, with one item at least. */
  static final OptionType<List<String>> NAMES =
      new OptionType<>(
          LIST.description,
          LIST.reader,
          LIST.writer,
          () -> list().put("minItems", 1).put("pattern", "[^,\\s]"));

  static final OptionType<JsonObject> JSON =
      new OptionType<>("a JSON object", OptionType::readJson, v -> v.copy(), () -> type("object"));

  /** The configuration of each plug-in, by its name. */
  static final OptionType<JsonObject> BY_PLUGIN =
      new OptionType<>(
          JSON.description,
          JSON.reader,
          JSON.writer,
          () -> type("object").put("additionalProperties", type("object")));

  static final OptionType<NetClientOptions> NET_CLIENT =
      new OptionType<>(
          "a JSON object of NetClientOptions",
          v -> v instanceof NetClientOptions o ? o : new NetClientOptions(readJson(v)),
          NetClientOptions::toJson,
          () -> type("object"));

  static final OptionType<TlsOptions> TLS =
      new OptionType<>(
          "a JSON object of TlsOptions",
          v -> v instanceof TlsOptions o ? o : new TlsOptions(readJson(v)),
          TlsOptions::toJson,
          () -> OptionSchema.of(TlsOptionTable.ALL));

  /** One of the constants of an enum, in any case, {@code -} for {@code _}. */
  static <E extends Enum<E>> OptionType<E> oneOf(Class<E> type) {
    return new OptionType<>(
        "one of " + Arrays.toString(type.getEnumConstants()),
        v -> Enum.valueOf(type, v.toString().trim().toUpperCase(Locale.ROOT).replace('-', '_')),
        Enum::name,
        () -> OptionSchema.oneOf(type));
  }

  /** Text of a certain form. */
  static OptionType<String> text(String description, String pattern) {
    return new OptionType<>(
        description, Object::toString, v -> v, () -> type("string").put("pattern", pattern));
  }

  private static JsonObject type(String name) {
    return new JsonObject().put("type", name);
  }

  /** In milliseconds, or in the form that {@link Duration#parse} reads. */
  private static JsonObject duration() {
    return new JsonObject()
        .put("type", new JsonArray().add("integer").add("string"))
        .put("pattern", ISO_DURATION);
  }

  private static JsonObject list() {
    return new JsonObject()
        .put("type", new JsonArray().add("array").add("string"))
        .put("items", type("string"));
  }

  /** Whether values hold more than one thing, a secret among them perhaps. */
  boolean isObject() {
    return this == JSON || this == BY_PLUGIN || this == NET_CLIENT || this == TLS;
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
