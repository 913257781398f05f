package io.kafkavertx.eventbus;

import io.kafkavertx.Ordering;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The JSON schema of a {@link Route}. */
final class RouteSchema {
  private RouteSchema() {}

  static JsonObject make() {
    JsonObject properties =
        new JsonObject()
            .put("topic", name("a topic's name"))
            .put(
                "topics",
                new JsonObject()
                    .put("type", "array")
                    .put("items", name("a topic's name"))
                    .put("minItems", 1))
            .put("topicPattern", new JsonObject().put("type", "string").put("format", "regex"))
            .put("address", name("the event-bus address that the records go to"))
            .put("shards", integer())
            .put("mode", oneOf(Route.Mode.values()))
            .put("noHandler", oneOf(Route.NoHandler.values()))
            .put("body", oneOf(Route.Body.values()))
            .put("encoding", oneOf(Route.Encoding.values()))
            .put("ordering", oneOf(Ordering.values()))
            .put("credits", integer())
            .put("batchSize", integer())
            .put("batchSize", integer())
            .put("ackTimeoutMs", millis())
            .put("retryBackoffMs", millis())
            .put("retryBackoffMaxMs", millis())
            .put("maxAttempts", integer())
            .put("onFailure", oneOf(Route.OnFailure.values()))
            .put("deadLetterTopic", new JsonObject().put("type", "string"));
    return new JsonObject()
        .put("type", "object")
        .put("properties", properties)
        .put("required", new JsonArray().add("address"))
        .put("oneOf", oneRequired("topic", "topics", "topicPattern"))
        .put("if", buries())
        .put("then", required("deadLetterTopic"))
        .put("additionalProperties", false);
  }

  private static JsonObject buries() {
    return required("onFailure")
        .put("properties", new JsonObject().put("onFailure", oneOf(Route.OnFailure.DEAD_LETTER)));
  }

  /** Text that is not blank. */
  static JsonObject name(String description) {
    return new JsonObject()
        .put("type", "string")
        .put("pattern", "\\S")
        .put("$comment", "a name")
        .put("description", description);
  }

  static JsonArray oneRequired(String... keys) {
    JsonArray choices = new JsonArray();
    for (String key : keys) {
      choices.add(required(key));
    }
    return choices;
  }

  private static JsonObject required(String key) {
    return new JsonObject().put("required", new JsonArray().add(key));
  }

  private static JsonObject integer() {
    return new JsonObject()
        .put("type", "integer")
        .put("minimum", 1)
        .put("maximum", Integer.MAX_VALUE);
  }

  private static JsonObject millis() {
    return new JsonObject().put("type", "integer").put("minimum", 1);
  }

  /** The constants, in lower case too. */
  static JsonObject oneOf(Enum<?>... constants) {
    List<String> names = new ArrayList<>();
    for (Enum<?> constant : constants) {
      names.add(constant.name());
    }
    for (Enum<?> constant : constants) {
      names.add(constant.name().toLowerCase(Locale.ROOT));
    }
    return new JsonObject().put("enum", new JsonArray(names));
  }
}
