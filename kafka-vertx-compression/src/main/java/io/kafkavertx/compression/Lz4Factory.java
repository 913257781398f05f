package io.kafkavertx.compression;

import io.kafkavertx.spi.CompressionCodec;
import io.kafkavertx.spi.CompressionCodecFactory;
import io.vertx.core.json.JsonObject;

/**
 * {@code lz4}; {@code level} is 1 to 17. As in the Java client 9 is the default and means the fast
 * compressor, any other level the one for high compression.
 */
public final class Lz4Factory implements CompressionCodecFactory {
  static final int FAST = 9;

  @Override
  public String name() {
    return "lz4";
  }

  @Override
  public int id() {
    return Lz4Codec.ID;
  }

  @Override
  public CompressionCodec create(JsonObject config) {
    return new Lz4Codec(CodecConfig.level(name(), config, 1, 17, FAST));
  }
}
