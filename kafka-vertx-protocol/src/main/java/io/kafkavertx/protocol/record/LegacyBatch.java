package io.kafkavertx.protocol.record;

import static io.kafkavertx.protocol.record.RecordFormat.*;

import io.kafkavertx.spi.BoundedOutput;
import java.util.function.IntFunction;
import java.util.zip.CRC32;

/** An entry of a message set of magic 0 or 1: a message, or a compressed wrapper around several. */
final class LegacyBatch extends RecordBatch {
  /** The last compression that these formats know: lz4. */
  private static final int LAST_COMPRESSION = 3;

  private final int magic;

  /**
   * @param size all bytes of the entry, at least those of an empty message, inside {@code array}
   */
  LegacyBatch(byte[] array, int start, int size, int magic) {
    super(array, start, size);
    this.magic = magic;
  }

  /** The bytes of an empty message with its offset and size. */
  static int smallest(int magic) {
    return magic == 0 ? SMALLEST_V0 : SMALLEST_V1;
  }

  /** Throws when the header makes no sense. */
  void checkHeader() {
    if (lastOffset() < 0) {
      throw new CorruptRecordsException("a negative offset", lastOffset(), lastOffset() + 1);
    }
    if (compressionId() > LAST_COMPRESSION) {
      throw corrupt("compression " + compressionId() + " does not exist in magic " + magic, null);
    }
  }

  @Override
  public int magic() {
    return magic;
  }

  @Override
  public long baseOffset() {
    return lastOffset();
  }

  @Override
  public long lastOffset() {
    return (long) INT64.get(array, start + OFFSET);
  }

  @Override
  public int leaderEpoch() {
    return -1;
  }

  @Override
  public int compressionId() {
    return attributes() & COMPRESSION_MASK;
  }

  @Override
  public TimestampType timestampType() {
    if (magic == 0) {
      return TimestampType.NO_TIMESTAMP_TYPE;
    }
    return isLogAppendTime() ? TimestampType.LOG_APPEND_TIME : TimestampType.CREATE_TIME;
  }

  boolean isLogAppendTime() {
    return magic == 1 && (attributes() & LOG_APPEND_TIME) != 0;
  }

  @Override
  public long maxTimestamp() {
    return magic == 0 ? -1 : (long) INT64.get(array, start + LEGACY_TIMESTAMP);
  }

  @Override
  public boolean isTransactional() {
    return false;
  }

  @Override
  public boolean isControl() {
    return false;
  }

  @Override
  public long producerId() {
    return -1;
  }

  @Override
  public short producerEpoch() {
    return -1;
  }

  @Override
  public int baseSequence() {
    return -1;
  }

  @Override
  public int count() {
    return compressionId() == 0 ? 1 : -1;
  }

  /**
   * {@inheritDoc}
   *
   * <p>The CRC of a wrapper covers the messages inside; their own are not looked at.
   */
  @Override
  public void checkCrc() {
    int stored = (int) INT32.get(array, start + LEGACY_CRC);
    int computed = computeCrc(array, start, size);
    if (stored != computed) {
      throw corrupt(
          "its CRC-32 is "
              + Integer.toHexString(computed)
              + ", the header says "
              + Integer.toHexString(stored),
          null);
    }
  }

  /** The CRC-32 of a message: of all that follows the CRC itself. */
  static int computeCrc(byte[] array, int start, int size) {
    CRC32 crc = new CRC32();
    crc.update(array, start + MAGIC, size - MAGIC);
    return (int) crc.getValue();
  }

  @Override
  public RecordCursor cursor(CodecLookup codecs, UnpackLimits limits, IntFunction<byte[]> arrays) {
    if (compressionId() == 0) {
      return new LegacyCursor(this, array, start, start + size, 0);
    }
    int keyAt = start + smallest(magic) - 8;
    int keyLength = (int) INT32.get(array, keyAt);
    long valueAt = keyAt + 4L + Math.max(0, keyLength);
    if (keyLength < -1 || valueAt + 4 > start + (long) size) {
      throw corrupt("the wrapper has a key of " + keyLength + " bytes", null);
    }
    int valueLength = (int) INT32.get(array, (int) valueAt);
    int from = (int) valueAt + 4;
    if (valueLength < 0 || valueLength != start + size - from) {
      throw corrupt("the wrapper holds " + valueLength + " bytes of messages", null);
    }
    BoundedOutput out = decompress(from, valueLength, codecs, limits, arrays);
    return new LegacyCursor(this, out.array(), 0, out.size(), innerBase(out.array(), out.size()));
  }

  /**
   * What to add to the offsets inside a wrapper: 0 in magic 0, where they are absolute. In magic 1
   * they are relative, and the wrapper has the absolute offset of the last one.
   */
  private long innerBase(byte[] messages, int length) {
    long lastInner = -1;
    int at = 0;
    while (at < length) {
      int left = length - at;
      int entry = left < SIZE_END ? -1 : (int) INT32.get(messages, at + SIZE);
      if (entry < smallest(magic) - SIZE_END || entry > left - SIZE_END) {
        throw corrupt("a message inside has " + entry + " bytes, " + left + " are left", null);
      }
      if (messages[at + MAGIC] != magic) {
        throw corrupt("a message inside has another magic", null);
      }
      if ((messages[at + LEGACY_ATTRIBUTES] & COMPRESSION_MASK) != 0) {
        throw new DoublyCompressedException(baseOffset(), nextOffset());
      }
      lastInner = (long) INT64.get(messages, at + OFFSET);
      at += SIZE_END + entry;
    }
    if (lastInner < 0) {
      throw corrupt("the wrapper has no messages, or a negative offset inside", null);
    }
    // Offset 0: not yet given an offset by a broker, and some producers left it so.
    if (magic == 0 || lastOffset() == 0) {
      return 0;
    }
    if (lastInner > lastOffset()) {
      throw corrupt("the relative offset " + lastInner + " is beyond the wrapper's", null);
    }
    return lastOffset() - lastInner;
  }

  private int attributes() {
    return array[start + LEGACY_ATTRIBUTES];
  }
}
