package io.kafkavertx.compression;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.spi.BoundedOutput;
import io.kafkavertx.spi.CodecException;
import io.kafkavertx.spi.CompressionCodec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What was in an output before never comes out again, as it did from lz4-java (CVE-2025-66566): the
 * outputs here are full of a canary.
 */
class StaleBytesTest {
  private static final int ROOM = 256 * 1024;

  /** No byte of these is in the texts that are compressed here, nor follows itself. */
  private static final byte[] CANARY = {
    (byte) 0xC1, (byte) 0xDA, (byte) 0xF3, (byte) 0x9C, (byte) 0xE8, (byte) 0xB7, (byte) 0x85
  };

  /** The shortest copy that lz4, snappy or deflate know is longer, or as long. */
  private static final int SHORTEST_LEAK = 3;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void damagedInputDoesNotBringBackWhatWasThere(int codec) {
    BoundedOutput out = canaries();
    Random random = new Random(codec);
    int accepted = 0;
    for (int i = 0; i < 4_000; i++) {
      byte[] text = CodecTest.text(1 + random.nextInt(3_000));
      byte[] data = Codecs.compress(Codecs.codec(codec), text, 2);
      // One byte: more would seldom be accepted. In the last third only the length is odd.
      if (i % 3 < 2) {
        data[random.nextInt(data.length)] = (byte) random.nextInt(128);
      } else {
        data = Arrays.copyOf(data, data.length - random.nextInt(Math.min(9, data.length)));
      }
      accepted += search(codec, data, out) ? 1 : 0;
    }
    assertThat(accepted).as("inputs that were accepted").isGreaterThan(100);
  }

  @Test
  void bombsAndLiarsDoNotBringBackWhatWasThere() {
    BoundedOutput out = canaries();
    for (Map.Entry<String, byte[]> bomb : Bombs.all().entrySet()) {
      search(Bombs.codec(bomb.getKey()), bomb.getValue(), out);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void aShortOutputBehindALongOneHasNothingOfIt(int codec) {
    byte[] secret = Codecs.compress(Codecs.codec(codec), canary(100_000), 2);
    byte[] word = Codecs.compress(Codecs.codec(codec), CodecTest.text(5), 2);
    BoundedOutput out = new BoundedOutput(ROOM, ROOM);
    for (byte[] next : List.of(secret, word)) {
      out.reset();
      Codecs.codec(codec).decompress(next, 0, next.length, 2, out);
    }
    assertThat(Arrays.copyOf(out.array(), out.size())).isEqualTo(CodecTest.text(5));
  }

  @Test
  void anLz4BlockThatCopiesItselfBringsNothingBack() {
    byte[] frame = Bombs.lz4CopyOfItself();
    search(3, frame, canaries());
    // The same where it goes through the codec's own memory.
    CompressionCodec codec = Codecs.codec(3);
    byte[] secret = Codecs.compress(codec, canary(10_000), 2);
    codec.decompress(secret, 0, secret.length, 2, new BoundedOutput(0, ROOM));
    BoundedOutput out = new BoundedOutput(0, ROOM);
    try {
      codec.decompress(frame, 0, frame.length, 2, out);
    } catch (CodecException e) {
      assertThat(e).hasMessageContaining("not an lz4 block");
    }
    assertThat(leakAt(out.array(), out.size())).isNegative();
  }

  @Test
  void theSearchFindsALeak() {
    byte[] leak = CodecTest.text(100);
    System.arraycopy(canary(20), 8, leak, 50, SHORTEST_LEAK);
    assertThat(leakAt(leak, leak.length)).isEqualTo(50);
    assertThat(leakAt(CodecTest.text(100), 100)).isNegative();
  }

  /** Whether the input was accepted. What came out is looked at in any case. */
  private static boolean search(int codec, byte[] data, BoundedOutput out) {
    out.reset();
    boolean accepted = true;
    try {
      Codecs.codec(codec).decompress(data, 0, data.length, 2, out);
    } catch (CodecException expected) {
      accepted = false;
    }
    assertThat(leakAt(out.array(), out.size())).as("a leak, codec %d", codec).isNegative();
    System.arraycopy(canary(out.array().length), 0, out.array(), 0, out.array().length);
    return accepted;
  }

  private static int leakAt(byte[] array, int size) {
    for (int i = 0; i + SHORTEST_LEAK <= size; i++) {
      int at = place(array[i]);
      int same = 0;
      while (at >= 0 && same < SHORTEST_LEAK && array[i + same] == CANARY[(at + same) % 7]) {
        same++;
      }
      if (same == SHORTEST_LEAK) {
        return i;
      }
    }
    return -1;
  }

  private static int place(byte value) {
    for (int i = 0; i < CANARY.length; i++) {
      if (CANARY[i] == value) {
        return i;
      }
    }
    return -1;
  }

  private static BoundedOutput canaries() {
    BoundedOutput out = new BoundedOutput(ROOM, ROOM);
    out.write(canary(ROOM), 0, ROOM);
    return out;
  }

  private static byte[] canary(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = CANARY[i % CANARY.length];
    }
    return bytes;
  }
}
