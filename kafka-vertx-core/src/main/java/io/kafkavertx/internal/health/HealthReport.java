package io.kafkavertx.internal.health;

import io.kafkavertx.ConsumerState;
import io.kafkavertx.ProcessingStatus.PartitionStatus;
import io.kafkavertx.ProducerState;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * How a client is, as JSON: {@code live}, {@code ready}, {@code started}, {@code reasons} why one
 * of them is false, and the figures behind them.
 *
 * <p>Not alive means that a restart may help: records that nobody gets through with, a client that
 * is closed, a producer or a member of a group that has been fenced. A broker that is away is no
 * such reason; it makes a client not ready.
 */
public final class HealthReport {
  private final JsonArray reasons = new JsonArray();
  private final JsonObject json =
      new JsonObject()
          .put("live", true)
          .put("ready", true)
          .put("started", true)
          .put("reasons", reasons);

  private HealthReport() {}

  private JsonObject json() {
    return json;
  }

  private void not(String what, boolean isSo, String reason) {
    if (isSo) {
      json.put(what, false);
      reasons.add(reason);
    }
  }

  private void dead(String reason) {
    json.put("ready", false);
    not("live", true, reason);
  }

  /** Of a consumer. */
  public static JsonObject consumer(ConsumerState state, boolean started, Duration limit) {
    HealthReport report = new HealthReport();
    report.consumes(state, started);
    report.waits(state.oldestUnacknowledged(), limit);
    return report.json();
  }

  /**
   * Of a delivery to the event bus.
   *
   * @param partitions those that records have been taken of, without those that are paused
   * @param paused whether all of it is paused
   */
  public static JsonObject delivery(
      ConsumerState state,
      boolean started,
      boolean paused,
      Collection<PartitionStatus> partitions,
      Duration limit) {
    HealthReport report = new HealthReport();
    report.consumes(state, started);
    Duration oldest = Duration.ZERO;
    int stopped = 0;
    for (PartitionStatus partition : partitions) {
      if (partition.stopped()) {
        stopped++;
      } else if (partition.oldest().compareTo(oldest) > 0) {
        oldest = partition.oldest();
      }
    }
    if (!paused) {
      report.waits(oldest, limit);
    }
    report.json.put("stopped", stopped).put("paused", paused);
    report.not(
        "ready",
        state.assigned() > 0 && stopped >= state.assigned(),
        "all partitions have been stopped by records that failed");
    return report.json();
  }

  private void consumes(ConsumerState state, boolean started) {
    json.put("connected", state.connected())
        .put("joined", state.joined())
        .put("assigned", state.assigned())
        .put("lag", state.lag())
        .put("oldestUnacknowledgedMs", state.oldestUnacknowledged().toMillis())
        .put("withoutProgressMs", state.withoutProgress().toMillis());
    not("started", !started, "the first assignment has not come yet");
    not("ready", !state.connected(), "no connection to a broker is open");
    if (state.failure() == null) {
      not("ready", !state.joined(), "the group has given no assignment");
    } else {
      dead(outOfTheGroup(state.failure()));
    }
  }

  private static String outOfTheGroup(Throwable failure) {
    return "the consumer is out of its group until it subscribes again, or its KafkaVerticle is"
        + " deployed anew: "
        + failure.getMessage();
  }

  private void waits(Duration oldest, Duration limit) {
    not(
        "live",
        oldest.compareTo(limit) > 0,
        "a record has been waiting for its acknowledgement for "
            + oldest.toMillis()
            + " ms; the limit is "
            + limit.toMillis()
            + " ms");
  }

  /** Of a producer. One that has nothing to send needs no connection. */
  public static JsonObject producer(ProducerState state) {
    HealthReport report = new HealthReport();
    report
        .json
        .put("connected", state.connected())
        .put("waitingBytes", state.waitingBytes())
        .put("oldestMs", state.oldest().toMillis());
    report.not(
        "ready",
        !state.connected() && state.waitingBytes() > 0,
        "records wait, and no connection to a broker is open");
    if (state.failure() != null) {
      report.dead(unusable(state));
    }
    return report.json();
  }

  private static String unusable(ProducerState state) {
    return "the producer "
        + state.clientId()
        + " with the transactional id '"
        + state.transactionalId()
        + "' can do nothing more: close it and make another, or deploy its KafkaVerticle anew. "
        + state.failure().getMessage();
  }

  /** Of a client that does not tell any more: closed, or never started. */
  public static JsonObject dead(Throwable failure) {
    HealthReport report = new HealthReport();
    report.json.put("started", false);
    report.dead(String.valueOf(failure.getMessage()));
    return report.json();
  }

  /** Turns a failed report into one that says so. */
  public static Future<JsonObject> orDead(Future<JsonObject> report) {
    return report.otherwise(HealthReport::dead);
  }

  /** Of several together: each as good as the worst. */
  public static JsonObject together(List<JsonObject> parts) {
    HealthReport report = new HealthReport();
    for (JsonObject part : parts) {
      for (String what : List.of("live", "ready", "started")) {
        report.json.put(what, report.json.getBoolean(what) && part.getBoolean(what));
      }
      String name = part.getString("name");
      for (Object reason : part.getJsonArray("reasons")) {
        report.reasons.add(name == null ? reason : name + ": " + reason);
      }
    }
    return report.json();
  }
}
