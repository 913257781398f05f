package io.kafkavertx.protocol.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.kafkavertx.protocol.wire.ByteSlice;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Damaged bytes, without the CRC that would catch most of them: a typed error, bounded memory. */
class DamagedBatchTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @Test
  void damagedBatchesAreTypedErrorsWithBoundedMemory() {
    List<byte[]> seeds = RecordBatchesFuzzTest.seeds();
    Random random = new Random(1);
    int refused = 0;
    int readWhole = 0;
    for (int i = 0; i < 15_000; i++) {
      byte[] seed = seeds.get(random.nextInt(seeds.size()));
      byte[] data = damage(seed, random);
      long before = THREADS.getCurrentThreadAllocatedBytes();
      int errors = RecordBatchesFuzzTest.readAll(data);
      assertThat(THREADS.getCurrentThreadAllocatedBytes() - before)
          .as("bytes allocated for damaged input %d", i)
          .isLessThan(3L * RecordBatchesFuzzTest.LIMIT);
      refused += errors > 0 ? 1 : 0;
      readWhole += errors > 0 ? 0 : 1;
    }
    assertThat(refused).isGreaterThan(2_500);
    assertThat(readWhole).isGreaterThan(500);
  }

  private static byte[] damage(byte[] seed, Random random) {
    byte[] data = seed.clone();
    if (random.nextInt(6) == 0) {
      return Arrays.copyOf(data, random.nextInt(data.length + 1));
    }
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      int at = random.nextInt(data.length);
      switch (random.nextInt(4)) {
        case 0 -> data[at] = (byte) random.nextInt();
        case 1 -> data[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> data[at] = (byte) 0xFF;
        default -> Arrays.fill(data, at, Math.min(data.length, at + 4), (byte) 0x7F);
      }
    }
    return data;
  }

  @Test
  void theReaderStaysInsideItsSlice() {
    // A batch whose record would go on into the bytes of the next partition.
    byte[] batch = Samples.batch(10, 1, false);
    byte[] frame = Samples.concat(batch, Samples.batch(11, 1, false));
    frame[RecordFormat.RECORDS] = (byte) (frame[RecordFormat.RECORDS] + 40);
    RecordBatches batches = RecordBatches.of(ByteSlice.of(frame, 0, batch.length));
    assertThat(batches.next()).isTrue();
    assertThatThrownBy(() -> batches.current().cursor(null, 1).next())
        .isInstanceOf(CorruptRecordsException.class)
        .hasMessageContaining("record 1 of 1");
  }
}
