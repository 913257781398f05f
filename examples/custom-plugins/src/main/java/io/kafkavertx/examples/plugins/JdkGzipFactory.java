package io.kafkavertx.examples.plugins;

import io.kafkavertx.spi.CompressionCodec;
import io.kafkavertx.spi.CompressionCodecFactory;
import io.vertx.core.json.JsonObject;

/**
 * Makes {@link JdkGzipCodec}s. The id is what stands in the batches, so every Kafka client reads
 * what this one writes; there may be one codec of an id on the path.
 */
public final class JdkGzipFactory implements CompressionCodecFactory {
  static final int GZIP = 1;

  @Override
  public String name() {
    return "jdk-gzip";
  }

  @Override
  public int id() {
    return GZIP;
  }

  @Override
  public CompressionCodec create(JsonObject config) {
    return new JdkGzipCodec();
  }
}
