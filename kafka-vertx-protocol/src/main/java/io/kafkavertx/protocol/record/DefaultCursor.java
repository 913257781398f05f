package io.kafkavertx.protocol.record;

import static io.kafkavertx.protocol.record.RecordFormat.SMALLEST_RECORD;

/** Records of magic 2: varints, relative to the batch. */
final class DefaultCursor extends RecordCursor {
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
    limit = end;
    // Numbers with the position after them: all of it stays in registers.
    long number = varint(position);
    int at = (int) number;
    int length = (int) (number >> 32);
    if (length < SMALLEST_RECORD - 1 || length > end - at) {
      throw corrupt("it has " + length + " bytes, " + (end - at) + " are left");
    }
    int recordEnd = at + length;
    limit = recordEnd;
    at++; // The attributes of a record: none are defined.
    at = readTimestamp(at);
    number = varint(at);
    at = (int) number;
    int offsetDelta = (int) (number >> 32);
    if (offsetDelta < 0 || offsetDelta > lastOffsetDelta) {
      throw corrupt("it is " + offsetDelta + " offsets after the first of " + lastOffsetDelta);
    }
    offset = baseOffset + offsetDelta;
    number = length(at);
    keyOffset = (int) number;
    keyLength = (int) (number >> 32);
    number = length(keyOffset + Math.max(0, keyLength));
    valueOffset = (int) number;
    valueLength = (int) (number >> 32);
    number = varint(valueOffset + Math.max(0, valueLength));
    at = (int) number;
    headersOffset = at;
    headerCount = (int) (number >> 32);
    if (headerCount != 0) {
      at = passHeaders(at);
    }
    if (at != recordEnd) {
      throw corrupt((recordEnd - at) + " bytes follow its headers");
    }
    headersEnd = at;
    position = at;
    return true;
  }

  /** Checks the headers, so that decoding them later, if anybody does, cannot fail. */
  private int passHeaders(int from) {
    int at = from;
    if (headerCount < 0 || headerCount > (limit - at) / 2) {
      throw corrupt(headerCount + " headers do not fit " + (limit - at) + " bytes");
    }
    for (int i = 0; i < headerCount; i++) {
      long name = length(at);
      if (name < 0) {
        throw corrupt("a header has no key");
      }
      long value = length((int) name + (int) (name >> 32));
      at = (int) value + Math.max(0, (int) (value >> 32));
    }
    return at;
  }

  private boolean finish() {
    if (position != end) {
      throw batch.corrupt((end - position) + " bytes follow its last record", null);
    }
    return false;
  }

  /**
   * The length of a key or value inside the record, -1 for null, in the upper half; what follows it
   * is in the lower half.
   */
  private long length(int at) {
    long number = varint(at);
    int length = (int) (number >> 32);
    if (length < -1 || length > limit - (int) number) {
      throw corrupt("a length of " + length + ", " + (limit - (int) number) + " bytes are left");
    }
    return number;
  }

  /** A number in the upper half, the position after it in the lower half. */
  private long varint(int at) {
    // Most varints of a record have one byte or two.
    if (at + 1 < limit) {
      int first = array[at];
      if (first >= 0) {
        return packed((first >>> 1) ^ -(first & 1), at + 1);
      }
      int second = array[at + 1];
      if (second >= 0) {
        int raw = (first & 0x7F) | (second << 7);
        return packed((raw >>> 1) ^ -(raw & 1), at + 2);
      }
    }
    return longVarint(at);
  }

  private static long packed(int number, int next) {
    return ((long) number << 32) | next;
  }

  private long longVarint(int from) {
    int at = from;
    int raw = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      byte next = byteAt(at++);
      if (shift == 28 && (next & 0xF0) != 0) {
        break;
      }
      raw |= (next & 0x7F) << shift;
      if (next >= 0) {
        return packed((raw >>> 1) ^ -(raw & 1), at);
      }
    }
    throw corrupt("a varint is longer than 32 bits");
  }

  /** Returns the position after it. */
  private int readTimestamp(int from) {
    int at = from;
    long raw = 0;
    for (int shift = 0; shift < 70; shift += 7) {
      byte next = byteAt(at++);
      if (shift == 63 && (next & 0xFE) != 0) {
        break;
      }
      raw |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        long delta = (raw >>> 1) ^ -(raw & 1);
        timestamp = logAppendTime ? baseTimestamp : baseTimestamp + delta;
        return at;
      }
    }
    throw corrupt("a varlong is longer than 64 bits");
  }

  private byte byteAt(int at) {
    if (at >= limit) {
      throw corrupt("it ends in the middle of a number");
    }
    return array[at];
  }

  private CorruptRecordsException corrupt(String message) {
    String where = "record " + index + " of " + count + ": ";
    // What follows cannot be found without this record's end.
    index = count;
    position = end;
    return batch.corrupt(where + message, null);
  }
}
