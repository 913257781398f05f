package io.kafkavertx.protocol.record;

import static io.kafkavertx.protocol.record.RecordFormat.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkavertx.protocol.wire.ByteSlice;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LegacyMessageSetTest {
  @Test
  void theOffsetsInsideAWrapperOfMagic1AreRelativeToItsLast() {
    RecordBatch wrapper = Samples.only(Samples.messageSet(1, 3, 500));
    wrapper.checkCrc();
    assertThat(wrapper.count()).isEqualTo(-1);
    assertThat(wrapper.nextOffset()).isEqualTo(501);
    assertThat(wrapper.timestampType()).isEqualTo(TimestampType.CREATE_TIME);
    assertThat(Samples.read(wrapper))
        .containsExactly("498:1000:k0=v0", "499:1001:k1=v1", "500:1002:k2=v2");
  }

  @Test
  void theOffsetsInsideAWrapperOfMagic0AreAbsolute() {
    byte[] inner = Samples.messageSet(0, 3, -1);
    int length = inner.length / 3;
    // With a gap, as compaction leaves it.
    long[] offsets = {70, 75, 76};
    for (int i = 0; i < 3; i++) {
      INT64.set(inner, i * length, offsets[i]);
    }
    RecordBatch wrapper = Samples.only(wrap(0, inner, 76));
    assertThat(wrapper.timestampType()).isEqualTo(TimestampType.NO_TIMESTAMP_TYPE);
    assertThat(Samples.read(wrapper)).containsExactly("70:-1:k0=v0", "75:-1:k1=v1", "76:-1:k2=v2");
  }

  @Test
  void relativeOffsetsKeepTheGapsOfCompaction() {
    byte[] inner = Samples.messageSet(1, 2, -1);
    INT64.set(inner, inner.length / 2, 7L);
    assertThat(Samples.read(Samples.only(wrap(1, inner, 107))))
        .containsExactly("100:1000:k0=v0", "107:1001:k1=v1");
  }

  @Test
  void aWrapperThatNoBrokerHasGivenAnOffsetCountsFromZero() {
    assertThat(Samples.read(Samples.only(Samples.messageSet(1, 3, 0))))
        .containsExactly("0:1000:k0=v0", "1:1001:k1=v1", "2:1002:k2=v2");
  }

  @Test
  void theLogAppendTimeOfAWrapperIsThatOfItsMessages() {
    byte[] wrapper = Samples.messageSet(1, 2, 9);
    wrapper[LEGACY_ATTRIBUTES] |= LOG_APPEND_TIME;
    INT64.set(wrapper, LEGACY_TIMESTAMP, 4_711L);
    RecordBatch batch = Samples.only(wrapper);
    assertThat(batch.timestampType()).isEqualTo(TimestampType.LOG_APPEND_TIME);
    assertThat(Samples.read(batch)).containsExactly("8:4711:k0=v0", "9:4711:k1=v1");
  }

  @Test
  void formatsMayBeMixedInOneLog() {
    byte[] v0 = Samples.messageSet(0, 1, -1);
    byte[] v1 = Samples.messageSet(1, 2, 5);
    RecordBatches batches =
        RecordBatches.of(ByteSlice.of(Samples.concat(v0, v1, Samples.batch(6, 2, true))));
    StringBuilder read = new StringBuilder();
    while (batches.next()) {
      batches.current().checkCrc();
      read.append(batches.current().magic()).append(Samples.read(batches.current()));
    }
    assertThat(read)
        .hasToString("0[0:-1:k0=v0]1[4:1000:k0=v0, 5:1001:k1=v1]2[6:1000:k0=v0, 7:1001:k1=v1]");
  }

  @Test
  void aWrapperThatHoldsNonsenseIsCorrupt() {
    byte[] message = Samples.messageSet(1, 1, -1);
    byte[] cut = Arrays.copyOf(message, message.length - 1);
    byte[] nested = Samples.messageSet(1, 1, 0);
    byte[] other = Samples.messageSet(0, 1, -1);
    byte[] negative = message.clone();
    INT64.set(negative, OFFSET, -5L);
    byte[] beyond = message.clone();
    INT64.set(beyond, OFFSET, 1_000L);
    byte[] size = message.clone();
    INT32.set(size, SIZE, Integer.MAX_VALUE);
    byte[] key = message.clone();
    INT32.set(key, SMALLEST_V1 - 8, Integer.MAX_VALUE);
    for (byte[] inner : new byte[][] {{}, {1}, cut, nested, other, negative, beyond, size, key}) {
      assertThatThrownBy(() -> Samples.read(Samples.only(wrap(1, inner, 50))))
          .isInstanceOf(CorruptRecordsException.class)
          .hasMessageContaining("offset 50");
    }
  }

  @Test
  void aBuilderThatIsUsedAgainHasNothingOfTheSetBefore() {
    LegacyMessageSetBuilder reused = new LegacyMessageSetBuilder(1, 0);
    reused.append(99, Samples.utf8("key"), new byte[5_000]);
    reused.close(new DeflateCodec());
    reused.reset();
    LegacyMessageSetBuilder fresh = new LegacyMessageSetBuilder(1, 0);
    for (LegacyMessageSetBuilder builder : new LegacyMessageSetBuilder[] {reused, fresh}) {
      builder.append(5, null, Samples.utf8("x"));
    }
    assertThat(reused.close(null)).isEqualTo(fresh.close(null));
    assertThatThrownBy(() -> reused.append(1, null, null))
        .isInstanceOf(IllegalStateException.class);
  }

  /** A wrapper around bytes that may be anything. */
  private static byte[] wrap(int magic, byte[] inner, long offset) {
    io.kafkavertx.spi.BoundedOutput out = new io.kafkavertx.spi.BoundedOutput(64, Samples.LIMIT);
    int head = LegacyBatch.smallest(magic);
    out.reserve(head);
    out.advance(head);
    new DeflateCodec().compress(inner, 0, inner.length, magic, out);
    byte[] wrapper = Arrays.copyOf(out.array(), out.size());
    INT64.set(wrapper, OFFSET, offset);
    INT32.set(wrapper, SIZE, wrapper.length - SIZE_END);
    wrapper[MAGIC] = (byte) magic;
    wrapper[LEGACY_ATTRIBUTES] = 1;
    INT32.set(wrapper, head - 8, -1);
    INT32.set(wrapper, head - 4, wrapper.length - head);
    INT32.set(wrapper, LEGACY_CRC, LegacyBatch.computeCrc(wrapper, 0, wrapper.length));
    return wrapper;
  }
}
