package io.kafkavertx.eventbus;

import io.kafkavertx.internal.health.HealthReport;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a request has brought: at one instance, to be sent to the one that was asked, and there for
 * all instances together.
 */
final class ControlReply {
  private static final List<String> KEYS =
      List.of("deliveries", "producers", "partitions", "names", "wanted", "found");

  private final JsonObject json = new JsonObject();

  ControlReply() {
    KEYS.forEach(key -> json.put(key, new JsonArray()));
  }

  private void add(String key, Object what) {
    json.getJsonArray(key).add(what);
  }

  void delivery(JsonObject one) {
    add("deliveries", one);
  }

  void producer(JsonObject one) {
    add("producers", one);
  }

  void partition(JsonObject one) {
    add("partitions", one);
  }

  /** A delivery that there is. */
  void name(String delivery) {
    add("names", delivery);
  }

  /** A partition that is asked for by its number. */
  void wanted(String delivery, TopicPartition partition) {
    add("wanted", delivery + ": " + partition);
  }

  /** One of these that is assigned to this instance. */
  void found(String delivery, TopicPartition partition) {
    add("found", delivery + ": " + partition);
  }

  /** For the instance that was asked. */
  JsonObject partial(int instance) {
    for (String key : List.of("deliveries", "producers", "partitions")) {
      json.getJsonArray(key).forEach(one -> ((JsonObject) one).put("instance", instance));
    }
    return json;
  }

  /** Adds what another instance has brought. */
  void merge(JsonObject partial) {
    KEYS.forEach(key -> json.getJsonArray(key).addAll(partial.getJsonArray(key)));
  }

  /**
   * The reply to who has asked.
   *
   * @param here whose instances have been asked
   * @throws ControlFailure when no instance has what was asked for
   */
  JsonObject whole(ControlRequest request, String here) {
    check(request, here);
    JsonObject reply = new JsonObject();
    switch (request.action()) {
      case STATUS -> all(reply);
      case HEALTH -> {
        List<JsonObject> parts = objects("deliveries");
        parts.addAll(objects("producers"));
        all(reply.mergeIn(HealthReport.together(parts)));
      }
      case LAG -> {
        long sum = 0;
        for (JsonObject one : objects("partitions")) {
          sum += one.getLong("lag") == null ? 0 : one.getLong("lag");
        }
        reply.put("lag", sum).put("partitions", json.getJsonArray("partitions"));
      }
      case PAUSE, RESUME ->
          reply.put(
              request.isOfPartitions() ? "partitions" : "deliveries",
              json.getJsonArray(request.isOfPartitions() ? "partitions" : "deliveries"));
      case SEEK, COMMIT -> reply.put("partitions", json.getJsonArray("partitions"));
    }
    return reply;
  }

  private void all(JsonObject reply) {
    reply
        .put("deliveries", json.getJsonArray("deliveries"))
        .put("producers", json.getJsonArray("producers"));
  }

  private List<JsonObject> objects(String key) {
    List<JsonObject> objects = new ArrayList<>();
    json.getJsonArray(key).forEach(one -> objects.add((JsonObject) one));
    return objects;
  }

  private void check(ControlRequest request, String here) {
    Set<String> names = strings("names");
    if (request.delivery() != null && !names.contains(request.delivery())) {
      throw new ControlFailure(
          FailureCodes.UNKNOWN_DELIVERY,
          "there is no delivery '"
              + request.delivery()
              + "'"
              + (names.isEmpty() ? "" : ", only " + String.join(", ", names)));
    }
    Set<String> missing = strings("wanted");
    missing.removeAll(strings("found"));
    if (!missing.isEmpty()) {
      throw new ControlFailure(
          FailureCodes.NOT_ASSIGNED,
          "not assigned to " + here + " at the moment: " + String.join(", ", missing));
    }
    if (request.action() == ControlRequest.Action.SEEK
        && json.getJsonArray("partitions").isEmpty()) {
      throw new ControlFailure(
          FailureCodes.NOT_ASSIGNED, "no such partition is assigned to " + here + " at the moment");
    }
  }

  private Set<String> strings(String key) {
    Set<String> strings = new LinkedHashSet<>();
    json.getJsonArray(key).forEach(one -> strings.add((String) one));
    return strings;
  }
}
