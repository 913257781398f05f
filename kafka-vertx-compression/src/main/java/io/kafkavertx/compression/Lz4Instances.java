package io.kafkavertx.compression;

import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;

/**
 * The native code of lz4 where the platform has it, three times as fast as that in Java, which is
 * used elsewhere. Of the two native decompressors it is the one that knows where its input and its
 * output end ({@code LZ4_decompress_safe}).
 */
final class Lz4Instances {
  private static final LZ4Factory FACTORY = fastest();

  private Lz4Instances() {}

  static LZ4Compressor compressor(int level) {
    return level == Lz4Factory.FAST ? FACTORY.fastCompressor() : FACTORY.highCompressor(level);
  }

  static LZ4SafeDecompressor decompressor() {
    return FACTORY.safeDecompressor();
  }

  private static LZ4Factory fastest() {
    try {
      return LZ4Factory.nativeInstance();
    } catch (LinkageError | AssertionError | RuntimeException e) {
      // An unknown platform, or a directory that nothing can be unpacked into.
      return LZ4Factory.safeInstance();
    }
  }
}
