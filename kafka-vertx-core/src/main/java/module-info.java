/**
 * The client: producer, consumer, low-level client and event-bus delivery.
 *
 * <p>What is exported to all is the API; the rest is for our own test kit only.
 */
module io.kafkavertx {
  requires transitive io.kafkavertx.spi;
  requires transitive io.kafkavertx.protocol;
  requires transitive io.vertx.core;
  requires static io.vertx.codegen.api;
  requires io.vertx.core.logging;
  requires static io.vertx.healthcheck;
  requires io.netty.buffer;
  requires io.netty.common;
  requires io.netty.transport;

  exports io.kafkavertx;
  exports io.kafkavertx.admin;
  exports io.kafkavertx.eventbus;
  exports io.kafkavertx.health;
  exports io.kafkavertx.simple;
  exports io.kafkavertx.internal.cluster to
      io.kafkavertx.testkit;
  exports io.kafkavertx.internal.net to
      io.kafkavertx.testkit;
  exports io.kafkavertx.internal.vertx to
      io.kafkavertx.testkit;

  uses io.kafkavertx.spi.CompressionCodecFactory;
  uses io.kafkavertx.spi.MetricsReporterFactory;
  uses io.kafkavertx.spi.PartitionAssignorFactory;
  uses io.kafkavertx.spi.PartitionerFactory;
  uses io.kafkavertx.spi.SaslMechanismFactory;

  provides io.kafkavertx.spi.MetricsReporterFactory with
      io.kafkavertx.internal.vertx.LoggingReporterFactory;
}
