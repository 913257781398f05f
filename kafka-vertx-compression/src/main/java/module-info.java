/**
 * Compression codecs: gzip, snappy, lz4 and zstd, found through {@link java.util.ServiceLoader}.
 */
module io.kafkavertx.compression {
  requires io.kafkavertx.spi;
  requires org.lz4.java;
  requires org.xerial.snappy;
  requires com.github.luben.zstd_jni;

  provides io.kafkavertx.spi.CompressionCodecFactory with
      io.kafkavertx.compression.GzipFactory,
      io.kafkavertx.compression.SnappyFactory,
      io.kafkavertx.compression.Lz4Factory,
      io.kafkavertx.compression.ZstdFactory;
}
