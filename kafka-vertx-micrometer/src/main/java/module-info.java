/** A metrics reporter on Micrometer. */
module io.kafkavertx.micrometer {
  requires io.kafkavertx.spi;
  requires io.vertx.metrics.micrometer;
  requires micrometer.core;

  exports io.kafkavertx.micrometer;

  provides io.kafkavertx.spi.MetricsReporterFactory with
      io.kafkavertx.micrometer.MicrometerReporterFactory;
}
