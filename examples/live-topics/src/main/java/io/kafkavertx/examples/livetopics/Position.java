package io.kafkavertx.examples.livetopics;

import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;

/** Offsets of partitions as pages send them. */
final class Position {
  private Position() {}

  /** From an array of objects with {@code topic}, {@code partition} and {@code offset}. */
  static Map<TopicPartition, Long> list(JsonArray positions) {
    Map<TopicPartition, Long> offsets = new LinkedHashMap<>();
    for (int i = 0; i < positions.size(); i++) {
      JsonObject one = positions.getJsonObject(i);
      offsets.put(
          new TopicPartition(one.getString("topic"), one.getInteger("partition")),
          one.getLong("offset"));
    }
    return offsets;
  }
}
