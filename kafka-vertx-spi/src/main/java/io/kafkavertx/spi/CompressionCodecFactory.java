package io.kafkavertx.spi;

import io.vertx.core.json.JsonObject;

/**
 * Makes codecs of one compression type. Register it for {@link java.util.ServiceLoader}.
 *
 * <p>A client makes one codec for its event loop and uses it from nowhere else, so a codec may keep
 * scratch buffers and native contexts.
 */
public interface CompressionCodecFactory extends Plugin {
  /** The id in the attributes of a record batch: 1 gzip, 2 snappy, 3 lz4, 4 zstd. */
  int id();

  /**
   * Makes a codec.
   *
   * @param config this plug-in's own configuration, empty when there is none; {@code level} is the
   *     compression level (KIP-390)
   * @throws IllegalArgumentException when the configuration is wrong; the message names the key
   */
  CompressionCodec create(JsonObject config);
}
