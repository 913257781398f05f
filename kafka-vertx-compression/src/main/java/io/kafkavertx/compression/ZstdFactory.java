package io.kafkavertx.compression;

import com.github.luben.zstd.Zstd;
import io.kafkavertx.spi.CompressionCodec;
import io.kafkavertx.spi.CompressionCodecFactory;
import io.vertx.core.json.JsonObject;

/** {@code zstd}; {@code level} is -131072 (fastest) to 22 (smallest), 3 by default. */
public final class ZstdFactory implements CompressionCodecFactory {
  private static final int SMALLEST_LEVEL = -131072;
  private static final int LARGEST_LEVEL = 22;
  private static final int STANDARD_LEVEL = 3;

  @Override
  public String name() {
    return "zstd";
  }

  @Override
  public int id() {
    return ZstdCodec.ID;
  }

  /**
   * {@inheritDoc}
   *
   * @throws UnsupportedOperationException when the native library cannot be loaded
   */
  @Override
  public CompressionCodec create(JsonObject config) {
    int level = CodecConfig.level(name(), config, SMALLEST_LEVEL, LARGEST_LEVEL, STANDARD_LEVEL);
    try {
      Zstd.compressBound(1); // Loads the library.
    } catch (LinkageError e) {
      throw CodecConfig.notLoaded(name(), "zstd-jni", "ZstdTempFolder", e);
    }
    return new ZstdCodec(level);
  }
}
