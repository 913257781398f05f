package io.kafkavertx.testkit.scripted;

import io.kafkavertx.protocol.record.RecordBatch;
import io.kafkavertx.protocol.record.RecordBatches;
import io.kafkavertx.protocol.record.RecordCursor;
import io.kafkavertx.protocol.wire.ByteSlice;

/**
 * A record batch in a log.
 *
 * @param baseOffset the offset of its first record
 * @param lastOffset the offset of its last record
 * @param leaderEpoch the epoch of the leader that stored it
 * @param maxTimestamp the largest timestamp of its records
 * @param bytes the batch as a fetch returns it
 */
record StoredBatch(
    long baseOffset, long lastOffset, int leaderEpoch, long maxTimestamp, byte[] bytes) {

  /**
   * The first record at or after a time; of compressed records, which are left alone, the first of
   * all.
   */
  long offsetAt(long timestamp) {
    RecordBatches batches = RecordBatches.of(ByteSlice.of(bytes));
    batches.next();
    RecordBatch batch = batches.current();
    if (batch.compressionId() == 0) {
      RecordCursor cursor = batch.cursor(id -> null, bytes.length);
      while (cursor.next()) {
        if (cursor.timestamp() >= timestamp) {
          return cursor.offset();
        }
      }
    }
    return baseOffset;
  }
}
