package io.kafkavertx.examples.livetopics;

import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/**
 * The true counts behind the sample: per partition how far the page is behind the end, and how many
 * records a second are written, from two looks at the end.
 */
final class Figures {
  /** A rate over less time than this would be noise. */
  private static final double SHORTEST_SECONDS = 0.5;

  private final Viewing viewing;
  private final Map<TopicPartition, Double> rates = new HashMap<>();
  private Map<TopicPartition, Positions.Range> before = Map.of();
  private long beforeNanos;
  private boolean busy;

  Figures(Viewing viewing) {
    this.viewing = viewing;
  }

  /** What the page shows next. Fails while it is still being found out. */
  Future<JsonObject> next() {
    if (busy) {
      return Future.failedFuture("the brokers have not answered yet");
    }
    busy = true;
    var partitions = viewing.assigned();
    Future<Map<TopicPartition, Positions.Range>> ranges = viewing.positions().ranges(partitions);
    return ranges
        .compose(
            found ->
                viewing.positions().current(partitions).map(current -> partitions(found, current)))
        .map(list -> body().put("partitions", list))
        .recover(
            failure ->
                Future.succeededFuture(
                    body()
                        .put(
                            "problem",
                            new JsonObject()
                                .put("kind", "broker")
                                .put("text", failure.getMessage()))))
        .onComplete(done -> busy = false);
  }

  private JsonObject body() {
    JsonObject body =
        new JsonObject()
            .put("type", "figures")
            .put("mode", viewing.mode().name())
            .put("seen", viewing.seen())
            .put("shown", viewing.shown())
            .put("leftOut", viewing.leftOut());
    if (viewing.problem() != null) {
      body.put("problem", new JsonObject().put("kind", "record").put("text", viewing.problem()));
    }
    return body;
  }

  private JsonArray partitions(
      Map<TopicPartition, Positions.Range> ranges, Map<TopicPartition, Long> current) {
    measure(ranges);
    JsonArray list = new JsonArray();
    ranges.keySet().stream()
        .sorted(
            Comparator.comparing(TopicPartition::topic).thenComparingInt(TopicPartition::partition))
        .forEach(
            partition -> {
              Positions.Range range = ranges.get(partition);
              long position = current.get(partition);
              list.add(
                  new JsonObject()
                      .put("topic", partition.topic())
                      .put("partition", partition.partition())
                      .put("begin", range.begin())
                      .put("end", range.end())
                      .put("position", position)
                      .put("lag", Math.max(0, range.end() - position))
                      .put("rate", rates.get(partition)));
            });
    return list;
  }

  private void measure(Map<TopicPartition, Positions.Range> ranges) {
    long now = System.nanoTime();
    double seconds = (now - beforeNanos) / 1e9;
    boolean same = before.keySet().equals(ranges.keySet());
    if (same && seconds < SHORTEST_SECONDS) {
      return;
    }
    rates.keySet().retainAll(ranges.keySet());
    ranges.forEach(
        (partition, range) -> {
          Positions.Range last = before.get(partition);
          if (last != null && seconds >= SHORTEST_SECONDS) {
            rates.put(partition, (range.end() - last.end()) / seconds);
          }
        });
    before = Map.copyOf(ranges);
    beforeNanos = now;
  }
}
