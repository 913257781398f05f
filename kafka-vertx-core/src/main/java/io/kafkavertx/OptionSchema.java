package io.kafkavertx;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** JSON schemas (draft 2020-12) of tables of options. */
final class OptionSchema {
  /** What {@link ConsumerOptions#setAutoOffsetReset} takes. */
  static final String RESET =
      "^(earliest|latest|none|by_duration:"
          + OptionType.ISO_DURATION.substring(1, OptionType.ISO_DURATION.length() - 1)
          + ")$";

  /** Kafka's users write it as text and as a number. */
  static final OptionType<String> ACKS =
      new OptionType<>(
          "all, 1 or 0",
          Object::toString,
          v -> v,
          () ->
              new JsonObject()
                  .put(
                      "enum",
                      new JsonArray()
                          .add("all")
                          .add("-1")
                          .add("1")
                          .add("0")
                          .add(-1)
                          .add(1)
                          .add(0)));

  private OptionSchema() {}

  /** An object with these options and nothing else. */
  static JsonObject of(List<? extends Option<?, ?>> options) {
    JsonObject properties = new JsonObject();
    for (Option<?, ?> option : options) {
      JsonObject form = option.type().form().get();
      if (form.containsKey("pattern")) {
        form.put("$comment", option.type().description());
      }
      if (option.secret()) {
        form.put("writeOnly", true);
      }
      properties.put(option.name(), form);
    }
    return new JsonObject()
        .put("type", "object")
        .put("properties", properties)
        .put("additionalProperties", false);
  }

  /** The constants as Java, and as Kafka's users write them. */
  static JsonObject oneOf(Class<? extends Enum<?>> type) {
    Set<String> names = new LinkedHashSet<>();
    Enum<?>[] constants = type.getEnumConstants();
    for (Enum<?> constant : constants) {
      names.add(constant.name());
    }
    for (Enum<?> constant : constants) {
      String lower = constant.name().toLowerCase(Locale.ROOT);
      names.add(lower);
      names.add(lower.replace('_', '-'));
    }
    return new JsonObject().put("enum", new JsonArray(List.copyOf(names)));
  }
}
