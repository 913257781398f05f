package io.kafkavertx;

import io.kafkavertx.internal.config.Spelling;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All options of one kind of client.
 *
 * <p>Each options class has one: {@code OptionTable.of("ProducerOptions", List.of(Option.of("acks",
 * "acks", OptionType.STRING, ProducerOptions::getAcks, ProducerOptions::setAcks), ...))}. The
 * options of {@link ClientOptions} are added by it.
 */
final class OptionTable<T extends ClientOptions<T>> {
  private final String kind;
  private final Map<String, Option<? super T, ?>> byName = new LinkedHashMap<>();
  private final Map<String, Option<? super T, ?>> byProperty = new LinkedHashMap<>();

  private OptionTable(String kind) {
    this.kind = kind;
  }

  /**
   * The options that every client has, and {@code own}.
   *
   * @param kind the name of the options class, for messages
   */
  static <T extends ClientOptions<T>> OptionTable<T> of(String kind, List<Option<T, ?>> own) {
    OptionTable<T> table = new OptionTable<>(kind);
    BaseOptions.ALL.forEach(table::add);
    TlsOptionTable.properties().forEach(table::add);
    SaslProperties.ALL.forEach(table::add);
    SocketProperties.ALL.forEach(table::add);
    own.forEach(table::add);
    return table;
  }

  private void add(Option<? super T, ?> option) {
    if ((option.name() != null && byName.put(option.name(), option) != null)
        || (option.property() != null && byProperty.put(option.property(), option) != null)) {
      throw new IllegalStateException(kind + " has two options named " + option.name());
    }
  }

  /** The options that have a name in JSON, in the order of the table. */
  List<Option<? super T, ?>> named() {
    return List.copyOf(byName.values());
  }

  /** Sets what {@code json} holds. An unknown key is an error that names the nearest one. */
  void readJson(T options, JsonObject json) {
    for (String key : json.fieldNames()) {
      Option<? super T, ?> option = byName.get(key);
      if (option == null) {
        throw new ConfigException(
            kind + " has no option '" + key + "'" + Spelling.hint(key, byName.keySet()));
      }
      option.read(options, key, json.getValue(key));
    }
  }

  /**
   * Sets what {@code properties} holds, by the names of the Java client. An unknown key is an error
   * that names the nearest one.
   */
  void readProperties(T options, Map<?, ?> properties) {
    for (Map.Entry<?, ?> entry : properties.entrySet()) {
      String key = String.valueOf(entry.getKey());
      Option<? super T, ?> option = byProperty.get(key);
      if (option == null && FixedProperties.contains(key)) {
        FixedProperties.check(key, entry.getValue());
        continue;
      }
      if (option == null) {
        throw new ConfigException(unknownProperty(key));
      }
      option.read(options, key, entry.getValue());
    }
  }

  private String unknownProperty(String key) {
    String refused = RefusedProperties.reason(key);
    if (refused != null) {
      return kind + ": the property '" + key + "' is not taken over: " + refused;
    }
    return kind + " knows no property '" + key + "'" + Spelling.hint(key, byProperty.keySet());
  }

  /**
   * Sets one option, by its name in JSON or by the Java client's property. An unknown key is an
   * error that names the nearest one.
   */
  void read(T options, String key, Object value) {
    Option<? super T, ?> option = byName.get(key);
    if (option != null) {
      option.read(options, key, value);
    } else {
      readProperties(options, Collections.singletonMap(key, value));
    }
  }

  /** All values that are set, without secrets. */
  JsonObject writeJson(T options) {
    JsonObject json = new JsonObject();
    for (Option<? super T, ?> option : byName.values()) {
      Object value = option.secret() ? null : option.write(options);
      if (value != null) {
        json.put(option.name(), withoutSecrets(value));
      }
    }
    return json;
  }

  /** All values that are set; of a secret only that it is set. */
  String describe(T options) {
    List<String> parts = new ArrayList<>();
    for (Option<? super T, ?> option : byName.values()) {
      Object value = option.write(options);
      if (value != null) {
        parts.add(option.name() + "=" + (option.secret() ? "(hidden)" : withoutSecrets(value)));
      }
    }
    return kind + "(" + String.join(", ", parts) + ")";
  }

  /** Key stores, private keys and proxy passwords inside an otherwise harmless object. */
  private static Object withoutSecrets(Object value) {
    if (value instanceof JsonArray array) {
      JsonArray copy = new JsonArray();
      array.forEach(item -> copy.add(withoutSecrets(item)));
      return copy;
    }
    if (!(value instanceof JsonObject object)) {
      return value;
    }
    JsonObject copy = new JsonObject();
    for (String key : object.fieldNames()) {
      if (!RefusedProperties.isSecretName(key)) {
        copy.put(key, withoutSecrets(object.getValue(key)));
      }
    }
    return copy;
  }
}
