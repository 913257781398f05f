package io.kafkavertx.protocol.record;

import static io.kafkavertx.protocol.record.RecordFormat.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kafkavertx.protocol.wire.ByteSlice;
import io.kafkavertx.spi.CodecException;
import io.kafkavertx.spi.Header;
import io.kafkavertx.spi.OutputLimitException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordBatchesTest {
  @Test
  void aTailThatIsCutOffAnywhereIsIgnoredAndSaid() {
    byte[] first = Samples.batch(10, 3, false);
    byte[] second = Samples.batch(13, 2, true);
    byte[] both = Samples.concat(first, second);
    for (int cut = 0; cut < both.length; cut++) {
      RecordBatches batches = RecordBatches.of(ByteSlice.of(both, 0, cut));
      boolean hasFirst = cut >= first.length;
      assertThat(batches.next()).isEqualTo(hasFirst);
      assertThat(!hasFirst || !batches.next()).isTrue();
      assertThat(batches.next()).isFalse();
      int tail = hasFirst ? cut - first.length : cut;
      assertThat(batches.hasPartialTail()).as("cut at %d", cut).isEqualTo(tail > 0);
      int wanted = tail < SIZE_END ? 0 : hasFirst ? second.length : first.length;
      assertThat(batches.partialTailSize()).isEqualTo(wanted);
    }
  }

  @Test
  void theOffsetAfterACompactedBatchComesFromItsHeader() {
    byte[] batch = Samples.batch(100, 2, false);
    // Compaction took the last eight of ten records.
    INT32.set(batch, LAST_OFFSET_DELTA, 9);
    RecordBatch read = Samples.only(batch);
    assertThat(Samples.read(read)).containsExactly("100:1000:k0=v0", "101:1001:k1=v1");
    assertThat(read.lastOffset()).isEqualTo(109);
    assertThat(read.nextOffset()).isEqualTo(110);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4})
  void aBatchThatCompactionHasEmptiedHasNoRecordsAndMovesOn(int attributes) {
    byte[] empty = Arrays.copyOf(Samples.batch(100, 3, false), RECORDS);
    INT32.set(empty, SIZE, RECORDS - SIZE_END);
    INT32.set(empty, COUNT, 0);
    INT16.set(empty, ATTRIBUTES, (short) attributes);
    RecordBatches batches =
        RecordBatches.of(ByteSlice.of(Samples.concat(empty, Samples.batch(103, 1, false))));
    assertThat(batches.next()).isTrue();
    assertThat(batches.current().count()).isZero();
    assertThat(batches.current().nextOffset()).isEqualTo(103);
    assertThat(Samples.read(batches.current())).isEmpty();
    assertThat(batches.next()).isTrue();
    assertThat(Samples.read(batches.current())).containsExactly("103:1000:k0=v0");
  }

  @Test
  void aCorruptBatchIsRefusedAndTheNextOneRead() {
    byte[] good = Samples.batch(20, 1, false);
    for (byte[] bad : badHeaders()) {
      RecordBatches batches = RecordBatches.of(ByteSlice.of(Samples.concat(bad, good)));
      CorruptRecordsException error =
          catchThrowableOfType(CorruptRecordsException.class, batches::next);
      assertThat(error.baseOffset()).isEqualTo((long) INT64.get(bad, 0));
      assertThat(error.nextOffset()).isGreaterThan(error.baseOffset());
      assertThat(batches.next()).isTrue();
      assertThat(batches.current().baseOffset()).isEqualTo(20);
    }
  }

  private static List<byte[]> badHeaders() {
    List<byte[]> bad = new ArrayList<>();
    for (int magic : new int[] {3, -1, 127}) {
      byte[] batch = Samples.batch(10, 3, false);
      batch[MAGIC] = (byte) magic;
      bad.add(batch);
    }
    for (int[] field :
        new int[][] {
          {COUNT, -1}, {COUNT, Integer.MAX_VALUE}, {COUNT, 4}, {LAST_OFFSET_DELTA, -1}
        }) {
      byte[] batch = Samples.batch(10, 3, false);
      INT32.set(batch, field[0], field[1]);
      bad.add(batch);
    }
    byte[] beyond = Samples.batch(Long.MAX_VALUE - 1, 3, false);
    // The exception's offsets are checked above; this one has no sensible next offset but base + 1.
    bad.add(beyond);
    byte[] small = Arrays.copyOf(Samples.batch(10, 1, false), 40);
    INT32.set(small, SIZE, 40 - SIZE_END);
    bad.add(small);
    byte[] zstd = Samples.messageSet(1, 1, -1);
    INT64.set(zstd, OFFSET, 10L);
    zstd[LEGACY_ATTRIBUTES] = 4;
    bad.add(zstd);
    return bad;
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 0, 13, Integer.MIN_VALUE})
  void aSizeThatMakesNoSenseEndsTheWalkWithAnError(int size) {
    byte[] batch = Samples.batch(10, 3, false);
    INT32.set(batch, SIZE, size);
    RecordBatches batches = RecordBatches.of(ByteSlice.of(batch));
    assertThatThrownBy(batches::next).isInstanceOf(CorruptRecordsException.class);
    assertThat(batches.next()).isFalse();
  }

  @Test
  void offsetsThatDoNotGoForwardAreCorrupt() {
    byte[] batch = Samples.batch(10, 3, false);
    for (long base : new long[] {10, 9, 0}) {
      RecordBatches batches =
          RecordBatches.of(ByteSlice.of(Samples.concat(batch, Samples.batch(base, 3, false))));
      assertThat(batches.next()).isTrue();
      assertThatThrownBy(batches::next)
          .isInstanceOf(CorruptRecordsException.class)
          .hasMessageContaining("12");
    }
  }

  @Test
  void everyBitThatTheCrcCoversIsChecked() {
    for (byte[] good : List.of(Samples.batch(1, 2, false), Samples.messageSet(1, 1, -1))) {
      int from = good[MAGIC] == 2 ? ATTRIBUTES : MAGIC + 1;
      for (int bit = 8 * from; bit < 8 * good.length; bit++) {
        byte[] bad = good.clone();
        bad[bit / 8] ^= (byte) (1 << bit % 8);
        RecordBatch batch =
            good[MAGIC] == 2
                ? new DefaultBatch(bad, 0, bad.length)
                : new LegacyBatch(bad, 0, bad.length, 1);
        assertThatThrownBy(batch::checkCrc).isInstanceOf(CorruptRecordsException.class);
      }
    }
  }

  @Test
  void moreRecordsThanTheBytesCanHoldAreRefusedBeforeReading() {
    for (boolean compressed : new boolean[] {false, true}) {
      byte[] batch = Samples.batch(10, 30, compressed);
      INT32.set(batch, LAST_OFFSET_DELTA, Integer.MAX_VALUE - 1);
      INT32.set(batch, COUNT, Integer.MAX_VALUE);
      RecordBatch read = Samples.only(batch);
      assertThatThrownBy(() -> read.cursor(Samples.CODECS, Samples.LIMIT))
          .isInstanceOf(CorruptRecordsException.class)
          .hasMessageContaining(Integer.MAX_VALUE + " records");
    }
  }

  @Test
  void fewerRecordsThanTheBytesHoldIsCorrupt() {
    byte[] batch = Samples.batch(10, 3, false);
    INT32.set(batch, COUNT, 2);
    assertThatThrownBy(() -> Samples.read(Samples.only(batch)))
        .isInstanceOf(CorruptRecordsException.class)
        .hasMessageContaining("follow its last record");
  }

  @Test
  void whatDecompressesToMoreThanTheLimitIsRefused() {
    RecordBatch batch = Samples.only(Samples.batch(10, 30, true));
    assertThatThrownBy(() -> batch.cursor(Samples.CODECS, 100))
        .isInstanceOf(CorruptRecordsException.class)
        .hasCauseInstanceOf(OutputLimitException.class)
        .hasMessageContaining("offset 10");
  }

  @Test
  void aCodecThatIsMissingIsTheCallersError() {
    RecordBatch batch = Samples.only(Samples.batch(10, 30, true));
    CodecLookup none =
        id -> {
          throw new UnsupportedOperationException("no codec " + id);
        };
    assertThatThrownBy(() -> batch.cursor(none, Samples.LIMIT))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage("no codec 1");
  }

  @Test
  void dataThatTheCodecCannotReadIsCorrupt() {
    byte[] bytes = Samples.batch(10, 30, true);
    Arrays.fill(bytes, RECORDS, bytes.length, (byte) 0x55);
    assertThatThrownBy(() -> Samples.only(bytes).cursor(Samples.CODECS, Samples.LIMIT))
        .isInstanceOf(CorruptRecordsException.class)
        .hasCauseInstanceOf(CodecException.class);
  }

  @Test
  void headersCanBeDecodedWhenTheCursorIsLongGone() {
    for (boolean compressed : new boolean[] {false, true}) {
      RecordCursor cursor =
          Samples.only(Samples.batch(10, 30, compressed)).cursor(Samples.CODECS, Samples.LIMIT);
      assertThat(cursor.next()).isTrue();
      byte[] array = cursor.array();
      int at = cursor.headersOffset();
      assertThat(cursor.headerCount()).isEqualTo(1);
      while (cursor.next()) {
        assertThat(cursor.array()).isSameAs(array);
      }
      assertThat(RecordHeaders.decode(array, at, 1)).containsExactly(Header.of("h", "x0"));
    }
  }

  @Test
  void aControlRecordOfAnUnknownTypeIsUnknown() {
    byte[] marker =
        ControlRecords.endTransactionMarker(ControlRecords.Type.COMMIT, 5, 1, 9, (short) 1, 3)
            .toArray();
    RecordCursor cursor = Samples.only(marker).cursor(Samples.CODECS, Samples.LIMIT);
    assertThat(cursor.next()).isTrue();
    assertThat(ControlRecords.type(cursor)).isEqualTo(ControlRecords.Type.COMMIT);
    INT16.set(marker, cursor.keyOffset() + 2, (short) 2);
    assertThat(ControlRecords.type(cursor)).isEqualTo(ControlRecords.Type.UNKNOWN);
  }

  @Test
  void aControlRecordThatIsTooShortIsCorrupt() {
    RecordCursor cursor = Samples.only(Samples.batch(5, 1, false)).cursor(null, Samples.LIMIT);
    assertThat(cursor.next()).isTrue();
    assertThatThrownBy(() -> ControlRecords.type(cursor))
        .isInstanceOf(CorruptRecordsException.class);
    assertThatThrownBy(() -> ControlRecords.coordinatorEpoch(cursor))
        .isInstanceOf(CorruptRecordsException.class);
  }
}
