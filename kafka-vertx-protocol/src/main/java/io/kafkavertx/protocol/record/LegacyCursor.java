package io.kafkavertx.protocol.record;

import static io.kafkavertx.protocol.record.RecordFormat.*;

/** Messages of magic 0 or 1, one after the other. The sizes of the entries have been checked. */
final class LegacyCursor extends RecordCursor {
  private final LegacyBatch batch;
  private final long base;
  private final int end;
  private int position;

  /**
   * @param base what to add to the offsets of the messages
   */
  LegacyCursor(LegacyBatch batch, byte[] messages, int from, int end, long base) {
    this.batch = batch;
    this.array = messages;
    this.position = from;
    this.end = end;
    this.base = base;
  }

  @Override
  public boolean next() {
    if (position >= end) {
      return false;
    }
    int start = position;
    int messageEnd = start + SIZE_END + (int) INT32.get(array, start + SIZE);
    position = messageEnd;
    offset = base + (long) INT64.get(array, start + OFFSET);
    // A broker gives the wrapper the offset of its last message; 0 is one that no broker has seen.
    if (offset < 0 || (offset > batch.lastOffset() && batch.lastOffset() != 0)) {
      throw corrupt("a message inside has the offset " + offset);
    }
    timestamp = timestamp(start);
    int keyAt = start + LegacyBatch.smallest(batch.magic()) - 8;
    keyOffset = keyAt + 4;
    keyLength = length((int) INT32.get(array, keyAt), messageEnd - keyOffset - 4);
    int valueAt = keyOffset + Math.max(0, keyLength);
    valueOffset = valueAt + 4;
    valueLength = length((int) INT32.get(array, valueAt), messageEnd - valueOffset);
    if (valueOffset + Math.max(0, valueLength) != messageEnd) {
      throw corrupt("bytes follow the value of offset " + offset);
    }
    return true;
  }

  private long timestamp(int start) {
    if (batch.magic() == 0) {
      return -1;
    }
    return batch.isLogAppendTime()
        ? batch.maxTimestamp()
        : (long) INT64.get(array, start + LEGACY_TIMESTAMP);
  }

  private int length(int length, int left) {
    if (length < -1 || length > left) {
      throw corrupt("a length of " + length + " at offset " + offset + ", " + left + " are left");
    }
    return length;
  }

  private CorruptRecordsException corrupt(String message) {
    position = end;
    return batch.corrupt(message, null);
  }
}
