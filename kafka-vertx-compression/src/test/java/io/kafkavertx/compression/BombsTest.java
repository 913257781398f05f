package io.kafkavertx.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.sun.management.ThreadMXBean;
import io.kafkavertx.protocol.record.BatchBuilder;
import io.kafkavertx.protocol.record.CorruptRecordsException;
import io.kafkavertx.protocol.record.RecordBatch;
import io.kafkavertx.protocol.record.RecordBatches;
import io.kafkavertx.protocol.record.UnpackLimits;
import io.kafkavertx.protocol.wire.ByteSlice;
import io.kafkavertx.spi.BoundedOutput;
import io.kafkavertx.spi.CodecException;
import io.kafkavertx.spi.CompressionCodec;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each as the records of a batch, the way they come from a broker. */
class BombsTest {
  private static final int MEGABYTE = 1 << 20;
  private static final int LIMIT = 4 * MEGABYTE;

  /** All that is allocated may be this much more than the limit, garbage and exceptions too. */
  private static final long MOST_EXTRA_MEMORY = MEGABYTE;

  /** Every array is counted that was ever made, so this is more than what was there at a time. */
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private static final Map<String, byte[]> BOMBS = Bombs.all();

  /** Classes are not loaded, and patterns of messages not compiled, while memory is measured. */
  @BeforeEach
  void warmUp() {
    for (Map.Entry<String, byte[]> bomb : BOMBS.entrySet()) {
      read(batch(Bombs.codec(bomb.getKey()), bomb.getValue()), LIMIT);
    }
  }

  @TestFactory
  Stream<DynamicTest> aBombIsATypedErrorWithinTheLimitAndAMegabyte() {
    assertThat(BOMBS).hasSizeGreaterThan(60);
    return BOMBS.entrySet().stream()
        .map(bomb -> dynamicTest(bomb.getKey(), () -> refused(bomb.getKey(), bomb.getValue())));
  }

  private static void refused(String name, byte[] bomb) {
    RecordBatch batch = batch(Bombs.codec(name), bomb);
    long before = allocated();
    RuntimeException error = read(batch, LIMIT);
    long taken = allocated() - before;
    assertThat(error).as("accepted").isExactlyInstanceOf(CorruptRecordsException.class);
    assertThat(taken).as("bytes allocated").isLessThan(LIMIT + MOST_EXTRA_MEMORY);
    int codec = Bombs.codec(name);
    byte[] good = Codecs.compress(Codecs.codec(codec), CodecTest.text(5_000), 2);
    assertThat(Codecs.decompress(Codecs.codec(codec), good, 2, 5_000))
        .as("the codec afterwards")
        .isEqualTo(CodecTest.text(5_000));
  }

  @Test
  void aLargeBatchMayNotBecomeElevenHundredTimesAsLong() {
    byte[] zstd = Codecs.compress(Codecs.codec(4), new byte[64 * MEGABYTE], 2);
    RecordBatch batch = batch(4, zstd);
    long before = allocated();
    assertThat(read(batch, 128 * MEGABYTE))
        .isInstanceOf(CorruptRecordsException.class)
        .hasMessageContaining(zstd.length + " bytes")
        .hasMessageContaining("" + 16 * MEGABYTE)
        .hasCauseInstanceOf(CodecException.class);
    assertThat(allocated() - before).isLessThan(17L * MEGABYTE);
  }

  @Test
  void aSmallBatchMayAndWhatGzipCanDoIsNeverTooMuch() {
    byte[] small = Codecs.compress(Codecs.codec(4), new byte[15 * MEGABYTE], 2);
    assertThat(read(batch(4, small), 128 * MEGABYTE)).isNull();
    byte[] large = Codecs.compress(Codecs.codec(1), new byte[40 * MEGABYTE], 2);
    assertThat(read(batch(1, large), 128 * MEGABYTE)).isNull();
  }

  @Test
  void theRatioIsTheReadersChoice() {
    byte[] zeros = Codecs.compress(Codecs.codec(4), new byte[40 * MEGABYTE], 2);
    RecordBatch batch = batch(4, zeros);
    assertThatThrownBy(() -> batch.cursor(Codecs::codec, new UnpackLimits(128 * MEGABYTE, 1_100)))
        .isInstanceOf(CorruptRecordsException.class);
    batch.cursor(Codecs::codec, new UnpackLimits(128 * MEGABYTE, 1_000_000));
  }

  @Test
  void theLimitOfTheConsumerHoldsBelowTheRatio() {
    byte[] noise = CodecTest.noise(2 * MEGABYTE);
    byte[] compressed = Codecs.compress(Codecs.codec(4), noise, 2);
    ThrowingCallable reading = () -> batch(4, compressed).cursor(Codecs::codec, MEGABYTE);
    assertThatThrownBy(reading)
        .isInstanceOf(CorruptRecordsException.class)
        .hasMessageContaining("limit of " + MEGABYTE);
  }

  /** What reading the batch throws, null for nothing. */
  private static RuntimeException read(RecordBatch batch, int limit) {
    try {
      batch.cursor(Codecs::codec, limit);
      return null;
    } catch (RuntimeException e) {
      return e;
    }
  }

  /** A batch of one record, as its header says, with these bytes for its compressed records. */
  private static RecordBatch batch(int codec, byte[] records) {
    BatchBuilder builder = new BatchBuilder(records.length + 500);
    builder.append(0, null, new byte[records.length + 100], null);
    ByteSlice bytes = builder.close(new Ready(codec, records));
    builder.stamp();
    RecordBatches batches =
        RecordBatches.of(ByteSlice.of(Arrays.copyOf(bytes.toArray(), bytes.length())));
    assertThat(batches.next()).isTrue();
    batches.current().checkCrc();
    assertThat(batches.current().compressionId()).isEqualTo(codec);
    return batches.current();
  }

  private static long allocated() {
    return THREADS.getCurrentThreadAllocatedBytes();
  }

  /** Compresses to what it was given. */
  @SuppressWarnings("ArrayRecordComponent") // Nobody compares these.
  private record Ready(int id, byte[] result) implements CompressionCodec {
    @Override
    public void compress(byte[] source, int offset, int length, int magic, BoundedOutput out) {
      out.write(result, 0, result.length);
    }

    @Override
    public void decompress(byte[] source, int offset, int length, int magic, BoundedOutput out) {
      throw new UnsupportedOperationException();
    }
  }
}
