package io.kafkavertx.protocol.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.kafkavertx.protocol.ApiResponse;
import io.kafkavertx.protocol.oracle.Frames.Frame;
import io.kafkavertx.protocol.wire.ProtocolException;
import io.kafkavertx.protocol.wire.WireReader;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a decoder does with bytes that are nearly right. */
class MutatedResponseTest {
  private static final long SEED = Long.getLong("oracle.seed", 20261122L);
  private static final int MUTATIONS = Integer.getInteger("oracle.mutations", 150);

  /** An object may take that many times the bytes it was read from, and no more. */
  private static final int BYTES_PER_BYTE = 64;

  /** What an exception, with its stack trace, and a few lists sized in advance take. */
  private static final int ALLOWANCE = 64 * 1024;

  private static final byte[][] LENGTHS = {
    {(byte) 0x7f, -1, -1, -1},
    {-1, -1, -1, -2},
    {(byte) 0x80, 0, 0, 0},
    {(byte) 0x7f, -1},
    {(byte) 0x80, 0},
    {-1, -1, -1, -1, 0x0f},
    {-1, -1, -1, -1, 0x07},
    {-1, -1, -1, -1, -1, -1, -1, -1, -1, 1},
    {-1, 0x7f},
    {0},
  };

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @Test
  @Timeout(300)
  void damagedResponsesGiveAProtocolExceptionAndTakeLittleMemory() {
    int refused = 0;
    int understood = 0;
    for (Frame frame : Frames.responses(SEED, 3)) {
      Random random = new Random(SEED ^ frame.toString().hashCode());
      for (int i = 0; i < MUTATIONS; i++) {
        if (isUnderstood(frame, mutate(frame.body(), random))) {
          understood++;
        } else {
          refused++;
        }
      }
    }
    // Both must happen, or the mutations are too tame or too wild to find anything.
    assertThat(refused).isGreaterThan(10_000);
    assertThat(understood).isGreaterThan(10_000);
  }

  private boolean isUnderstood(Frame frame, byte[] bytes) {
    long most = ALLOWANCE + (long) BYTES_PER_BYTE * bytes.length;
    // The first to come along some path also pays for what the JVM sets up once: classes, string
    // concatenations. What the bytes themselves cost, they cost every time.
    if (memoryTaken(frame, bytes) > most) {
      long again = memoryTaken(frame, bytes);
      if (again > most) {
        throw failure(frame, bytes, again + " bytes of memory taken", null);
      }
    }
    return read(frame, bytes);
  }

  private long memoryTaken(Frame frame, byte[] bytes) {
    long before = threads.getCurrentThreadAllocatedBytes();
    read(frame, bytes);
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  private static boolean read(Frame frame, byte[] bytes) {
    ApiResponse response = frame.api().newResponse();
    try {
      response.read(new WireReader(bytes), frame.version());
      return true;
    } catch (ProtocolException expected) {
      return false;
    } catch (Throwable e) {
      throw failure(frame, bytes, "not a ProtocolException", e);
    }
  }

  private static AssertionError failure(Frame frame, byte[] bytes, String what, Throwable cause) {
    String hex = HexFormat.of().formatHex(bytes);
    return new AssertionError(frame + ": " + what + ", seed " + SEED + ", bytes " + hex, cause);
  }

  private static byte[] mutate(byte[] valid, Random random) {
    byte[] bytes = valid.clone();
    if (bytes.length == 0) {
      return bytes;
    }
    for (int times = 1 + random.nextInt(3); times > 0; times--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(4)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1 -> bytes[at] = (byte) random.nextInt();
        case 2 -> {
          byte[] length = LENGTHS[random.nextInt(LENGTHS.length)];
          System.arraycopy(length, 0, bytes, at, Math.min(length.length, bytes.length - at));
        }
        default -> bytes = Arrays.copyOf(bytes, Math.max(1, at));
      }
    }
    return bytes;
  }
}
