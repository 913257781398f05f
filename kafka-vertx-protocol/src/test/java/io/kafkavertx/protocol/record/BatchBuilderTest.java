package io.kafkavertx.protocol.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.kafkavertx.protocol.wire.ByteSlice;
import io.kafkavertx.spi.Header;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BatchBuilderTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @Test
  void aRecordNeverTakesMoreThanItsUpperBound() {
    Random random = new Random(1);
    for (int i = 0; i < 2_000; i++) {
      BatchBuilder builder = new BatchBuilder(0);
      for (int j = 0; j < 10; j++) {
        byte[] key = random.nextBoolean() ? null : new byte[random.nextInt(300)];
        byte[] value = random.nextBoolean() ? null : new byte[random.nextInt(70_000)];
        List<Header> headers = new ArrayList<>();
        for (int h = random.nextInt(4); h > 0; h--) {
          headers.add(new Header("größe\ud83d\ude80".substring(0, random.nextInt(8)), value));
        }
        int before = builder.size();
        int taken = builder.append(random.nextLong(), key, value, headers);
        assertThat(taken).isLessThanOrEqualTo(BatchBuilder.upperBound(key, value, headers));
        assertThat(builder.size()).isEqualTo(before + taken);
      }
    }
  }

  @Test
  void anUpperBoundBeyondAnIntIsTheLargestInt() {
    byte[] large = new byte[900 << 20 >> 10];
    List<Header> headers = new ArrayList<>();
    for (int i = 0; i < 3_000; i++) {
      headers.add(new Header("h", large));
    }
    assertThat(BatchBuilder.upperBound(null, large, headers)).isEqualTo(Integer.MAX_VALUE);
  }

  @Test
  void stampingAgainReplacesTheProducerState() {
    for (DeflateCodec codec : new DeflateCodec[] {null, new DeflateCodec()}) {
      BatchBuilder builder = filled(50);
      ByteSlice bytes = builder.close(codec);
      builder.stamp(7, (short) 1, 100, true);
      builder.stamp(8, (short) 2, 200, false);
      RecordBatch batch = Samples.only(bytes.toArray());
      batch.checkCrc();
      assertThat(batch.compressionId()).isEqualTo(codec == null ? 0 : 1);
      assertThat(batch.producerId()).isEqualTo(8);
      assertThat(batch.producerEpoch()).isEqualTo((short) 2);
      assertThat(batch.baseSequence()).isEqualTo(200);
      assertThat(batch.isTransactional()).isFalse();
      assertThat(Samples.read(batch)).hasSize(50);
    }
  }

  @Test
  void aBatchBuiltAfterAResetHasNothingOfTheOneBefore() {
    BatchBuilder reused = filled(500);
    reused.close(new DeflateCodec());
    reused.stamp(7, (short) 1, 100, true);
    reused.reset();
    assertThat(reused.isEmpty()).isTrue();
    assertThat(reused.maxTimestamp()).isEqualTo(-1);
    BatchBuilder fresh = new BatchBuilder(0);
    for (BatchBuilder builder : List.of(reused, fresh)) {
      builder.append(5, null, Samples.utf8("x"), null);
      builder.close(null);
      builder.stamp();
    }
    assertThat(reused.bytes()).isEqualTo(fresh.bytes());
  }

  @Test
  void recordsThatDoNotBecomeSmallerStayUncompressed() {
    BatchBuilder builder = new BatchBuilder(0);
    byte[] noise = new byte[100];
    new Random(1).nextBytes(noise);
    builder.append(5, null, noise, null);
    ByteSlice bytes = builder.close(new DeflateCodec());
    builder.stamp();
    RecordBatch batch = Samples.only(bytes.toArray());
    batch.checkCrc();
    assertThat(batch.compressionId()).isZero();
    assertThat(batch.sizeInBytes()).isEqualTo(builder.size());
  }

  @Test
  void theRecordsOfAClosedBatchCanBeReadForSplitting() {
    BatchBuilder builder = filled(20);
    builder.close(new DeflateCodec());
    RecordCursor cursor = builder.records();
    int count = 0;
    while (cursor.next()) {
      assertThat(cursor.offset()).isEqualTo(count);
      assertThat(cursor.timestamp()).isEqualTo(100 - count);
      assertThat(cursor.value()).isEqualTo(Samples.utf8("value " + count));
      count++;
    }
    assertThat(count).isEqualTo(20);
  }

  @Test
  void callsInTheWrongOrderAreRefused() {
    BatchBuilder builder = new BatchBuilder(0);
    assertThatThrownBy(() -> builder.close(null)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(builder::stamp).isInstanceOf(IllegalStateException.class);
    builder.append(1, null, null, null);
    builder.close(null);
    assertThatThrownBy(() -> builder.close(null)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> builder.append(1, null, null, null))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void headerKeysAreWrittenAsTheJdkWritesUtf8() {
    Random random = new Random(3);
    for (int i = 0; i < 20_000; i++) {
      String text =
          random
              .ints(random.nextInt(6), 0, random.nextBoolean() ? 0x800 : 0x10000)
              .mapToObj(c -> String.valueOf((char) c))
              .reduce("", String::concat);
      if (random.nextBoolean()) {
        text += Character.toString(0x10000 + random.nextInt(0x1000));
      }
      byte[] expected = Samples.utf8(text);
      byte[] written = new byte[3 * text.length()];
      assertThat(Varints.utf8Length(text)).isEqualTo(expected.length);
      int end = Varints.putUtf8(written, 0, text);
      assertThat(Arrays.copyOf(written, end)).isEqualTo(expected);
    }
  }

  @Test
  void appendingAndReadingMakeNoGarbagePerRecord() {
    BatchBuilder builder = new BatchBuilder(1 << 20);
    byte[] key = new byte[10];
    byte[] value = new byte[100];
    List<Header> headers = List.of(Header.of("trace", "1"));
    fillAndRead(builder, key, value, headers);
    long before = THREADS.getCurrentThreadAllocatedBytes();
    int records = fillAndRead(builder, key, value, headers);
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    assertThat(records).isGreaterThan(5_000);
    // A few objects per batch.
    assertThat(allocated).isLessThan(2_000);
  }

  private static int fillAndRead(
      BatchBuilder builder, byte[] key, byte[] value, List<Header> headers) {
    builder.reset();
    long timestamp = 1_700_000_000_000L;
    while (builder.size() < 900_000) {
      builder.append(timestamp++, key, value, headers);
    }
    ByteSlice bytes = builder.close(null);
    builder.stamp();
    RecordBatches batches = RecordBatches.of(bytes);
    int read = 0;
    while (batches.next()) {
      batches.current().checkCrc();
      RecordCursor cursor = batches.current().cursor(null, Samples.LIMIT);
      while (cursor.next()) {
        read++;
      }
    }
    return read;
  }

  private static BatchBuilder filled(int count) {
    BatchBuilder builder = new BatchBuilder(0);
    for (int i = 0; i < count; i++) {
      builder.append(100 - i, Samples.utf8("key"), Samples.utf8("value " + i), null);
    }
    return builder;
  }
}
