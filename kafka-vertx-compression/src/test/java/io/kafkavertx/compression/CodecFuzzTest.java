package io.kafkavertx.compression;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.kafkavertx.spi.BoundedOutput;
import io.kafkavertx.spi.CodecException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Arbitrary bytes for the four decompressors: only a {@link CodecException} may come of it, and no
 * more output than allowed.
 *
 * <p>In an ordinary build the seeds run. CONTRIBUTING.md has the command that looks for new inputs.
 */
class CodecFuzzTest {
  private static final int LIMIT = 1 << 20;

  @MethodSource("gzipSeeds")
  @FuzzTest(maxDuration = "10m")
  void gzipRefusesGarbage(byte[] data) {
    decompress(1, data);
  }

  @MethodSource("snappySeeds")
  @FuzzTest(maxDuration = "10m")
  void snappyRefusesGarbage(byte[] data) {
    decompress(2, data);
  }

  @MethodSource("lz4Seeds")
  @FuzzTest(maxDuration = "10m")
  void lz4RefusesGarbage(byte[] data) {
    decompress(3, data);
  }

  @MethodSource("zstdSeeds")
  @FuzzTest(maxDuration = "10m")
  void zstdRefusesGarbage(byte[] data) {
    decompress(4, data);
  }

  static void decompress(int codec, byte[] data) {
    for (int magic = 0; magic <= 2; magic += 2) {
      BoundedOutput out = new BoundedOutput(64, LIMIT);
      try {
        Codecs.codec(codec).decompress(data, 0, data.length, magic, out);
      } catch (CodecException expected) {
        // What garbage is answered with.
      }
      if (out.size() > LIMIT || out.array().length > LIMIT) {
        throw new AssertionError(out.size() + " bytes came out");
      }
    }
  }

  static List<byte[]> gzipSeeds() {
    return seedsAndBombs(1);
  }

  static List<byte[]> snappySeeds() {
    return seedsAndBombs(2);
  }

  static List<byte[]> lz4Seeds() {
    return seedsAndBombs(3);
  }

  static List<byte[]> zstdSeeds() {
    return seedsAndBombs(4);
  }

  private static List<byte[]> seedsAndBombs(int codec) {
    List<byte[]> seeds = seeds(codec);
    Bombs.all()
        .forEach(
            (name, bomb) -> {
              if (Bombs.codec(name) == codec) {
                seeds.add(bomb);
              }
            });
    return seeds;
  }

  /** What the codec writes, short and long, and a bomb. */
  static List<byte[]> seeds(int codec) {
    List<byte[]> seeds = new ArrayList<>();
    for (int size : new int[] {1, 100, 70_000}) {
      seeds.add(Codecs.compress(Codecs.codec(codec), CodecTest.text(size), 2));
      seeds.add(Codecs.compress(Codecs.codec(codec), CodecTest.noise(size), 0));
    }
    seeds.add(Codecs.compress(Codecs.codec(codec), new byte[3 * LIMIT], 2));
    return seeds;
  }
}
