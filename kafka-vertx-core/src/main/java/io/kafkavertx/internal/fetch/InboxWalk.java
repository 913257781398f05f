package io.kafkavertx.internal.fetch;

import io.kafkavertx.internal.net.FrameStore;
import io.kafkavertx.protocol.record.CodecLookup;
import io.kafkavertx.protocol.record.ControlRecords;
import io.kafkavertx.protocol.record.DoublyCompressedException;
import io.kafkavertx.protocol.record.RecordBatch;
import io.kafkavertx.protocol.record.RecordBatches;
import io.kafkavertx.protocol.record.RecordCursor;
import io.kafkavertx.protocol.record.UnpackLimits;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.util.function.Supplier;

/**
 * Walks over what has been fetched of one partition, record by record, decoding a batch only when
 * the walk comes to it. Leaves out what is not for the application: records before the position,
 * control batches, aborted transactions.
 *
 * @see RecordSource
 */
final class InboxWalk {
  /**
   * What all walks of a consumer share.
   *
   * @param unpacked where the arrays come from that compressed batches are unpacked into, and go
   *     back to; {@link FrameStore#NONE} when records may be views of them
   * @param skipDoublyCompressed whether messages that were compressed twice are passed over
   * @param roomMade called when the data of one fetch has been read
   */
  record Settings(
      CodecLookup codecs,
      UnpackLimits unpacking,
      boolean checkCrcs,
      boolean readCommitted,
      boolean skipDoublyCompressed,
      BufferedBytes buffered,
      Supplier<FrameStore> unpacked,
      Runnable roomMade) {
    Settings(
        CodecLookup codecs,
        UnpackLimits unpacking,
        boolean checkCrcs,
        boolean readCommitted,
        BufferedBytes buffered,
        Supplier<FrameStore> unpacked,
        Runnable roomMade) {
      this(codecs, unpacking, checkCrcs, readCommitted, false, buffered, unpacked, roomMade);
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(InboxWalk.class);

  private final PartitionState state;
  private final Settings settings;
  private FetchedData data;
  private RecordBatches batches;
  private AbortedFilter aborted;
  private RecordBatch batch;
  private RecordCursor cursor;
  private BatchOrigin origin;

  InboxWalk(PartitionState state, Settings settings) {
    this.state = state;
    this.settings = settings;
  }

  /** Forgets where it was; the partition's inbox has been emptied. */
  void clear() {
    data = null;
    batches = null;
    aborted = null;
    batch = null;
    cursor = null;
    origin = null;
  }

  /** True when there may be another record. */
  boolean hasMore() {
    return cursor != null || batches != null || !state.inbox.isEmpty();
  }

  RecordCursor cursor() {
    return cursor;
  }

  BatchOrigin origin() {
    return origin;
  }

  /**
   * Moves to the next record for the application.
   *
   * @return false when there is none
   * @throws RuntimeException when the data is corrupt; the position is where it was
   */
  boolean next() {
    while (true) {
      if (cursor != null) {
        while (cursor.next()) {
          if (cursor.offset() >= state.position) {
            return true;
          }
        }
        endBatch();
        passOver(batch);
      }
      if (!nextBatch()) {
        return false;
      }
    }
  }

  private void endBatch() {
    if (cursor.array() != data.records().array()) {
      settings.unpacked().get().giveBack(cursor.array());
    }
    cursor = null;
  }

  private boolean nextBatch() {
    if (batches == null && !nextData()) {
      return false;
    }
    if (!batches.next()) {
      endData();
      return true;
    }
    batch = batches.current();
    if (batch.nextOffset() <= state.position) {
      return true;
    }
    if (settings.checkCrcs()) {
      batch.checkCrc();
    }
    if (batch.isControl()) {
      control();
      passOver(batch);
    } else if (settings.readCommitted() && aborted.isAborted(batch)) {
      passOver(batch);
    } else if (batch.count() == 0) {
      passOver(batch);
    } else {
      open();
    }
    return true;
  }

  private void open() {
    try {
      cursor =
          batch.cursor(settings.codecs(), settings.unpacking(), settings.unpacked().get()::take);
    } catch (DoublyCompressedException e) {
      if (!settings.skipDoublyCompressed()) {
        throw e;
      }
      LOG.warn(state.topicPartition + ": " + e.getMessage() + "; passed over");
      passOver(batch);
      return;
    }
    origin =
        new BatchOrigin(
            state.topicPartition, batch.leaderEpoch(), batch.timestampType(), state, state.run());
  }

  private boolean nextData() {
    data = state.inbox.peek();
    if (data == null) {
      return false;
    }
    batches = RecordBatches.of(data.records());
    aborted = new AbortedFilter(data.aborted());
    return true;
  }

  private void endData() {
    state.read(data);
    clear();
    settings.roomMade().run();
  }

  private void control() {
    if (!settings.readCommitted()) {
      return;
    }
    RecordCursor marker = batch.cursor(settings.codecs(), settings.unpacking());
    if (marker.next() && ControlRecords.type(marker) == ControlRecords.Type.ABORT) {
      aborted.abortMarker(batch);
    }
  }

  private void passOver(RecordBatch passed) {
    if (passed.nextOffset() > state.position) {
      state.passOver(passed.nextOffset(), passed.leaderEpoch());
    }
  }
}
