package io.kafkavertx.compression;

import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Factory;

/**
 * Compressors of lz4: native ones where the platform has them, three times as fast as those in
 * Java, which are used elsewhere. Unlike decompressors they never see what others have made: only
 * batches of the application, and an output that has room for the worst case.
 */
final class Lz4Compressors {
  private static final LZ4Factory FACTORY = fastest();

  private Lz4Compressors() {}

  static LZ4Compressor ofLevel(int level) {
    return level == Lz4Factory.FAST ? FACTORY.fastCompressor() : FACTORY.highCompressor(level);
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
