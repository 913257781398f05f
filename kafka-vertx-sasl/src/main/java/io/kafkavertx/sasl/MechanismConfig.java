package io.kafkavertx.sasl;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Reads a mechanism's options. Messages name keys, never values. */
final class MechanismConfig {
  private final String mechanism;
  private final JsonObject json;

  /**
   * @param keys all that the mechanism knows
   * @throws IllegalArgumentException when there is another one
   */
  MechanismConfig(String mechanism, JsonObject json, Set<String> keys) {
    this.mechanism = mechanism;
    this.json = json;
    for (String key : json.fieldNames()) {
      if (!keys.contains(key)) {
        throw new IllegalArgumentException(
            mechanism
                + " has no option '"
                + key
                + "'; it has "
                + String.join(", ", new TreeSet<>(keys)));
      }
    }
  }

  boolean has(String key) {
    return json.getValue(key) != null;
  }

  /** A text that must be there. */
  String text(String key) {
    String text = text(key, null);
    if (text == null) {
      throw new IllegalArgumentException(mechanism + " needs " + key);
    }
    if (text.isEmpty()) {
      throw wrong(key, "must not be empty");
    }
    return text;
  }

  String text(String key, String absent) {
    Object value = json.getValue(key);
    if (value == null) {
      return absent;
    }
    if (!(value instanceof String text)) {
      throw wrong(key, "must be text");
    }
    if (text.indexOf('\0') >= 0) {
      throw wrong(key, "must not have a NUL character");
    }
    return text;
  }

  boolean flag(String key) {
    Object value = json.getValue(key);
    if (value == null) {
      return false;
    }
    if (!(value instanceof Boolean flag)) {
      throw wrong(key, "must be true or false");
    }
    return flag;
  }

  long number(String key, long absent, long least, long most) {
    Object value = json.getValue(key);
    if (value == null) {
      return absent;
    }
    if (!(value instanceof Integer || value instanceof Long)
        || ((Number) value).longValue() < least
        || ((Number) value).longValue() > most) {
      throw wrong(key, "must be a whole number from " + least + " to " + most);
    }
    return ((Number) value).longValue();
  }

  double fraction(String key, double absent, double least, double most) {
    Object value = json.getValue(key);
    if (value == null) {
      return absent;
    }
    if (!(value instanceof Number number)
        || !(number.doubleValue() >= least && number.doubleValue() <= most)) {
      throw wrong(key, "must be a number from " + least + " to " + most);
    }
    return number.doubleValue();
  }

  /** Texts; empty when there is no such key. */
  List<String> texts(String key) {
    Object value = json.getValue(key);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof JsonArray array) || !array.stream().allMatch(String.class::isInstance)) {
      throw wrong(key, "must be an array of texts");
    }
    return array.stream().map(String.class::cast).toList();
  }

  /** An object of texts; empty when there is no such key. */
  JsonObject object(String key) {
    Object value = json.getValue(key);
    if (value == null) {
      return new JsonObject();
    }
    if (!(value instanceof JsonObject object)) {
      throw wrong(key, "must be an object");
    }
    return object;
  }

  IllegalArgumentException wrong(String key, String what) {
    return new IllegalArgumentException(mechanism + ": " + key + " " + what);
  }
}
