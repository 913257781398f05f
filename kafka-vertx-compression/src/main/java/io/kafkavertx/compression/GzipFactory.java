package io.kafkavertx.compression;

import io.kafkavertx.spi.CompressionCodec;
import io.kafkavertx.spi.CompressionCodecFactory;
import io.vertx.core.json.JsonObject;
import java.util.zip.Deflater;

/** {@code gzip}; {@code level} is 1 (fast) to 9 (small), -1 leaves it to zlib. */
public final class GzipFactory implements CompressionCodecFactory {
  @Override
  public String name() {
    return "gzip";
  }

  @Override
  public int id() {
    return GzipCodec.ID;
  }

  @Override
  public CompressionCodec create(JsonObject config) {
    int standard = Deflater.DEFAULT_COMPRESSION;
    int level = CodecConfig.level(name(), config, standard, Deflater.BEST_COMPRESSION, standard);
    if (level == Deflater.NO_COMPRESSION) {
      throw new IllegalArgumentException("'level' of gzip compression must be 1 to 9, or -1");
    }
    return new GzipCodec(level);
  }
}
