package io.kafkavertx.protocol.record;

import io.kafkavertx.protocol.wire.ByteSlice;

/**
 * Walks over the batches of one partition of a fetch response, magic 0, 1 and 2 mixed as the log
 * has them.
 *
 * <p>Brokers cut the last batch at the byte limit of the fetch: such a tail ends the walk without
 * an error and {@link #hasPartialTail()} says so.
 */
public final class RecordBatches {
  private RecordBatches() {}

  /** Walks over {@code records}, from its first byte. */
  public static RecordBatches of(ByteSlice records) {
    return new RecordBatches();
  }

  /**
   * Moves to the next batch.
   *
   * @return false when there is no further complete batch
   * @throws CorruptRecordsException when its header makes no sense, or its offsets are not after
   *     those of the batch before. When the size of the batch could be read, the next call goes on
   *     behind it; else there is nothing more to read
   */
  public boolean next() {
    throw new UnsupportedOperationException();
  }

  /** The batch that {@link #next()} moved to; stays valid after the next call. */
  public RecordBatch current() {
    throw new UnsupportedOperationException();
  }

  /** Whether the walk ended at a batch that is cut off. */
  public boolean hasPartialTail() {
    throw new UnsupportedOperationException();
  }

  /**
   * How many bytes the batch that is cut off would take, 0 when there is none or it is too short to
   * say. A fetch from an old broker (Fetch v0-v2) that holds nothing else must be repeated with at
   * least this limit.
   */
  public int partialTailSize() {
    throw new UnsupportedOperationException();
  }
}
