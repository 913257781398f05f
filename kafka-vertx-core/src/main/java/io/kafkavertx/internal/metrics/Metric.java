package io.kafkavertx.internal.metrics;

import java.util.ArrayList;
import java.util.List;

/**
 * Everything that is measured: the one place where names, units and tags stand. {@code
 * docs/metrics.md} lists the same, and a test compares the two.
 *
 * <p>Names and tags are those of OpenTelemetry's conventions for messaging where it has one. A
 * metric always has the same tags, because Prometheus asks for that: where one does not apply its
 * value is {@link Tag#NONE}.
 */
public enum Metric {
  CONNECTIONS("kafka.client.connections", Kind.GAUGE, "", "Open connections", Tag.BROKER),
  CONNECTIONS_OPENED(
      "kafka.client.connections.opened",
      Kind.COUNTER,
      "",
      "Connections that became ready for requests",
      Tag.BROKER),
  CONNECTIONS_FAILED(
      "kafka.client.connections.failed",
      Kind.COUNTER,
      "",
      "Connections that failed, and attempts to make one, by cause",
      Tag.BROKER,
      Tag.ERROR),
  REQUEST_DURATION(
      "kafka.client.request.duration",
      Kind.DISTRIBUTION,
      Unit.NANOSECONDS,
      "From sending a request to its answer",
      Tag.BROKER,
      Tag.API),
  REQUESTS_FAILED(
      "kafka.client.requests.failed",
      Kind.COUNTER,
      "",
      "Requests that went down with their connection, by cause",
      Tag.BROKER,
      Tag.API,
      Tag.ERROR),
  REQUESTS_IN_FLIGHT(
      "kafka.client.requests.in.flight",
      Kind.GAUGE,
      "",
      "Requests that wait to be sent to the broker or to be answered by it",
      Tag.BROKER),
  THROTTLE_DURATION(
      "kafka.client.throttle.duration",
      Kind.DISTRIBUTION,
      Unit.NANOSECONDS,
      "How long the broker asked for quiet, each time it did",
      Tag.BROKER),
  BYTES_SENT(
      "kafka.client.sent",
      Kind.COUNTER,
      Unit.BYTES,
      "Bytes of requests, before encryption",
      Tag.BROKER),
  BYTES_RECEIVED(
      "kafka.client.received",
      Kind.COUNTER,
      Unit.BYTES,
      "Bytes of answers, after decryption",
      Tag.BROKER),

  OPERATION_DURATION(
      "messaging.client.operation.duration",
      Kind.DISTRIBUTION,
      Unit.NANOSECONDS,
      "`send`: from the first record of a batch to its result; `commit`: from the call to its end",
      Tag.SYSTEM,
      Tag.OPERATION,
      Tag.ERROR),
  SENT_MESSAGES(
      "messaging.client.sent.messages",
      Kind.COUNTER,
      "",
      "Records that have their result: acknowledged (`error.type` is `none`) or failed",
      Tag.SYSTEM,
      Tag.OPERATION,
      Tag.TOPIC,
      Tag.PARTITION,
      Tag.ERROR),
  PRODUCED_BYTES(
      "kafka.producer.sent",
      Kind.COUNTER,
      Unit.BYTES,
      "Bytes of acknowledged batches, compressed",
      Tag.TOPIC,
      Tag.PARTITION),
  BATCH_SIZE(
      "kafka.producer.batch.size",
      Kind.DISTRIBUTION,
      Unit.BYTES,
      "Bytes of a batch on the wire",
      Tag.TOPIC),
  BATCH_RECORDS(
      "kafka.producer.batch.records", Kind.DISTRIBUTION, "", "Records of a batch", Tag.TOPIC),
  BATCH_FILL(
      "kafka.producer.batch.fill",
      Kind.DISTRIBUTION,
      "",
      "How full a batch was: its bytes before compression by `batchSize`",
      Tag.TOPIC),
  COMPRESSION_RATIO(
      "kafka.producer.compression.ratio",
      Kind.DISTRIBUTION,
      "",
      "Bytes of a batch after compression by those before",
      Tag.TOPIC),
  QUEUE_DURATION(
      "kafka.producer.queue.duration",
      Kind.DISTRIBUTION,
      Unit.NANOSECONDS,
      "From the first record of a batch to its first request",
      Tag.TOPIC),
  RETRIES(
      "kafka.producer.retries",
      Kind.COUNTER,
      "",
      "Batches to be sent again, by the error that made it necessary",
      Tag.TOPIC,
      Tag.ERROR),
  PRODUCER_BUFFERED(
      "kafka.producer.buffered",
      Kind.GAUGE,
      Unit.BYTES,
      "Bytes of records without a result; `bufferMemory` is the limit"),
  BATCHES_PENDING("kafka.producer.batches.pending", Kind.GAUGE, "", "Batches without a result"),
  PRODUCE_IN_FLIGHT(
      "kafka.producer.requests.in.flight", Kind.GAUGE, "", "Produce requests without an answer"),
  PRODUCER_OLDEST(
      "kafka.producer.oldest.age",
      Kind.GAUGE,
      Unit.NANOSECONDS,
      "Age of the oldest batch without a result, 0 when there is none"),

  CONSUMED_MESSAGES(
      "messaging.client.consumed.messages",
      Kind.COUNTER,
      "",
      "Records handed out",
      Tag.SYSTEM,
      Tag.OPERATION,
      Tag.GROUP,
      Tag.TOPIC,
      Tag.PARTITION),
  FETCHED_BYTES(
      "kafka.consumer.fetched",
      Kind.COUNTER,
      Unit.BYTES,
      "Bytes of batches that were fetched, compressed",
      Tag.GROUP,
      Tag.TOPIC,
      Tag.PARTITION),
  LAG(
      "kafka.consumer.lag",
      Kind.GAUGE,
      "",
      "Records between the position and the end as of the last fetch; with `READ_COMMITTED`, the"
          + " last stable offset is the end",
      Tag.GROUP,
      Tag.TOPIC,
      Tag.PARTITION),
  ASSIGNED("kafka.consumer.assigned.partitions", Kind.GAUGE, "", "Partitions assigned", Tag.GROUP),
  CONSUMER_BUFFERED(
      "kafka.consumer.buffered",
      Kind.GAUGE,
      Unit.BYTES,
      "Bytes of fetched batches in memory; `maxBufferedBytes` is the limit",
      Tag.GROUP),
  FETCH_SIZE(
      "kafka.consumer.fetch.size",
      Kind.DISTRIBUTION,
      Unit.BYTES,
      "Bytes of records that one answer to a fetch brought",
      Tag.GROUP),
  FETCH_ERRORS(
      "kafka.consumer.fetch.errors",
      Kind.COUNTER,
      "",
      "Fetches, or partitions of them, that failed, by error",
      Tag.GROUP,
      Tag.ERROR),
  REBALANCES(
      "kafka.consumer.rebalances",
      Kind.COUNTER,
      "",
      "Rebalances that this member has been through, by reason",
      Tag.GROUP,
      Tag.REASON),
  REBALANCE_DURATION(
      "kafka.consumer.rebalance.duration",
      Kind.DISTRIBUTION,
      Unit.NANOSECONDS,
      "From the start of a rebalance to reading again, handlers included",
      Tag.GROUP),
  LAST_REBALANCE(
      "kafka.consumer.rebalance.last",
      Kind.GAUGE,
      "",
      "1 for the reason of the last rebalance",
      Tag.GROUP,
      Tag.REASON),
  POLL_AGE(
      "kafka.consumer.poll.age",
      Kind.GAUGE,
      Unit.NANOSECONDS,
      "Time since the last `poll`, 0 while one waits; only with `poll`",
      Tag.GROUP),
  STALLS(
      "kafka.consumer.stalls",
      Kind.COUNTER,
      "",
      "How often the application made no progress for `rebalanceTimeout`",
      Tag.GROUP),
  PROGRESS_AGE(
      "kafka.consumer.progress.age",
      Kind.GAUGE,
      Unit.NANOSECONDS,
      "Time without a record handed out while there are some to read; 0 when there are none",
      Tag.GROUP),

  PROCESSED(
      "kafka.process.completed",
      Kind.COUNTER,
      "",
      "Records that are done: processed, skipped or written to the dead-letter topic",
      Tag.GROUP),
  PROCESS_RETRIES(
      "kafka.process.retries",
      Kind.COUNTER,
      "",
      "Attempts that failed and are to be followed by another",
      Tag.GROUP),
  PROCESS_TIMEOUTS(
      "kafka.process.timeouts",
      Kind.COUNTER,
      "",
      "Attempts that took longer than `processingTimeout`",
      Tag.GROUP),
  PROCESS_SKIPPED(
      "kafka.process.skipped",
      Kind.COUNTER,
      "",
      "Records that failed for good and were passed over",
      Tag.GROUP),
  DEAD_LETTERS(
      "kafka.process.dead.letters",
      Kind.COUNTER,
      "",
      "Records that failed for good and were written to the dead-letter topic",
      Tag.GROUP),
  PROCESS_STOPS(
      "kafka.process.stops",
      Kind.COUNTER,
      "",
      "Times that a record stopped its partition",
      Tag.GROUP),
  PROCESS_IN_FLIGHT(
      "kafka.process.in.flight", Kind.GAUGE, "", "Records being worked on", Tag.GROUP),
  PROCESS_WAITING(
      "kafka.process.waiting", Kind.GAUGE, "", "Records that wait for their turn", Tag.GROUP),
  PROCESS_AGE(
      "kafka.process.oldest.age",
      Kind.GAUGE,
      Unit.NANOSECONDS,
      "Age of the oldest record that was taken and is not done, 0 when there is none",
      Tag.GROUP),

  DELIVERED(
      "kafka.eventbus.delivered",
      Kind.COUNTER,
      "",
      "Messages sent to the event bus, repetitions included",
      Tag.GROUP,
      Tag.ADDRESS),
  ACKNOWLEDGED(
      "kafka.eventbus.acknowledged",
      Kind.COUNTER,
      "",
      "Records that were acknowledged",
      Tag.GROUP,
      Tag.ADDRESS),
  REFUSED(
      "kafka.eventbus.refused",
      Kind.COUNTER,
      "",
      "Messages that were refused, not acknowledged in time, or had nobody to take them",
      Tag.GROUP,
      Tag.ADDRESS);

  /** How it behaves. */
  public enum Kind {
    COUNTER,
    GAUGE,
    DISTRIBUTION
  }

  /** Units; what is merely counted has none. */
  static final class Unit {
    static final String BYTES = "bytes";
    static final String NANOSECONDS = "nanoseconds";

    private Unit() {}
  }

  private final String metricName;
  private final Kind kind;
  private final String unit;
  private final String description;
  private final List<String> tags;

  Metric(String name, Kind kind, String unit, String description, String... tags) {
    this.metricName = name;
    this.kind = kind;
    this.unit = unit;
    this.description = description;
    List<String> all = new ArrayList<>();
    all.add(Tag.CLIENT);
    all.addAll(List.of(tags));
    this.tags = List.copyOf(all);
  }

  public String metricName() {
    return metricName;
  }

  public Kind kind() {
    return kind;
  }

  /** {@code bytes}, {@code nanoseconds} or empty. */
  public String unit() {
    return unit;
  }

  public String description() {
    return description;
  }

  /** The keys of its tags, the client id first. */
  public List<String> tags() {
    return tags;
  }
}
