package io.kafkavertx.internal.metrics;

import static io.kafkavertx.internal.metrics.Watched.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkavertx.MetricsDetail;
import io.kafkavertx.spi.MetricName;
import io.kafkavertx.spi.MetricsReporter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class MetersTest {
  private final Watched watched = new Watched();

  @Test
  void eachMetricAlwaysHasTheTagsThatItSays() {
    Meters meters = watched.meters("g", MetricsDetail.PARTITION);

    meters.count(Metric.CONSUMED_MESSAGES, "poll", "t", "3").add(7);

    assertThat(watched.told)
        .containsExactly(
            Map.entry(
                new MetricName(
                    "messaging.client.consumed.messages",
                    Metric.CONSUMED_MESSAGES.description(),
                    "",
                    Map.of(
                        "messaging.client.id", "test",
                        "messaging.system", "kafka",
                        "messaging.operation.name", "poll",
                        "messaging.consumer.group.name", "g",
                        "messaging.destination.name", "t",
                        "messaging.destination.partition.id", "3")),
                7.0));
    assertThatThrownBy(() -> meters.count(Metric.CONSUMED_MESSAGES, "poll", "t", "3", "more"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> meters.level(Metric.CONSUMED_MESSAGES, "poll", "t", "3"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void partitionsAndTopicsAreToldApartOnlyWhenWanted() {
    for (MetricsDetail detail : MetricsDetail.values()) {
      Meters meters = watched.meters("g", detail);
      for (String topic : List.of("a", "b")) {
        for (String partition : List.of("0", "1", "2")) {
          meters.count(Metric.FETCHED_BYTES, topic, partition).add(1);
        }
      }
      int series =
          switch (detail) {
            case PARTITION -> 6;
            case TOPIC -> 2;
            case CLIENT -> 1;
          };
      assertThat(meters.values()).as(detail.name()).hasSize(series);
      assertThat(meters.values().values()).as(detail.name()).containsOnly(6.0 / series);
    }
  }

  @Test
  void whatDoesNotApplyIsNone() {
    Meters meters = watched.meters(null, MetricsDetail.PARTITION);
    meters.level(Metric.ASSIGNED).set(2);
    assertThat(value(watched.told, "kafka.consumer.assigned.partitions", Tag.GROUP, "none"))
        .isEqualTo(2);
  }

  @Test
  void anInstrumentGoesWithTheLastThatHoldsIt() {
    Meters meters = watched.meters("g", MetricsDetail.TOPIC);
    Level first = meters.level(Metric.LAG, "t", "0");
    Level second = meters.level(Metric.LAG, "t", "1");
    assertThat(second).isSameAs(first);
    first.add(10);
    second.add(5);
    assertThat(value(watched.told, "kafka.consumer.lag")).isEqualTo(15);

    meters.release(first);
    assertThat(watched.removed).isEmpty();
    meters.release(second);
    assertThat(watched.removed).extracting(MetricName::name).containsExactly("kafka.consumer.lag");
    assertThat(meters.values()).isEmpty();
  }

  @Test
  void withoutReportersThereAreTotals() {
    Meters meters = new Meters("test", "g", MetricsDetail.PARTITION, List.of());
    meters.count(Metric.FETCHED_BYTES, "a", "0").add(1);
    meters.count(Metric.FETCHED_BYTES, "b", "7").add(2);
    Spread spread = meters.spread(Metric.FETCH_SIZE);
    spread.record(10);
    spread.record(30);

    Map<MetricName, Double> values = meters.values();
    assertThat(meters.isReported()).isFalse();
    assertThat(value(values, "kafka.consumer.fetched", Tag.TOPIC, "all")).isEqualTo(3);
    assertThat(value(values, "kafka.consumer.fetch.size.count")).isEqualTo(2);
    assertThat(value(values, "kafka.consumer.fetch.size.sum")).isEqualTo(40);
    assertThat(value(values, "kafka.consumer.fetch.size.max")).isEqualTo(30);
  }

  @Test
  void levelsAreToldWhenSampled() {
    Meters meters = watched.meters("g", MetricsDetail.PARTITION);
    Level level = meters.level(Metric.ASSIGNED);
    int[] assigned = {4};
    Runnable stop = meters.onSample(() -> level.set(assigned[0]));
    assertThat(watched.told).isEmpty();
    meters.sample();
    assertThat(watched.told).containsValue(4.0);
    assigned[0] = 5;
    meters.close();
    assertThat(watched.told).containsValue(5.0);
    assertThat(watched.closed).isTrue();
    stop.run();
  }

  @Test
  void aReporterThatThrowsHurtsNobody() {
    MetricsReporter bad =
        new MetricsReporter() {
          @Override
          public Counter counter(MetricName name) {
            return amount -> {
              throw new IllegalStateException("full");
            };
          }

          @Override
          public Gauge gauge(MetricName name) {
            throw new IllegalStateException("no gauges");
          }

          @Override
          public Distribution distribution(MetricName name) {
            return null;
          }

          @Override
          public void close() {
            throw new IllegalStateException("not closed");
          }
        };
    Meters meters = new Meters("test", null, MetricsDetail.TOPIC, List.of(bad, watched));
    meters.count(Metric.FETCH_ERRORS, "X").add(1);
    meters.level(Metric.ASSIGNED).set(3);
    meters.spread(Metric.FETCH_SIZE).record(4);
    meters.close();
    assertThat(watched.told.values()).containsExactlyInAnyOrder(1.0, 3.0, 4.0);
    assertThat(watched.closed).isTrue();
  }
}
