/** One plug-in of each kind. On the class path META-INF/services says the same. */
module io.kafkavertx.examples.plugins {
  requires io.kafkavertx.spi;

  provides io.kafkavertx.spi.CompressionCodecFactory with
      io.kafkavertx.examples.plugins.JdkGzipFactory;
  provides io.kafkavertx.spi.MetricsReporterFactory with
      io.kafkavertx.examples.plugins.EventBusReporterFactory;
  provides io.kafkavertx.spi.PartitionAssignorFactory with
      io.kafkavertx.examples.plugins.ZoneAssignorFactory;
  provides io.kafkavertx.spi.PartitionerFactory with
      io.kafkavertx.examples.plugins.TenantPartitionerFactory;
  provides io.kafkavertx.spi.SaslMechanismFactory with
      io.kafkavertx.examples.plugins.FilePlainFactory;
}
