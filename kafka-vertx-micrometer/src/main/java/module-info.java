/** A metrics reporter on Micrometer. */
module io.kafkavertx.micrometer {
  requires io.kafkavertx.spi;
  // Its module requires io.vertx.web, though only applications with a metrics page need that.
  requires static io.vertx.metrics.micrometer;
  requires micrometer.core;

  exports io.kafkavertx.micrometer;

  provides io.kafkavertx.spi.MetricsReporterFactory with
      io.kafkavertx.micrometer.MicrometerReporterFactory;
}
