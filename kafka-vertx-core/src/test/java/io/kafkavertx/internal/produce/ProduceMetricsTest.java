package io.kafkavertx.internal.produce;

import static io.kafkavertx.internal.metrics.Watched.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.kafkavertx.MetricsDetail;
import io.kafkavertx.internal.metrics.Meters;
import io.kafkavertx.internal.metrics.Tag;
import io.kafkavertx.internal.metrics.Watched;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.spi.MetricName;
import io.vertx.core.Future;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** What the producer measures, in virtual time, where only the broker and waiting take any. */
final class ProduceMetricsTest {
  private static final double MILLI = 1_000_000;
  private static final String SENT = "messaging.client.sent.messages";
  private static final String OPERATION = "messaging.client.operation.duration";

  private final ProducerRig rig = new ProducerRig();
  private final Meters meters = new Watched().meters(null, MetricsDetail.PARTITION);

  ProduceMetricsTest() {
    rig.cluster.meters = meters;
    rig.cluster.topic("t", 2);
    rig.cluster.latencyNanos = 20 * ProducerRig.MILLI;
    rig.lingerMillis = 30;
  }

  private Map<MetricName, Double> values() {
    return meters.values();
  }

  /** The first batch also waits for the producer's id. */
  private Map<MetricName, Double> warm() {
    rig.start();
    rig.get(rig.send("t", 1, "12345"), 1000);
    return values();
  }

  @Test
  void aBatchIsMeasuredFromItsFirstRecordToItsResult() {
    Map<MetricName, Double> before = warm();
    Future<?> first = rig.send("t", 1, "12345");
    rig.loop.advanceMillis(10);
    rig.get(Future.join(first, rig.send("t", 1, "12345")), 1000);

    Map<MetricName, Double> after = values();
    ToDoubleFunction<String> grown = name -> value(after, name) - value(before, name);
    assertThat(grown.applyAsDouble(SENT)).isEqualTo(2);
    assertThat(value(after, SENT, Tag.PARTITION, "1", Tag.ERROR, Tag.NONE)).isEqualTo(3);
    assertThat(grown.applyAsDouble(OPERATION + ".count")).isEqualTo(1);
    assertThat(grown.applyAsDouble("kafka.producer.queue.duration.sum")).isEqualTo(30 * MILLI);
    assertThat(grown.applyAsDouble(OPERATION + ".sum")).isEqualTo(50 * MILLI);
    assertThat(grown.applyAsDouble("kafka.producer.batch.records.sum")).isEqualTo(2);
    double size = grown.applyAsDouble("kafka.producer.batch.size.sum");
    assertThat(size).isEqualTo(61 + 2 * (5 + 7));
    assertThat(grown.applyAsDouble("kafka.producer.sent")).isEqualTo(size);
    assertThat(grown.applyAsDouble("kafka.producer.batch.fill.sum"))
        .isCloseTo(size / 1000, within(1e-9));
    assertThat(value(after, "kafka.producer.compression.ratio.max")).isEqualTo(1);
  }

  @Test
  void levelsTellWhatWaitsAndForHowLong() {
    rig.lingerMillis = 0;
    rig.start();
    rig.get(rig.send("t", 0, "first"), 1000);
    Future<?> sent = rig.send("t", 0, "second");
    rig.loop.advanceMillis(5);

    Map<MetricName, Double> busy = values();
    assertThat(value(busy, "kafka.producer.batches.pending")).isEqualTo(1);
    assertThat(value(busy, "kafka.producer.requests.in.flight")).isEqualTo(1);
    assertThat(value(busy, "kafka.producer.oldest.age")).isEqualTo(5 * MILLI);
    assertThat(value(busy, "kafka.producer.buffered")).isEqualTo(rig.core.used()).isPositive();

    rig.get(sent, 1000);
    Map<MetricName, Double> idle = values();
    for (String level :
        new String[] {"batches.pending", "requests.in.flight", "oldest.age", "buffered"}) {
      assertThat(value(idle, "kafka.producer." + level)).as(level).isZero();
    }
  }

  @Test
  void retriesAreCountedByTheErrorThatMadeThemNecessary() {
    rig.cluster.fail("t", 0, ErrorCode.NOT_ENOUGH_REPLICAS, ErrorCode.NOT_ENOUGH_REPLICAS);
    int[] requests = {0};
    rig.cluster.fault =
        (node, request) -> requests[0]++ == 2 ? ModelCluster.Action.LOSE_ANSWER : null;
    rig.start();
    rig.get(rig.send("t", 0, "x"), 10_000);

    Map<MetricName, Double> values = values();
    assertThat(value(values, "kafka.producer.retries", Tag.ERROR, "NOT_ENOUGH_REPLICAS"))
        .isEqualTo(2);
    assertThat(value(values, "kafka.producer.retries", Tag.ERROR, "DISCONNECTED")).isEqualTo(1);
    assertThat(value(values, SENT)).isEqualTo(1);
  }

  @Test
  void failuresAreCountedByTheirCause() {
    rig.cluster.fail("t", 0, ErrorCode.TOPIC_AUTHORIZATION_FAILED);
    rig.deliveryTimeoutMillis = 1000;
    warm();
    rig.failure(rig.send("t", 0, "x"), 2000);
    rig.failure(rig.send("nowhere", -1, "x"), 2000);

    Map<MetricName, Double> values = values();
    assertThat(value(values, SENT, Tag.TOPIC, "t", Tag.ERROR, "TOPIC_AUTHORIZATION_FAILED"))
        .isEqualTo(1);
    assertThat(value(values, SENT, Tag.TOPIC, "nowhere", Tag.ERROR, "TIMEOUT")).isEqualTo(1);
    assertThat(value(values, OPERATION + ".max", Tag.ERROR, "TOPIC_AUTHORIZATION_FAILED"))
        .isEqualTo(50 * MILLI);
  }

  @Test
  void aTopicThatIsForgottenLeavesNothing() {
    rig.start();
    rig.get(rig.send("t", 0, "x"), 1000);
    rig.loop.advanceMillis(400_000);
    rig.cluster.learn();
    assertThat(values().keySet())
        .noneMatch(name -> "t".equals(name.tags().get(Tag.TOPIC)))
        .isNotEmpty();
  }
}
