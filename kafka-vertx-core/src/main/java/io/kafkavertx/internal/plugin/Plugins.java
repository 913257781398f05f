package io.kafkavertx.internal.plugin;

import io.kafkavertx.spi.CompressionCodecFactory;
import io.kafkavertx.spi.MetricsReporterFactory;
import io.kafkavertx.spi.PartitionAssignorFactory;
import io.kafkavertx.spi.PartitionerFactory;
import io.kafkavertx.spi.SaslMechanismFactory;
import java.util.List;

/** Finds plug-ins by name, case aside, through {@link java.util.ServiceLoader}. */
public final class Plugins {
  private Plugins() {}

  public static CompressionCodecFactory compression(String name) {
    throw new UnsupportedOperationException();
  }

  /** The codec of an id in record batches (1 gzip, 2 snappy, 3 lz4, 4 zstd). */
  public static CompressionCodecFactory compression(int id) {
    throw new UnsupportedOperationException();
  }

  public static SaslMechanismFactory sasl(String name) {
    throw new UnsupportedOperationException();
  }

  public static PartitionerFactory partitioner(String name) {
    throw new UnsupportedOperationException();
  }

  public static PartitionAssignorFactory assignor(String name) {
    throw new UnsupportedOperationException();
  }

  public static MetricsReporterFactory metricsReporter(String name) {
    throw new UnsupportedOperationException();
  }

  /** The names of the plug-ins of one kind, sorted. */
  public static List<String> names(Class<? extends io.kafkavertx.spi.Plugin> kind) {
    throw new UnsupportedOperationException();
  }
}
