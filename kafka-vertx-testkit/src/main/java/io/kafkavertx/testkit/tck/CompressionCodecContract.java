package io.kafkavertx.testkit.tck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.kafkavertx.spi.BoundedOutput;
import io.kafkavertx.spi.CodecException;
import io.kafkavertx.spi.CompressionCodec;
import io.kafkavertx.spi.CompressionCodecFactory;
import io.kafkavertx.spi.OutputLimitException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * What a compression codec must keep to: what goes in comes out, the limit of the output holds
 * whatever the input says, wrong input ends in a {@link CodecException}, and a codec can be used
 * again after all that. It never blocks the event loop, and codecs of two clients work side by
 * side.
 */
public abstract class CompressionCodecContract extends PluginContract<CompressionCodecFactory> {
  private static final int[] SIZES = {0, 1, 2, 13, 511, 512, 513, 32_767, 32_769, 65_536, 300_001};
  private static final int LIMIT = 64 * 1024;

  /** What a codec may take besides its output: windows, tables, buffers. */
  private static final long MOST_ALLOCATED = 16L * 1024 * 1024;

  protected CompressionCodecContract() {
    super(CompressionCodecFactory.class);
  }

  private CompressionCodec codec() {
    return factory().create(config());
  }

  @Test
  void theIdIsOneThatBrokersKnow() {
    int id = factory().id();
    assertTrue(id >= 1 && id <= 4, "id " + id);
    try (CompressionCodec codec = codec()) {
      assertEquals(id, codec.id());
    }
  }

  @Test
  void whatGoesInComesOutWithOneCodecForAll() {
    try (CompressionCodec codec = codec()) {
      Random random = new Random(1);
      for (int size : SIZES) {
        for (byte[] data : new byte[][] {noise(random, size), text(size), new byte[size]}) {
          for (int magic = 0; magic <= 2; magic++) {
            byte[] compressed = compress(codec, data, magic);
            assertArrayEquals(
                data,
                decompress(codec, compressed, magic, Math.max(1, size)),
                size + " bytes, magic " + magic);
          }
        }
      }
    }
  }

  @Test
  void onlyThePartThatIsMeantIsReadAndNothingOfItIsChanged() {
    try (CompressionCodec codec = codec()) {
      byte[] data = text(5000);
      byte[] before = data.clone();
      BoundedOutput out = new BoundedOutput(64, 1 << 20);
      codec.compress(data, 100, 3000, 2, out);
      assertArrayEquals(before, data, "the input of compress was changed");
      byte[] compressed = Arrays.copyOf(out.array(), out.size());
      byte[] embedded = noise(new Random(2), compressed.length + 50);
      System.arraycopy(compressed, 0, embedded, 20, compressed.length);
      byte[] embeddedBefore = embedded.clone();
      BoundedOutput back = new BoundedOutput(64, 3000);
      codec.decompress(embedded, 20, compressed.length, 2, back);
      assertArrayEquals(embeddedBefore, embedded, "the input of decompress was changed");
      assertArrayEquals(
          Arrays.copyOfRange(data, 100, 3100), Arrays.copyOf(back.array(), back.size()));
    }
  }

  @Test
  void theLimitOfTheOutputHolds() {
    try (CompressionCodec codec = codec()) {
      byte[] bomb = compress(codec, new byte[8 << 20], 2);
      BoundedOutput out = new BoundedOutput(1024, LIMIT);
      assertThrows(
          OutputLimitException.class, () -> codec.decompress(bomb, 0, bomb.length, 2, out));
      assertTrue(out.array().length <= LIMIT, "the output has grown over its limit");
      assertUsable(codec);
    }
  }

  @Test
  void wrongInputIsACodecExceptionAndCostsLittleMemory() {
    try (CompressionCodec codec = codec()) {
      byte[] good = compress(codec, text(20_000), 2);
      for (int seed = 0; seed < 3000; seed++) {
        Random random = new Random(seed);
        byte[] bad =
            switch (seed % 3) {
              case 0 -> noise(random, random.nextInt(200));
              case 1 -> Arrays.copyOf(good, random.nextInt(good.length));
              default -> mutated(random, good);
            };
        int magic = random.nextInt(3);
        BoundedOutput out = new BoundedOutput(256, LIMIT);
        long before = allocated();
        try {
          codec.decompress(bad, 0, bad.length, magic, out);
        } catch (CodecException expected) {
          // As it must be. Some changes do not show, which is as good.
        }
        long taken = allocated() - before;
        assertTrue(taken <= MOST_ALLOCATED, "seed " + seed + ": " + taken + " bytes allocated");
        assertTrue(out.array().length <= LIMIT, "seed " + seed);
      }
      assertUsable(codec);
    }
  }

  @Test
  void codecsDoNotGetInEachOthersWay() {
    try (CompressionCodec one = codec();
        CompressionCodec other = codec()) {
      byte[] first = compress(one, text(40_000), 2);
      byte[] second = compress(other, new byte[40_000], 2);
      assertArrayEquals(new byte[40_000], decompress(one, second, 2, 40_000));
      assertArrayEquals(text(40_000), decompress(other, first, 2, 40_000));
    }
    assertUsable(codec());
  }

  @Test
  void itNeverBlocksTheEventLoop() {
    ThreadRule.neverBlocks("the codec", this::useOne);
  }

  @Test
  void codecsOfTwoClientsWorkSideBySide() {
    ThreadRule.sideBySide(
        2,
        () -> {
          for (int i = 0; i < 20; i++) {
            useOne();
          }
        });
  }

  private void useOne() {
    try (CompressionCodec codec = codec()) {
      assertUsable(codec);
    }
  }

  private static void assertUsable(CompressionCodec codec) {
    byte[] data = text(10_000);
    assertArrayEquals(data, decompress(codec, compress(codec, data, 2), 2, data.length));
  }

  private static byte[] mutated(Random random, byte[] good) {
    byte[] bad = good.clone();
    for (int i = random.nextInt(4); i >= 0; i--) {
      // Mostly in front, where sizes are declared.
      int at = random.nextInt(random.nextBoolean() ? Math.min(20, bad.length) : bad.length);
      bad[at] = (byte) (random.nextBoolean() ? 0xff : random.nextInt());
    }
    return bad;
  }

  private static byte[] compress(CompressionCodec codec, byte[] data, int magic) {
    BoundedOutput out = new BoundedOutput(64, 64 << 20);
    codec.compress(data, 0, data.length, magic, out);
    return Arrays.copyOf(out.array(), out.size());
  }

  private static byte[] decompress(CompressionCodec codec, byte[] data, int magic, int limit) {
    BoundedOutput out = new BoundedOutput(64, limit);
    codec.decompress(data, 0, data.length, magic, out);
    return Arrays.copyOf(out.array(), out.size());
  }

  private static byte[] noise(Random random, int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] text(int size) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) ("a record of some kind ".charAt(i % 22) + i / 1000 % 3);
    }
    return bytes;
  }

  private static long allocated() {
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
  }
}
