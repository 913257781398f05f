package io.kafkavertx.protocol.record;

import io.kafkavertx.spi.CompressionCodec;

/** Finds the codec for the compression id of a batch. */
@FunctionalInterface
public interface CodecLookup {
  /**
   * The codec for {@code compressionId} (1 gzip, 2 snappy, 3 lz4, 4 zstd), never null.
   *
   * @throws RuntimeException of the caller's choice when there is none; the cursor lets it through
   */
  CompressionCodec codec(int compressionId);
}
