package io.kafkavertx.protocol.record;

import static io.kafkavertx.protocol.record.RecordFormat.SMALLEST_RECORD;

/** Records of magic 2: varints, relative to the batch. */
final class DefaultCursor extends RecordCursor {
  /** Bytes from the start of a usual record to its key, at most. */
  private static final int USUAL_NUMBERS = 9;

  private final DefaultBatch batch;
  private final long baseOffset;
  private final int lastOffsetDelta;
  private final long baseTimestamp;

  /** Every record has the timestamp of the batch. */
  private final boolean logAppendTime;

  private final int count;
  private final int end;
  private int index;
  private int position;

  /** Where the record that is being read ends: no varint may reach beyond it. */
  private int limit;

  DefaultCursor(DefaultBatch batch, byte[] records, int from, int end) {
    this.batch = batch;
    this.array = records;
    this.position = from;
    this.end = end;
    this.count = batch.count();
    this.baseOffset = batch.baseOffset();
    this.lastOffsetDelta = batch.lastOffsetDelta();
    this.logAppendTime = batch.isLogAppendTime();
    this.baseTimestamp = logAppendTime ? batch.maxTimestamp() : batch.baseTimestamp();
  }

  @Override
  public boolean next() {
    if (index >= count) {
      return finish();
    }
    index++;
    return nextUsual() || nextOther();
  }

  /**
   * Reads a record as most are: without headers, no number longer than two bytes. Checks once, at
   * the end, what {@link #nextOther} checks number by number.
   *
   * @return false for any other record, bad ones too; the position is where it was
   */
  private boolean nextUsual() {
    byte[] bytes = array;
    int at = position;
    if (end - at < USUAL_NUMBERS) {
      return false;
    }
    int raw = bytes[at++];
    if (raw < 0) {
      raw = twoBytes(raw, bytes[at++]);
    }
    int last = at + signed(raw) - 1;
    if (last >= end) {
      return false;
    }
    at++; // The attributes of a record: none are defined.
    raw = bytes[at++];
    if (raw < 0) {
      raw = twoBytes(raw, bytes[at++]);
    }
    int wrong = raw;
    timestamp = logAppendTime ? baseTimestamp : baseTimestamp + signed(raw);
    raw = bytes[at++];
    if (raw < 0) {
      raw = twoBytes(raw, bytes[at++]);
    }
    int offsetDelta = signed(raw);
    wrong |= offsetDelta | (lastOffsetDelta - offsetDelta);
    offset = baseOffset + offsetDelta;
    raw = bytes[at++];
    if (raw < 0) {
      raw = twoBytes(raw, bytes[at++]);
    }
    keyLength = signed(raw);
    keyOffset = at;
    wrong |= keyLength + 1;
    at += Math.max(0, keyLength);
    if (wrong < 0 || at >= last) {
      return false;
    }
    raw = bytes[at++];
    if (raw < 0) {
      raw = twoBytes(raw, bytes[at++]);
    }
    valueLength = signed(raw);
    valueOffset = at;
    at += Math.max(0, valueLength);
    if (valueLength < -1 || at != last || bytes[last] != 0) {
      return false;
    }
    headerCount = 0;
    headersOffset = last + 1;
    headersEnd = last + 1;
    position = last + 1;
    return true;
  }

  /** In zigzag; -1 when the number is longer. */
  private static int twoBytes(int first, int second) {
    return second >= 0 ? (first & 0x7F) | (second << 7) : -1;
  }

  /** Out of zigzag; far below 0 for -1. */
  private static int signed(int zigzag) {
    return (zigzag >>> 1) ^ -(zigzag & 1);
  }

  /** Reads any record, number by number. */
  boolean nextOther() {
    limit = end;
    int length = readVarint();
    if (length < SMALLEST_RECORD - 1 || length > end - position) {
      throw corrupt("it has " + length + " bytes, " + (end - position) + " are left");
    }
    limit = position + length;
    position++; // The attributes of a record: none are defined.
    long timestampDelta = readVarlong();
    timestamp = logAppendTime ? baseTimestamp : baseTimestamp + timestampDelta;
    int offsetDelta = readVarint();
    if (offsetDelta < 0 || offsetDelta > lastOffsetDelta) {
      throw corrupt("it is " + offsetDelta + " offsets after the first of " + lastOffsetDelta);
    }
    offset = baseOffset + offsetDelta;
    keyLength = readLength();
    keyOffset = position;
    position += Math.max(0, keyLength);
    valueLength = readLength();
    valueOffset = position;
    position += Math.max(0, valueLength);
    headerCount = readVarint();
    headersOffset = position;
    if (headerCount != 0) {
      passHeaders();
    }
    if (position != limit) {
      throw corrupt((limit - position) + " bytes follow its headers");
    }
    headersEnd = position;
    return true;
  }

  /** Checks the headers, so that decoding them later, if anybody does, cannot fail. */
  private void passHeaders() {
    if (headerCount < 0 || headerCount > (limit - position) / 2) {
      throw corrupt(headerCount + " headers do not fit " + (limit - position) + " bytes");
    }
    for (int i = 0; i < headerCount; i++) {
      int nameLength = readLength();
      if (nameLength < 0) {
        throw corrupt("a header has no key");
      }
      position += nameLength;
      int headerLength = readLength();
      position += Math.max(0, headerLength);
    }
  }

  private boolean finish() {
    if (position != end) {
      throw batch.corrupt((end - position) + " bytes follow its last record", null);
    }
    return false;
  }

  /** The length of a key or value inside the record, -1 for null. */
  private int readLength() {
    int length = readVarint();
    if (length < -1 || length > limit - position) {
      throw corrupt("a length of " + length + ", " + (limit - position) + " bytes are left");
    }
    return length;
  }

  private int readVarint() {
    // Most varints of a record have one byte or two.
    int at = position;
    if (at < limit) {
      int first = array[at];
      if (first >= 0) {
        position = at + 1;
        return (first >>> 1) ^ -(first & 1);
      }
      if (at + 1 < limit) {
        int second = array[at + 1];
        if (second >= 0) {
          position = at + 2;
          int raw = (first & 0x7F) | (second << 7);
          return (raw >>> 1) ^ -(raw & 1);
        }
      }
    }
    return readLongVarint();
  }

  private int readLongVarint() {
    int raw = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      byte next = readByte();
      if (shift == 28 && (next & 0xF0) != 0) {
        break;
      }
      raw |= (next & 0x7F) << shift;
      if (next >= 0) {
        return (raw >>> 1) ^ -(raw & 1);
      }
    }
    throw corrupt("a varint is longer than 32 bits");
  }

  private long readVarlong() {
    long raw = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      byte next = readByte();
      if (shift == 63 && (next & 0xFE) != 0) {
        break;
      }
      raw |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return (raw >>> 1) ^ -(raw & 1);
      }
    }
    throw corrupt("a varlong is longer than 64 bits");
  }

  private byte readByte() {
    if (position >= limit) {
      throw corrupt("it ends in the middle of a number");
    }
    return array[position++];
  }

  private CorruptRecordsException corrupt(String message) {
    String where = "record " + index + " of " + count + ": ";
    // What follows cannot be found without this record's end.
    index = count;
    position = end;
    return batch.corrupt(where + message, null);
  }
}
