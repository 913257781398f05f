package io.kafkavertx.internal.produce;

import io.kafkavertx.internal.metrics.Count;
import io.kafkavertx.internal.metrics.Instrument;
import io.kafkavertx.internal.metrics.Meters;
import io.kafkavertx.internal.metrics.Metric;
import io.kafkavertx.internal.metrics.Spread;
import io.kafkavertx.internal.metrics.Tag;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The measurements of one topic that is sent to. */
final class TopicMeters {
  private static final String SEND = "send";

  final Spread batchSize;
  final Spread batchRecords;
  final Spread batchFill;
  final Spread compression;
  final Spread queueTime;
  private final Meters meters;
  private final String topic;
  private final List<Instrument> held = new ArrayList<>();
  private final Map<String, Count> retries = new HashMap<>();

  /** By partition and error. */
  private final Map<String, Count> failures = new HashMap<>();

  TopicMeters(Meters meters, String topic) {
    this.meters = meters;
    this.topic = topic;
    batchSize = keep(meters.spread(Metric.BATCH_SIZE, topic));
    batchRecords = keep(meters.spread(Metric.BATCH_RECORDS, topic));
    batchFill = keep(meters.spread(Metric.BATCH_FILL, topic));
    compression = keep(meters.spread(Metric.COMPRESSION_RATIO, topic));
    queueTime = keep(meters.spread(Metric.QUEUE_DURATION, topic));
  }

  private <I extends Instrument> I keep(I instrument) {
    held.add(instrument);
    return instrument;
  }

  void retried(String error) {
    retries.computeIfAbsent(error, e -> keep(meters.count(Metric.RETRIES, topic, e))).add(1);
  }

  /** Gets the instruments of a partition. */
  void meet(PartitionQueue queue) {
    String partition = Integer.toString(queue.topicPartition.partition());
    queue.sentRecords = keep(meters.count(Metric.SENT_MESSAGES, SEND, topic, partition, Tag.NONE));
    queue.sentBytes = keep(meters.count(Metric.PRODUCED_BYTES, topic, partition));
  }

  void failed(String partition, int records, String error) {
    failures
        .computeIfAbsent(
            partition + ' ' + error,
            key -> keep(meters.count(Metric.SENT_MESSAGES, SEND, topic, partition, error)))
        .add(records);
  }

  /** The topic is forgotten. */
  void close() {
    held.forEach(meters::release);
    held.clear();
  }
}
