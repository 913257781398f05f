package io.kafkavertx;

import io.kafkavertx.spi.MetricsReporterFactory;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * What is measured, how finely, and who is told.
 *
 * @param <T> the options class itself
 */
public abstract class MetricsOptions<T extends MetricsOptions<T>> extends PluginOptions<T> {
  private List<String> metricsReporters = List.of();
  private List<MetricsReporterFactory> metricsReporterFactories = List.of();
  private MetricsDetail metricsDetail = MetricsDetail.PARTITION;
  private Duration metricsInterval = Duration.ofSeconds(1);

  MetricsOptions() {}

  MetricsOptions(MetricsOptions<?> other) {
    super(other);
    metricsReporters = other.metricsReporters;
    metricsReporterFactories = other.metricsReporterFactories;
    metricsDetail = other.metricsDetail;
    metricsInterval = other.metricsInterval;
  }

  /** Names of metrics reporters to load, for example {@code micrometer}. Default none. */
  public List<String> getMetricsReporters() {
    return metricsReporters;
  }

  /** See {@link #getMetricsReporters()}. */
  public T setMetricsReporters(List<String> metricsReporters) {
    this.metricsReporters = List.copyOf(metricsReporters);
    return self();
  }

  /**
   * Metrics reporters given as instances, in addition to those by name; for one with a registry of
   * the application's own. Their names choose their configuration. Default none; not in JSON.
   */
  public List<MetricsReporterFactory> getMetricsReporterFactories() {
    return metricsReporterFactories;
  }

  /** See {@link #getMetricsReporterFactories()}. */
  public T setMetricsReporterFactories(List<MetricsReporterFactory> metricsReporterFactories) {
    this.metricsReporterFactories = List.copyOf(metricsReporterFactories);
    return self();
  }

  /**
   * How finely measurements tell topics and partitions apart. Default {@link
   * MetricsDetail#PARTITION}; without reporters always {@link MetricsDetail#CLIENT}.
   */
  public MetricsDetail getMetricsDetail() {
    return metricsDetail;
  }

  /** See {@link #getMetricsDetail()}. */
  public T setMetricsDetail(MetricsDetail metricsDetail) {
    this.metricsDetail = Objects.requireNonNull(metricsDetail, "metricsDetail");
    return self();
  }

  /**
   * How often reporters are told of levels and ages: lag, queues, buffered bytes. Counters and
   * distributions are told at once. Default 1 s; more than zero.
   */
  public Duration getMetricsInterval() {
    return metricsInterval;
  }

  /** See {@link #getMetricsInterval()}. */
  public T setMetricsInterval(Duration metricsInterval) {
    this.metricsInterval = ClientOptions.positive("metricsInterval", metricsInterval);
    return self();
  }
}
