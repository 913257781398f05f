package io.kafkavertx;

import io.kafkavertx.internal.metrics.Meters;
import io.kafkavertx.internal.plugin.Plugins;
import io.kafkavertx.internal.plugin.Reporters;
import io.kafkavertx.spi.CompressionCodec;
import io.kafkavertx.spi.Partitioner;
import io.vertx.core.Vertx;
import java.util.function.Supplier;

/**
 * The plug-ins that a producer's options name.
 *
 * @param codec null for no compression
 * @param partitioner closed by whoever uses it
 * @param meters with the metrics reporters
 */
record ProducerPlugins(CompressionCodec codec, Partitioner partitioner, Meters meters) {
  /**
   * @throws ConfigException when one is not there or refuses its configuration
   */
  static ProducerPlugins load(Vertx vertx, ProducerOptions options) {
    String codecName = options.getCompression();
    CompressionCodec codec =
        codecName.equalsIgnoreCase("none")
            ? null
            : configured(
                "compression " + codecName,
                () ->
                    Plugins.compression(options, codecName)
                        .create(options.pluginConfig(codecName)));
    String partitionerName = options.getPartitioner();
    Partitioner partitioner =
        configured(
            "partitioner " + partitionerName,
            () ->
                Plugins.partitioner(options, partitionerName)
                    .create(options.pluginConfig(partitionerName)));
    return new ProducerPlugins(codec, partitioner, Reporters.open(vertx, options));
  }

  private static <T> T configured(String what, Supplier<T> made) {
    try {
      return made.get();
    } catch (IllegalArgumentException e) {
      throw new ConfigException(what + ": " + e.getMessage(), e);
    }
  }

  /** Closes the codec and the metrics reporters. */
  void close() {
    if (codec != null) {
      codec.close();
    }
    meters.close();
  }
}
