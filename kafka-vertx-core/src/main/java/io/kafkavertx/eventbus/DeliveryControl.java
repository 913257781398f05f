package io.kafkavertx.eventbus;

import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.KafkaConsumer;
import io.kafkavertx.OffsetAndTimestamp;
import io.kafkavertx.Processing;
import io.kafkavertx.ProcessingStatus;
import io.kafkavertx.ProcessingStatus.PartitionStatus;
import io.kafkavertx.internal.health.HealthReport;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Looks at the partitions of a delivery, and steers them. On the delivery's context. */
final class DeliveryControl {
  private final KafkaConsumer<Buffer, Buffer> consumer;
  private final Duration maxUnacknowledged;

  /** Null until the delivery has been started. */
  private Processing processing;

  private boolean paused;
  private boolean started;
  private Throwable failure;

  DeliveryControl(KafkaConsumer<Buffer, Buffer> consumer, ConsumerOptions options) {
    this.consumer = consumer;
    this.maxUnacknowledged = options.getRebalanceTimeout();
  }

  void processing(Processing begun) {
    processing = begun;
  }

  /** The first assignment has come, or never will. */
  void started(Throwable cause) {
    started = cause == null;
    failure = cause;
  }

  Future<Void> pause(boolean wanted) {
    paused = wanted;
    if (wanted) {
      consumer.pause();
    } else {
      consumer.resume();
    }
    return Future.succeededFuture();
  }

  Future<Void> resume(TopicPartition partition) {
    return processing == null
        ? Future.failedFuture(new IllegalStateException("the delivery was not started"))
        : processing.resume(partition);
  }

  /** Goes on with those that were paused, and with those that a record has stopped. */
  Future<Void> resume(Collection<TopicPartition> partitions) {
    return consumer
        .resume(partitions)
        .compose(resumed -> processed())
        .compose(
            status -> {
              List<Future<Void>> restarted = new ArrayList<>();
              for (TopicPartition partition : partitions) {
                PartitionStatus one = status.partitions().get(partition);
                if (one != null && one.stopped()) {
                  restarted.add(processing.resume(partition));
                }
              }
              return Future.all(restarted).mapEmpty();
            });
  }

  /** To the first record that is not older; to the end where there is none. */
  Future<Void> seekToTime(Collection<TopicPartition> partitions, long timestamp) {
    Map<TopicPartition, Long> wanted = new LinkedHashMap<>();
    partitions.forEach(partition -> wanted.put(partition, timestamp));
    return consumer.offsetsForTimes(wanted).compose(found -> seek(partitions, found));
  }

  private Future<Void> seek(
      Collection<TopicPartition> partitions, Map<TopicPartition, OffsetAndTimestamp> found) {
    List<Future<Void>> sought = new ArrayList<>();
    List<TopicPartition> toEnd = new ArrayList<>();
    for (TopicPartition partition : partitions) {
      OffsetAndTimestamp first = found.get(partition);
      if (first == null) {
        toEnd.add(partition);
      } else {
        sought.add(consumer.seek(partition, first.offset()));
      }
    }
    if (!toEnd.isEmpty()) {
      sought.add(consumer.seekToEnd(toEnd));
    }
    return Future.all(sought).mapEmpty();
  }

  private Future<ProcessingStatus> processed() {
    return processing == null
        ? Future.succeededFuture(new ProcessingStatus(0, Duration.ZERO, Map.of()))
        : processing.status();
  }

  /** What is there after {@link #look}. */
  private record Looked(
      ProcessingStatus status,
      Set<TopicPartition> assigned,
      Set<TopicPartition> paused,
      Map<TopicPartition, Long> lag) {}

  private Future<Looked> look() {
    Future<ProcessingStatus> status = processed();
    Future<Set<TopicPartition>> assigned = consumer.assignment();
    Future<Set<TopicPartition>> held = consumer.paused();
    Future<Map<TopicPartition, Long>> lag = consumer.lag();
    return Future.all(status, assigned, held, lag)
        .map(all -> new Looked(status.result(), assigned.result(), held.result(), lag.result()));
  }

  /** Puts how things stand into {@code json}. */
  Future<JsonObject> status(JsonObject json) {
    return look().map(looked -> put(json, looked));
  }

  private JsonObject put(JsonObject json, Looked looked) {
    Map<TopicPartition, PartitionStatus> known = new HashMap<>(looked.status.partitions());
    JsonArray partitions = new JsonArray();
    for (TopicPartition partition : looked.assigned) {
      partitions.add(partition(partition, known.remove(partition), looked));
    }
    // Those that are being given up.
    known.forEach((partition, one) -> partitions.add(partition(partition, one, looked)));
    return json.put("inFlight", looked.status.inFlight())
        .put("oldestMs", looked.status.oldest().toMillis())
        .put("paused", paused)
        .put("started", started)
        .put("lag", looked.lag.values().stream().mapToLong(Long::longValue).sum())
        .put("partitions", partitions);
  }

  /**
   * @param one null when no record has been taken of it
   */
  private static JsonObject partition(
      TopicPartition partition, PartitionStatus one, Looked looked) {
    return new JsonObject()
        .put("topic", partition.topic())
        .put("partition", partition.partition())
        .put("outstanding", one == null ? 0 : one.unfinished())
        .put("committable", one == null ? -1 : one.committable())
        .put("stopped", one != null && one.stopped())
        .put("paused", looked.paused.contains(partition))
        .put("lag", looked.lag.get(partition));
  }

  Future<JsonObject> health(Duration limit) {
    if (failure != null) {
      return Future.succeededFuture(HealthReport.dead(failure));
    }
    Duration longest = limit == null ? maxUnacknowledged : limit;
    return HealthReport.orDead(
        look()
            .compose(
                looked ->
                    consumer
                        .state()
                        .map(
                            state -> {
                              List<PartitionStatus> running = new ArrayList<>();
                              looked
                                  .status
                                  .partitions()
                                  .forEach(
                                      (partition, one) -> {
                                        if (!looked.paused.contains(partition)) {
                                          running.add(one);
                                        }
                                      });
                              return HealthReport.delivery(
                                  state, started, paused, running, longest);
                            })));
  }
}
