package io.kafkavertx.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.kafkavertx.spi.BoundedOutput;
import io.kafkavertx.spi.CodecException;
import io.kafkavertx.spi.OutputLimitException;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostileInputTest {
  private static final int LIMIT = 1 << 20;

  /** What an output costs that grows to its limit by doubling, and what exceptions cost. */
  private static final long ALLOWED = 4L * LIMIT;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void damagedInputIsATypedErrorWithBoundedMemory(int codec) {
    List<byte[]> seeds = CodecFuzzTest.seeds(codec);
    Random random = new Random(codec);
    int refused = 0;
    for (int i = 0; i < 5_000; i++) {
      byte[] data = damage(seeds.get(random.nextInt(seeds.size())), random);
      refused += decompress(codec, data) ? 0 : 1;
    }
    assertThat(refused).as("inputs that were refused").isGreaterThan(500);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void aBombIsStoppedAtTheLimit(int codec) {
    byte[] bomb = Codecs.compress(Codecs.codec(codec), new byte[64 * LIMIT], 2);
    long before = allocated();
    assertThatThrownBy(() -> Codecs.decompress(Codecs.codec(codec), bomb, 2, LIMIT))
        .isInstanceOf(OutputLimitException.class)
        .hasMessageContaining("" + LIMIT);
    assertThat(allocated() - before).isLessThan(ALLOWED);
  }

  @Test
  void aGzipOfGzipMembersIsStoppedAtTheLimit() {
    byte[] member = Codecs.compress(Codecs.codec(1), new byte[LIMIT / 4], 2);
    ByteArrayOutputStream many = new ByteArrayOutputStream();
    for (int i = 0; i < 5; i++) {
      many.writeBytes(member);
    }
    assertThatThrownBy(() -> Codecs.decompress(Codecs.codec(1), many.toByteArray(), 2, LIMIT))
        .isInstanceOf(OutputLimitException.class);
  }

  /** Codec, then bytes that declare far more than they hold. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        // A bare snappy block of 2^31 - 1 bytes, and of more than 32 bits.
        "2 ffffffff07 00 61",
        "2 ffffffff7f 00 61",
        "2 ffffffffff 7f 00",
        // Framed: chunks of 2^31 - 1, -1 and 0 bytes; a chunk that declares 2^31 - 1.
        "2 82534e4150505900 00000001 00000001 7fffffff 0161",
        "2 82534e4150505900 00000001 00000001 ffffffff 0161",
        "2 82534e4150505900 00000001 00000001 00000000 0161",
        "2 82534e4150505900 00000001 00000001 00000007 ffffffff07 0061",
        "2 82534e4150505900 00000001 00000002",
        "2 82534e4150505900 0000",
        // An lz4 frame of 2^63 - 1 bytes; a block of 2^31 - 1 bytes; no end mark.
        "3 04224d18 68 40 ffffffffffffff7f 00 00000000",
        "3 04224d18 60 40 82 ffffff7f 61",
        "3 04224d18 60 40 82 01000080 61",
        // A zstd frame of 2^40 bytes, a window of 2^41, and nothing but a magic number.
        "4 28b52ffd e0 0000000000010000 010000",
        "4 28b52ffd 00 f8 010000",
        "4 28b52ffd",
        // A gzip header that ends in its extra field.
        "1 1f8b0804000000000003 ffff 00",
        "1 1f8b0808000000000003 61 61",
      })
  void whatIsDeclaredAllocatesNothing(String input) {
    byte[] data = HexFormat.of().parseHex(input.substring(2).replace(" ", ""));
    int codec = input.charAt(0) - '0';
    BoundedOutput out = new BoundedOutput(64, 1 << 30);
    long before = allocated();
    assertThatThrownBy(() -> Codecs.codec(codec).decompress(data, 0, data.length, 2, out))
        .isInstanceOf(CodecException.class)
        .isNotInstanceOf(OutputLimitException.class);
    assertThat(allocated() - before).isLessThan(LIMIT);
    assertThat(out.array().length).isLessThan(64 * 1024);
  }

  /** Whether the input was accepted. */
  private static boolean decompress(int codec, byte[] data) {
    BoundedOutput out = new BoundedOutput(64, LIMIT);
    long before = allocated();
    boolean accepted = true;
    try {
      Codecs.codec(codec).decompress(data, 0, data.length, 2, out);
    } catch (CodecException expected) {
      accepted = false;
    }
    assertThat(allocated() - before).isLessThan(ALLOWED);
    assertThat(out.size()).isLessThanOrEqualTo(LIMIT);
    return accepted;
  }

  private static byte[] damage(byte[] seed, Random random) {
    byte[] data = Arrays.copyOf(seed, seed.length);
    if (random.nextInt(4) == 0) {
      return Arrays.copyOf(data, random.nextInt(data.length + 10));
    }
    for (int i = 1 + random.nextInt(4); i > 0 && data.length > 0; i--) {
      int at = random.nextInt(random.nextBoolean() ? data.length : Math.min(24, data.length));
      data[at] = (byte) (random.nextBoolean() ? random.nextInt() : random.nextInt(2) - 1);
    }
    return data;
  }

  private static long allocated() {
    return THREADS.getCurrentThreadAllocatedBytes();
  }
}
