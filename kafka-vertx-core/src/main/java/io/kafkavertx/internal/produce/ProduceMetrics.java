package io.kafkavertx.internal.produce;

import io.kafkavertx.spi.MetricName;
import io.kafkavertx.spi.MetricsReporter;
import java.util.List;
import java.util.Map;

/**
 * The producer's measurements, all with the tag {@code client.id}.
 *
 * <table>
 *   <caption>Names</caption>
 *   <tr><td>kafka.producer.records.sent</td><td>counter</td><td>records acknowledged</td></tr>
 *   <tr><td>kafka.producer.bytes.sent</td><td>counter</td><td>bytes of acknowledged batches, compressed</td></tr>
 *   <tr><td>kafka.producer.records.failed</td><td>counter</td><td>records that failed after they were taken</td></tr>
 *   <tr><td>kafka.producer.batches.retried</td><td>counter</td><td>batches sent again</td></tr>
 *   <tr><td>kafka.producer.batch.size</td><td>distribution</td><td>bytes of a batch on the wire</td></tr>
 *   <tr><td>kafka.producer.batch.records</td><td>distribution</td><td>records of a batch</td></tr>
 *   <tr><td>kafka.producer.request.latency</td><td>distribution</td><td>nanoseconds from sending a produce request to its answer</td></tr>
 *   <tr><td>kafka.producer.queue.size</td><td>gauge</td><td>bytes of records without a result</td></tr>
 * </table>
 */
public final class ProduceMetrics {
  private final List<MetricsReporter.Counter> recordsSent;
  private final List<MetricsReporter.Counter> bytesSent;
  private final List<MetricsReporter.Counter> recordsFailed;
  private final List<MetricsReporter.Counter> batchesRetried;
  private final List<MetricsReporter.Distribution> batchSize;
  private final List<MetricsReporter.Distribution> batchRecords;
  private final List<MetricsReporter.Distribution> requestLatency;
  private final List<MetricsReporter.Gauge> queueSize;

  /**
   * @param reporters where to report; may be empty
   */
  public ProduceMetrics(List<MetricsReporter> reporters, String clientId) {
    Map<String, String> tags = Map.of("client.id", clientId);
    MetricName sent = name("records.sent", "Records acknowledged.", "records", tags);
    MetricName bytes =
        name("bytes.sent", "Bytes of acknowledged batches, compressed.", "bytes", tags);
    MetricName failed =
        name("records.failed", "Records that failed after they were taken.", "records", tags);
    MetricName retried = name("batches.retried", "Batches sent again.", "", tags);
    MetricName size = name("batch.size", "Bytes of a batch on the wire.", "bytes", tags);
    MetricName count = name("batch.records", "Records of a batch.", "records", tags);
    MetricName latency =
        name(
            "request.latency",
            "Nanoseconds from sending a produce request to its answer.",
            "nanoseconds",
            tags);
    MetricName queue = name("queue.size", "Bytes of records without a result.", "bytes", tags);
    recordsSent = reporters.stream().map(reporter -> reporter.counter(sent)).toList();
    bytesSent = reporters.stream().map(reporter -> reporter.counter(bytes)).toList();
    recordsFailed = reporters.stream().map(reporter -> reporter.counter(failed)).toList();
    batchesRetried = reporters.stream().map(reporter -> reporter.counter(retried)).toList();
    batchSize = reporters.stream().map(reporter -> reporter.distribution(size)).toList();
    batchRecords = reporters.stream().map(reporter -> reporter.distribution(count)).toList();
    requestLatency = reporters.stream().map(reporter -> reporter.distribution(latency)).toList();
    queueSize = reporters.stream().map(reporter -> reporter.gauge(queue)).toList();
  }

  private static MetricName name(
      String name, String description, String unit, Map<String, String> tags) {
    return new MetricName("kafka.producer." + name, description, unit, tags);
  }

  void sent(int records, int bytes) {
    add(recordsSent, records);
    add(bytesSent, bytes);
  }

  void failed(int records) {
    add(recordsFailed, records);
  }

  void retried() {
    add(batchesRetried, 1);
  }

  void batch(int records, int bytes) {
    record(batchSize, bytes);
    record(batchRecords, records);
  }

  void answered(long nanos) {
    record(requestLatency, nanos);
  }

  void queue(long bytes) {
    for (int i = 0; i < queueSize.size(); i++) {
      queueSize.get(i).set(bytes);
    }
  }

  private static void add(List<MetricsReporter.Counter> counters, double amount) {
    for (int i = 0; i < counters.size(); i++) {
      counters.get(i).add(amount);
    }
  }

  private static void record(List<MetricsReporter.Distribution> distributions, double value) {
    for (int i = 0; i < distributions.size(); i++) {
      distributions.get(i).record(value);
    }
  }
}
