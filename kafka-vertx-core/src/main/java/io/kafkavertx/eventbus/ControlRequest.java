package io.kafkavertx.eventbus;

import io.kafkavertx.internal.config.SchemaCheck;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What somebody asks a {@link KafkaVerticle} for.
 *
 * @param delivery null for all
 * @param topic null for those of the delivery
 * @param partitions empty for all
 * @param offset to seek to; null unless given
 * @param timestamp to seek to; null unless given
 * @param position to seek to; null unless given
 */
record ControlRequest(
    Action action,
    String delivery,
    String topic,
    List<Integer> partitions,
    Long offset,
    Long timestamp,
    Position position) {
  /** What can be asked for. */
  enum Action {
    STATUS,
    HEALTH,
    LAG,
    PAUSE,
    RESUME,
    SEEK,
    COMMIT;

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The ends of a partition. */
  enum Position {
    BEGINNING,
    END
  }

  private static final JsonObject SCHEMA = schema();

  private static JsonObject schema() {
    JsonObject count = new JsonObject().put("type", "integer").put("minimum", 0);
    JsonObject partition = count.copy().put("maximum", Integer.MAX_VALUE);
    return new JsonObject()
        .put(
            "properties",
            new JsonObject()
                .put("action", new JsonObject().put("type", "string"))
                .put("delivery", RouteSchema.name("a delivery's name"))
                .put("topic", RouteSchema.name("a topic's name"))
                .put("partition", partition)
                .put(
                    "partitions",
                    new JsonObject()
                        .put("type", "array")
                        .put("minItems", 1)
                        .put("items", partition))
                .put("offset", count)
                .put("timestamp", count)
                .put("position", RouteSchema.oneOf(Position.values())))
        .put("additionalProperties", false);
  }

  /**
   * Reads a message.
   *
   * @throws ControlFailure when it is no request, with the code of the reply
   */
  static ControlRequest of(Object body) {
    if (!(body instanceof JsonObject json)) {
      throw bad("a request is a JSON object such as {\"action\": \"status\"}");
    }
    Action action = action(json.getValue("action"));
    List<String> problems = SchemaCheck.problems(SCHEMA, json);
    if (!problems.isEmpty()) {
      throw bad(String.join("; ", problems));
    }
    checkTarget(action, json);
    return new ControlRequest(
        action,
        json.getString("delivery"),
        json.getString("topic"),
        partitions(json),
        json.getLong("offset"),
        json.getLong("timestamp"),
        json.containsKey("position")
            ? Position.valueOf(json.getString("position").toUpperCase(Locale.ROOT))
            : null);
  }

  private static Action action(Object word) {
    for (Action action : Action.values()) {
      if (word instanceof String text && action.word().equals(text.toLowerCase(Locale.ROOT))) {
        return action;
      }
    }
    String possible =
        Stream.of(Action.values()).map(Action::word).collect(Collectors.joining(", "));
    throw new ControlFailure(
        FailureCodes.UNKNOWN_ACTION,
        (word == null ? "the request has no action" : "action: '" + word + "' is not possible")
            + "; there are "
            + possible);
  }

  private static void checkTarget(Action action, JsonObject json) {
    List<String> targets =
        Stream.of("offset", "timestamp", "position").filter(json::containsKey).toList();
    if (action == Action.SEEK && targets.size() != 1) {
      throw bad("seek needs one of offset, timestamp, position");
    } else if (action != Action.SEEK && !targets.isEmpty()) {
      throw bad(targets.get(0) + ": only seek knows it");
    }
    boolean chosen = Stream.of("topic", "partition", "partitions").anyMatch(json::containsKey);
    if (chosen && (action == Action.STATUS || action == Action.HEALTH || action == Action.COMMIT)) {
      throw bad(action.word() + " is of whole deliveries: leave topic and partitions out");
    }
    if (json.containsKey("partition") && json.containsKey("partitions")) {
      throw bad("partition and partitions exclude each other: keep one of them");
    }
  }

  private static List<Integer> partitions(JsonObject json) {
    if (json.containsKey("partition")) {
      return List.of(json.getInteger("partition"));
    }
    List<Integer> all = new ArrayList<>();
    for (Object one : json.getJsonArray("partitions", new JsonArray())) {
      all.add(((Number) one).intValue());
    }
    return all;
  }

  private static ControlFailure bad(String problem) {
    return new ControlFailure(FailureCodes.BAD_MESSAGE, problem);
  }

  /** Whether it is about some partitions, not about a delivery as a whole. */
  boolean isOfPartitions() {
    return topic != null || !partitions.isEmpty();
  }
}
