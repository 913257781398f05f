package io.kafkavertx.tests.tck;

import io.kafkavertx.compression.GzipFactory;
import io.kafkavertx.compression.Lz4Factory;
import io.kafkavertx.compression.SnappyFactory;
import io.kafkavertx.compression.ZstdFactory;
import io.kafkavertx.spi.CompressionCodecFactory;
import io.kafkavertx.testkit.tck.CompressionCodecContract;
import org.junit.jupiter.api.Nested;

/** Our codecs keep to the contract of the test kit. */
final class CodecContractsTest {
  @Nested
  final class Gzip extends CompressionCodecContract {
    @Override
    protected CompressionCodecFactory factory() {
      return new GzipFactory();
    }
  }

  @Nested
  final class Snappy extends CompressionCodecContract {
    @Override
    protected CompressionCodecFactory factory() {
      return new SnappyFactory();
    }
  }

  @Nested
  final class Lz4 extends CompressionCodecContract {
    @Override
    protected CompressionCodecFactory factory() {
      return new Lz4Factory();
    }
  }

  @Nested
  final class Zstd extends CompressionCodecContract {
    @Override
    protected CompressionCodecFactory factory() {
      return new ZstdFactory();
    }
  }
}
