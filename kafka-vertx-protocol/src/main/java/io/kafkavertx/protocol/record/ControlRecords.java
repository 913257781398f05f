package io.kafkavertx.protocol.record;

import static io.kafkavertx.protocol.record.RecordFormat.*;

import io.kafkavertx.protocol.wire.ByteSlice;
import java.nio.ByteBuffer;

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
    // Version, type.
    if (cursor.keyLength() < 4) {
      throw corrupt("a control record with a key of " + cursor.keyLength() + " bytes", cursor);
    }
    return switch ((short) INT16.get(cursor.array(), cursor.keyOffset() + 2)) {
      case 0 -> Type.ABORT;
      case 1 -> Type.COMMIT;
      default -> Type.UNKNOWN;
    };
  }

  /**
   * The epoch of the transaction coordinator that wrote the marker at the cursor.
   *
   * @throws CorruptRecordsException when the value is too short to say
   */
  public static int coordinatorEpoch(RecordCursor cursor) {
    // Version, epoch.
    if (cursor.valueLength() < 6) {
      throw corrupt("a control record with a value of " + cursor.valueLength() + " bytes", cursor);
    }
    return (int) INT32.get(cursor.array(), cursor.valueOffset() + 2);
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
    if (type == Type.UNKNOWN) {
      throw new IllegalArgumentException("a marker is COMMIT or ABORT");
    }
    short code = (short) (type == Type.COMMIT ? 1 : 0);
    byte[] key = ByteBuffer.allocate(4).putShort((short) 0).putShort(code).array();
    byte[] value = ByteBuffer.allocate(6).putShort((short) 0).putInt(coordinatorEpoch).array();
    BatchBuilder builder = new BatchBuilder(128);
    builder.append(timestamp, key, value, null);
    ByteSlice batch = builder.close(null);
    INT16.set(batch.array(), ATTRIBUTES, (short) CONTROL);
    builder.stamp(producerId, producerEpoch, -1, true);
    BatchFields.setBaseOffset(batch, baseOffset);
    return batch;
  }

  private static CorruptRecordsException corrupt(String message, RecordCursor cursor) {
    return new CorruptRecordsException(message, cursor.offset(), cursor.offset() + 1);
  }
}
