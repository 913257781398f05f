package io.kafkavertx.internal.produce;

import io.kafkavertx.internal.metrics.ErrorType;
import io.kafkavertx.internal.metrics.Level;
import io.kafkavertx.internal.metrics.Meters;
import io.kafkavertx.internal.metrics.Metric;
import io.kafkavertx.internal.metrics.Spread;
import io.kafkavertx.internal.metrics.Tag;
import java.util.HashMap;
import java.util.Map;

/** The producer's measurements, a batch at a time; {@code docs/metrics.md} lists them. */
final class ProduceMetrics {
  private static final String SEND = "send";

  private final Meters meters;
  private final double fullBatch;
  private final Runnable stopSampling;
  private final Spread sendTime;
  private final Map<String, Spread> failedSendTime = new HashMap<>();
  private final Level buffered;
  private final Level batches;
  private final Level requests;
  private final Level oldest;

  /**
   * @param batchSize bytes of records that make a batch full
   * @param sample called when {@link #levels} is to be told
   */
  ProduceMetrics(Meters meters, int batchSize, Runnable sample) {
    this.meters = meters;
    this.fullBatch = Math.max(1, batchSize);
    this.stopSampling = meters.onSample(sample);
    this.sendTime = meters.spread(Metric.OPERATION_DURATION, SEND, Tag.NONE);
    this.buffered = meters.level(Metric.PRODUCER_BUFFERED);
    this.batches = meters.level(Metric.BATCHES_PENDING);
    this.requests = meters.level(Metric.PRODUCE_IN_FLIGHT);
    this.oldest = meters.level(Metric.PRODUCER_OLDEST);
  }

  void levels(long bufferedBytes, int pendingBatches, int requestsInFlight, long oldestNanos) {
    buffered.set(bufferedBytes);
    batches.set(pendingBatches);
    requests.set(requestsInFlight);
    oldest.set(oldestNanos);
  }

  private TopicMeters of(TopicQueue topic) {
    if (topic.meters == null) {
      topic.meters = new TopicMeters(meters, topic.topic());
    }
    return topic.meters;
  }

  /** A batch has been closed and compressed. */
  void sealed(ProducerBatch batch) {
    TopicMeters topic = of(batch.queue.topic);
    double bytes = batch.bytes().length();
    topic.batchSize.record(bytes);
    topic.batchRecords.record(batch.count());
    topic.batchFill.record(batch.size() / fullBatch);
    topic.compression.record(bytes / batch.size());
  }

  /** A batch is part of a request. */
  void leaves(ProducerBatch batch) {
    if (batch.attempts == 1) {
      of(batch.queue.topic).queueTime.record(batch.firstSentNanos - batch.createdNanos);
    }
  }

  /** A batch was acknowledged. */
  void sent(ProducerBatch batch, long nowNanos) {
    PartitionQueue queue = batch.queue;
    if (queue.sentRecords == null) {
      of(queue.topic).meet(queue);
    }
    queue.sentRecords.add(batch.count());
    queue.sentBytes.add(batch.bytes().length());
    sendTime.record(nowNanos - batch.createdNanos);
  }

  void retried(ProducerBatch batch) {
    of(batch.queue.topic).retried(batch.lastErrorType);
  }

  void failed(ProducerBatch batch, long nowNanos, Throwable cause) {
    failed(batch.queue.topic, batch.queue.topicPartition.partition(), batch.count(), cause);
    failedSendTime
        .computeIfAbsent(
            ErrorType.of(cause), error -> meters.spread(Metric.OPERATION_DURATION, SEND, error))
        .record(nowNanos - batch.createdNanos);
  }

  /**
   * Records have failed.
   *
   * @param partition -1 when none had been chosen
   */
  void failed(TopicQueue topic, int partition, int records, Throwable cause) {
    of(topic)
        .failed(
            partition < 0 ? Tag.NONE : Integer.toString(partition), records, ErrorType.of(cause));
  }

  /** A topic is not sent to any more. */
  void forget(TopicQueue topic) {
    if (topic.meters != null) {
      topic.meters.close();
      topic.meters = null;
      for (PartitionQueue queue : topic.queues()) {
        queue.sentRecords = null;
        queue.sentBytes = null;
      }
    }
  }

  void close() {
    stopSampling.run();
  }
}
