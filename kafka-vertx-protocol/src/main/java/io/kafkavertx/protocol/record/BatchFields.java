package io.kafkavertx.protocol.record;

import io.kafkavertx.protocol.wire.ByteSlice;

/**
 * What a broker writes into a batch of magic 2 when it appends it to the log. For scripted brokers
 * and tools; the array behind the slice is changed in place.
 */
public final class BatchFields {
  private BatchFields() {}

  /** Sets the offset of the first record. The CRC does not cover it. */
  public static void setBaseOffset(ByteSlice batch, long baseOffset) {
    RecordFormat.INT64.set(batch.array(), batch.offset() + RecordFormat.OFFSET, baseOffset);
  }

  /** Sets the epoch of the leader. The CRC does not cover it. */
  public static void setLeaderEpoch(ByteSlice batch, int leaderEpoch) {
    RecordFormat.INT32.set(batch.array(), batch.offset() + RecordFormat.LEADER_EPOCH, leaderEpoch);
  }

  /** Makes {@code timestamp} the log append time of all records, and writes the CRC anew. */
  public static void setLogAppendTime(ByteSlice batch, long timestamp) {
    byte[] array = batch.array();
    int start = batch.offset();
    short attributes = (short) RecordFormat.INT16.get(array, start + RecordFormat.ATTRIBUTES);
    RecordFormat.INT16.set(
        array,
        start + RecordFormat.ATTRIBUTES,
        (short) (attributes | RecordFormat.LOG_APPEND_TIME));
    RecordFormat.INT64.set(array, start + RecordFormat.MAX_TIMESTAMP, timestamp);
    int crc = DefaultBatch.computeCrc(array, start, batch.length());
    RecordFormat.INT32.set(array, start + RecordFormat.CRC, crc);
  }
}
