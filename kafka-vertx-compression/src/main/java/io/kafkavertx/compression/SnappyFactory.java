package io.kafkavertx.compression;

import io.kafkavertx.spi.CompressionCodec;
import io.kafkavertx.spi.CompressionCodecFactory;
import io.vertx.core.json.JsonObject;
import org.xerial.snappy.Snappy;
import org.xerial.snappy.SnappyError;

/** {@code snappy}; there are no levels. */
public final class SnappyFactory implements CompressionCodecFactory {
  @Override
  public String name() {
    return "snappy";
  }

  @Override
  public int id() {
    return SnappyCodec.ID;
  }

  /**
   * {@inheritDoc}
   *
   * @throws UnsupportedOperationException when the native library cannot be loaded
   */
  @Override
  public CompressionCodec create(JsonObject config) {
    CodecConfig.none(name(), config);
    try {
      Snappy.maxCompressedLength(1); // Loads the library.
    } catch (LinkageError | SnappyError e) {
      throw CodecConfig.notLoaded(name(), "snappy-java", "org.xerial.snappy.tempdir", e);
    }
    return new SnappyCodec();
  }
}
