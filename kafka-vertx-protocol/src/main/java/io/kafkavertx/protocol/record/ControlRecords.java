package io.kafkavertx.protocol.record;

import io.kafkavertx.protocol.wire.ByteSlice;

/** The records of control batches: markers that end transactions. */
public final class ControlRecords {
  /** What a control record says. */
  public enum Type {
    /** The transaction of this producer is aborted. */
    ABORT,
    /** The transaction of this producer is committed. */
    COMMIT,
    /** Something else (a leader change, a snapshot, what future brokers write): pass over it. */
    UNKNOWN
  }

  private ControlRecords() {}

  /**
   * What the control record at the cursor says.
   *
   * @throws CorruptRecordsException when the key is too short to say
   */
  public static Type type(RecordCursor cursor) {
    throw new UnsupportedOperationException();
  }

  /**
   * The epoch of the transaction coordinator that wrote the marker at the cursor.
   *
   * @throws CorruptRecordsException when the value is too short to say
   */
  public static int coordinatorEpoch(RecordCursor cursor) {
    throw new UnsupportedOperationException();
  }

  /**
   * A complete control batch with one marker, as a broker writes it (for scripted brokers).
   *
   * @param type {@link Type#COMMIT} or {@link Type#ABORT}
   */
  public static ByteSlice endTransactionMarker(
      Type type,
      long baseOffset,
      long timestamp,
      long producerId,
      short producerEpoch,
      int coordinatorEpoch) {
    throw new UnsupportedOperationException();
  }
}
