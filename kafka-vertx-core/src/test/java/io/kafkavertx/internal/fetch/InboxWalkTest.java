package io.kafkavertx.internal.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkavertx.OffsetAndMetadata;
import io.kafkavertx.internal.net.FrameStore;
import io.kafkavertx.protocol.message.FetchResponse.AbortedTransaction;
import io.kafkavertx.protocol.record.ControlRecords;
import io.kafkavertx.protocol.record.CorruptRecordsException;
import io.kafkavertx.protocol.record.LegacyMessageSetBuilder;
import io.kafkavertx.protocol.record.RecordBatch;
import io.kafkavertx.protocol.record.RecordBatches;
import io.kafkavertx.protocol.record.UnpackLimits;
import io.kafkavertx.protocol.wire.ByteSlice;
import io.kafkavertx.spi.BoundedOutput;
import io.kafkavertx.spi.CompressionCodec;
import io.kafkavertx.spi.TopicPartition;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/** What a log holds is what comes out: compaction, transactions and damage included. */
final class InboxWalkTest {
  private int rooms;

  private PartitionState state(boolean readCommitted, long position) {
    return state(readCommitted, position, true);
  }

  private PartitionState state(boolean readCommitted, long position, boolean checkCrcs) {
    InboxWalk.Settings settings =
        new InboxWalk.Settings(
            id -> {
              throw new AssertionError("nothing is compressed here");
            },
            UnpackLimits.of(1 << 20),
            checkCrcs,
            readCommitted,
            new BufferedBytes(),
            () -> FrameStore.NONE,
            () -> rooms++);
    PartitionState state = new PartitionState(new TopicPartition("t", 0), settings, 1 << 20);
    state.moveTo(position, -1);
    return state;
  }

  private static List<Long> drain(PartitionState state) {
    List<Long> offsets = new ArrayList<>();
    while (state.walk.next()) {
      long offset = state.walk.cursor().offset();
      offsets.add(offset);
      state.delivered(offset + 1, 0);
      state.handled(state.run(), offset + 1, 0);
    }
    return offsets;
  }

  private static void receive(PartitionState state, TestBatches batches, long next) {
    state.received(new FetchedData(batches.slice(), List.of()), next, 0);
  }

  @Test
  void messagesThatWereCompressedTwiceAreSkippedOnRequestOnly() {
    byte[] twice = compressedTwice();
    ByteBuffer.wrap(twice).putLong(0, 6);
    for (boolean skip : new boolean[] {true, false}) {
      PartitionState state = legacy(skip);
      ByteArrayOutputStream log = new ByteArrayOutputStream();
      log.writeBytes(message(5));
      log.writeBytes(twice);
      log.writeBytes(message(7));
      state.received(new FetchedData(ByteSlice.of(log.toByteArray()), List.of()), 8, -1);
      if (skip) {
        assertThat(drain(state)).containsExactly(5L, 7L);
        assertThat(state.position).isEqualTo(8);
      } else {
        assertThatThrownBy(() -> drain(state))
            .isInstanceOf(CorruptRecordsException.class)
            .hasMessageContaining("offset 6")
            .hasMessageContaining("compressed again");
        assertThat(state.position).isEqualTo(6);
      }
    }
  }

  private PartitionState legacy(boolean skipDoublyCompressed) {
    InboxWalk.Settings settings =
        new InboxWalk.Settings(
            id -> STORED,
            UnpackLimits.of(1 << 20),
            true,
            false,
            skipDoublyCompressed,
            new BufferedBytes(),
            () -> FrameStore.NONE,
            () -> rooms++);
    PartitionState state = new PartitionState(new TopicPartition("t", 0), settings, 1 << 20);
    state.moveTo(5, -1);
    return state;
  }

  private static byte[] message(long offset) {
    LegacyMessageSetBuilder messages = new LegacyMessageSetBuilder(1, 64);
    messages.append(1000, null, new byte[] {1});
    byte[] bytes = messages.close(null).toArray();
    ByteBuffer.wrap(bytes).putLong(0, offset);
    return bytes;
  }

  private static byte[] compressedTwice() {
    LegacyMessageSetBuilder inner = new LegacyMessageSetBuilder(1, 64);
    inner.append(1000, null, new byte[] {1});
    LegacyMessageSetBuilder outer = new LegacyMessageSetBuilder(1, 64);
    outer.append(1000, null, inner.close(STORED).toArray());
    byte[] bytes = outer.close(null).toArray();
    bytes[17] = (byte) STORED.id();
    CRC32 crc = new CRC32();
    crc.update(bytes, 16, bytes.length - 16);
    ByteBuffer.wrap(bytes).putInt(12, (int) crc.getValue());
    return bytes;
  }

  /** Leaves everything as it is. */
  private static final CompressionCodec STORED =
      new CompressionCodec() {
        @Override
        public int id() {
          return 1;
        }

        @Override
        public void compress(byte[] source, int offset, int length, int magic, BoundedOutput out) {
          out.write(source, offset, length);
        }

        @Override
        public void decompress(
            byte[] source, int offset, int length, int magic, BoundedOutput out) {
          out.write(source, offset, length);
        }
      };

  @Test
  void recordsBeforeThePositionAreLeftOut() {
    PartitionState state = state(false, 13);
    receive(state, new TestBatches().batch(5, 5).batch(10, 5).batch(15, 2), 17);
    assertThat(drain(state)).containsExactly(13L, 14L, 15L, 16L);
    assertThat(state.position).isEqualTo(17);
  }

  @Test
  void thePositionPassesTheEndOfACompactedBatch() {
    for (int left = 0; left <= 10; left++) {
      PartitionState state = state(false, 0);
      receive(state, new TestBatches().compacted(0, left, 9), 10);
      assertThat(drain(state)).hasSize(left);
      assertThat(state.position).as("%s of 10 records left", left).isEqualTo(10);
      assertThat(state.handled().offset()).isEqualTo(10);
    }
  }

  @Test
  void gapsBetweenBatchesAreNoObstacle() {
    PartitionState state = state(false, 0);
    receive(state, new TestBatches().batch(3, 2).compacted(7, 0, 4).batch(100, 1), 101);
    assertThat(drain(state)).containsExactly(3L, 4L, 100L);
    assertThat(state.position).isEqualTo(101);
  }

  @Test
  void controlBatchesAreNeverDelivered() {
    for (boolean readCommitted : new boolean[] {false, true}) {
      PartitionState state = state(readCommitted, 0);
      receive(
          state,
          new TestBatches()
              .transactional(0, 2, 7)
              .marker(2, 7, ControlRecords.Type.COMMIT)
              .batch(3, 1)
              .transactional(4, 1, 7)
              .marker(5, 7, ControlRecords.Type.ABORT),
          6);
      assertThat(drain(state)).containsExactly(0L, 1L, 3L, 4L);
      assertThat(state.position).isEqualTo(6);
    }
  }

  /** With an older epoch, brokers would take the position for one in a log that was cut off. */
  @Test
  void thePositionHasTheEpochOfWhatItHasPassed() {
    PartitionState state = state(true, 0);
    TestBatches log = new TestBatches().transactional(0, 2, 7).epoch(3);
    receive(state, log.marker(2, 7, ControlRecords.Type.COMMIT).epoch(5), 3);
    drain(state);
    assertThat(state.delivered()).isEqualTo(new OffsetAndMetadata(3, 5, ""));
    assertThat(state.handled()).isEqualTo(new OffsetAndMetadata(3, 5, ""));
    receive(state, new TestBatches().compacted(3, 0, 4).epoch(6), 8);
    drain(state);
    assertThat(state.handled()).isEqualTo(new OffsetAndMetadata(8, 6, ""));
    state.refetch();
    assertThat(state.fetchEpoch).isEqualTo(6);
  }

  @Test
  void abortedTransactionsAreLeftOutInWhateverOrderTheyAreListed() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      TestBatches log = new TestBatches();
      List<AbortedTransaction> aborted = new ArrayList<>();
      List<Long> expected = new ArrayList<>();
      long offset = writeTransactions(random, log, aborted, expected, new HashMap<>());
      Collections.shuffle(aborted, random);
      PartitionState committed = state(true, 0);
      committed.received(new FetchedData(log.slice(), aborted), offset, 0);
      assertThat(drain(committed)).as("seed %s", seed).isEqualTo(expected);
      assertThat(committed.position).isEqualTo(offset);
    }
  }

  /**
   * As brokers answer: from any offset on, in any pieces, with those aborted transactions that
   * reach into the piece, among them some that began before it.
   */
  @Test
  void abortedTransactionsAreLeftOutWhereverReadingBeginsAndHoweverItIsCut() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      TestBatches log = new TestBatches();
      List<AbortedTransaction> aborted = new ArrayList<>();
      List<Long> expected = new ArrayList<>();
      Map<AbortedTransaction, Long> ends = new HashMap<>();
      long end = writeTransactions(random, log, aborted, expected, ends);
      long from = random.nextInt((int) end);
      PartitionState state = state(true, from);
      List<Long> read = new ArrayList<>();
      List<RecordBatch> piece = new ArrayList<>();
      RecordBatches batches = RecordBatches.of(log.slice());
      while (batches.next()) {
        RecordBatch batch = batches.current();
        if (batch.nextOffset() > from) {
          piece.add(batch);
        }
        if (!piece.isEmpty() && (random.nextInt(3) == 0 || batch.nextOffset() == end)) {
          receive(state, piece, aborted, ends, random);
          read.addAll(drain(state));
          piece.clear();
        }
      }
      assertThat(read)
          .as("seed %s from %s", seed, from)
          .isEqualTo(expected.stream().filter(offset -> offset >= from).toList());
      assertThat(state.position).isEqualTo(end);
    }
  }

  private static void receive(
      PartitionState state,
      List<RecordBatch> piece,
      List<AbortedTransaction> all,
      Map<AbortedTransaction, Long> ends,
      Random random) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    piece.forEach(batch -> bytes.writeBytes(batch.bytes().toArray()));
    long last = piece.get(piece.size() - 1).lastOffset();
    // Those that began before the end of the piece and ended after its start.
    List<AbortedTransaction> listed = new ArrayList<>();
    for (AbortedTransaction transaction : all) {
      if (transaction.firstOffset() <= last
          && ends.getOrDefault(transaction, Long.MAX_VALUE) >= piece.get(0).baseOffset()) {
        listed.add(transaction);
      }
    }
    Collections.shuffle(listed, random);
    state.received(new FetchedData(ByteSlice.of(bytes.toByteArray()), listed), last + 1, 0);
  }

  /** Three producers take turns; each transaction ends one way or the other. */
  private static long writeTransactions(
      Random random,
      TestBatches log,
      List<AbortedTransaction> aborted,
      List<Long> expected,
      Map<AbortedTransaction, Long> ends) {
    boolean[] open = new boolean[3];
    AbortedTransaction[] current = new AbortedTransaction[3];
    boolean[] abort = new boolean[3];
    long offset = 0;
    for (int step = 0; step < 30; step++) {
      int producer = random.nextInt(3);
      if (open[producer] && random.nextBoolean()) {
        log.marker(
            offset,
            producer,
            abort[producer] ? ControlRecords.Type.ABORT : ControlRecords.Type.COMMIT);
        open[producer] = false;
        if (abort[producer]) {
          ends.put(current[producer], offset);
        }
        offset++;
        continue;
      }
      if (!open[producer]) {
        open[producer] = true;
        abort[producer] = random.nextBoolean();
        if (abort[producer]) {
          current[producer] =
              new AbortedTransaction().setProducerId(producer).setFirstOffset(offset);
          aborted.add(current[producer]);
        }
      }
      int count = 1 + random.nextInt(3);
      log.transactional(offset, count, producer);
      for (int i = 0; i < count && !abort[producer]; i++) {
        expected.add(offset + i);
      }
      offset += count;
    }
    return offset;
  }

  @Test
  void aWrongChecksumStopsTheWalkWhereItIs() {
    PartitionState state = state(false, 0);
    receive(state, new TestBatches().batch(0, 2).corrupt(2, 3).batch(5, 1), 6);
    List<Long> offsets = new ArrayList<>();
    assertThatThrownBy(
            () -> {
              while (state.walk.next()) {
                offsets.add(state.walk.cursor().offset());
                state.delivered(state.walk.cursor().offset() + 1, 0);
              }
            })
        .isInstanceOfSatisfying(
            CorruptRecordsException.class, e -> assertThat(e.nextOffset()).isEqualTo(5));
    assertThat(offsets).containsExactly(0L, 1L);
    assertThat(state.position).isEqualTo(2);
  }

  @Test
  void checksumsAreNotLookedAtWhenNotAskedFor() {
    PartitionState state = state(false, 0, false);
    receive(state, new TestBatches().batch(0, 2).corrupt(2, 3).batch(5, 1), 6);
    assertThat(drain(state)).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
  }

  @Test
  void controlBatchesOfAKindThatIsNotKnownArePassedOver() {
    for (boolean readCommitted : new boolean[] {false, true}) {
      PartitionState state = state(readCommitted, 0);
      TestBatches log = new TestBatches().batch(0, 1);
      receive(state, log.unknownMarker(1, 7).transactional(2, 1, 7), 3);
      assertThat(drain(state)).containsExactly(0L, 2L);
      assertThat(state.position).isEqualTo(3);
    }
  }

  @Test
  void whoReadsUncommittedSeesAbortedRecordsAndNoMarkers() {
    PartitionState state = state(false, 0);
    TestBatches log = new TestBatches().transactional(0, 2, 7);
    state.received(
        new FetchedData(
            log.marker(2, 7, ControlRecords.Type.ABORT).batch(3, 1).slice(),
            List.of(new AbortedTransaction().setProducerId(7).setFirstOffset(0))),
        4,
        0);
    assertThat(drain(state)).containsExactly(0L, 1L, 3L);
  }

  @Test
  void aSeekInTheMiddleDropsTheRest() {
    PartitionState state = state(false, 0);
    receive(state, new TestBatches().batch(0, 10), 10);
    assertThat(state.walk.next()).isTrue();
    state.moveTo(5, -1);
    assertThat(state.walk.next()).isFalse();
    assertThat(state.inboxBytes).isZero();
    receive(state, new TestBatches().batch(0, 10), 10);
    assertThat(drain(state)).containsExactly(5L, 6L, 7L, 8L, 9L);
  }

  @Test
  void roomIsMadeOncePerFetch() {
    PartitionState state = state(false, 0);
    receive(state, new TestBatches().batch(0, 3).batch(3, 3), 6);
    receive(state, new TestBatches().batch(6, 1), 7);
    assertThat(drain(state)).hasSize(7);
    assertThat(rooms).isEqualTo(2);
    assertThat(state.inboxBytes).isZero();
  }
}
