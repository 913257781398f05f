package io.kafkavertx.protocol.record;

import static io.kafkavertx.protocol.record.RecordFormat.*;

import io.kafkavertx.spi.BoundedOutput;
import java.util.function.IntFunction;
import java.util.zip.CRC32C;

/** A batch of magic 2 (brokers from 0.11). */
final class DefaultBatch extends RecordBatch {
  /**
   * @param size all bytes of the batch, at least a header, inside {@code array}
   */
  DefaultBatch(byte[] array, int start, int size) {
    super(array, start, size);
  }

  /** Throws when the fields of the header contradict each other. */
  void checkHeader() {
    int lastOffsetDelta = lastOffsetDelta();
    int count = count();
    if (baseOffset() < 0 || lastOffsetDelta < 0 || baseOffset() + lastOffsetDelta < 0) {
      throw new CorruptRecordsException(
          "the offset of its last record is " + lastOffsetDelta + " after the first",
          baseOffset(),
          baseOffset() + 1);
    }
    if (count < 0 || count - 1 > lastOffsetDelta) {
      throw corrupt(count + " records do not fit " + (lastOffsetDelta + 1L) + " offsets", null);
    }
  }

  @Override
  public int magic() {
    return 2;
  }

  @Override
  public long baseOffset() {
    return (long) INT64.get(array, start + OFFSET);
  }

  @Override
  public long lastOffset() {
    return baseOffset() + lastOffsetDelta();
  }

  int lastOffsetDelta() {
    return (int) INT32.get(array, start + LAST_OFFSET_DELTA);
  }

  @Override
  public int leaderEpoch() {
    return (int) INT32.get(array, start + LEADER_EPOCH);
  }

  @Override
  public int compressionId() {
    return attributes() & COMPRESSION_MASK;
  }

  @Override
  public TimestampType timestampType() {
    return isLogAppendTime() ? TimestampType.LOG_APPEND_TIME : TimestampType.CREATE_TIME;
  }

  boolean isLogAppendTime() {
    return (attributes() & LOG_APPEND_TIME) != 0;
  }

  /** What the timestamps of the records count from. */
  long baseTimestamp() {
    return (long) INT64.get(array, start + BASE_TIMESTAMP);
  }

  @Override
  public long maxTimestamp() {
    return (long) INT64.get(array, start + MAX_TIMESTAMP);
  }

  @Override
  public boolean isTransactional() {
    return (attributes() & TRANSACTIONAL) != 0;
  }

  @Override
  public boolean isControl() {
    return (attributes() & CONTROL) != 0;
  }

  @Override
  public long producerId() {
    return (long) INT64.get(array, start + PRODUCER_ID);
  }

  @Override
  public short producerEpoch() {
    return (short) INT16.get(array, start + PRODUCER_EPOCH);
  }

  @Override
  public int baseSequence() {
    return (int) INT32.get(array, start + BASE_SEQUENCE);
  }

  @Override
  public int count() {
    return (int) INT32.get(array, start + COUNT);
  }

  @Override
  public void checkCrc() {
    int stored = (int) INT32.get(array, start + CRC);
    int computed = computeCrc(array, start, size);
    if (stored != computed) {
      throw corrupt(
          "its CRC-32C is "
              + Integer.toHexString(computed)
              + ", the header says "
              + Integer.toHexString(stored),
          null);
    }
  }

  /** The CRC-32C of a batch: of all that follows the CRC itself. */
  static int computeCrc(byte[] array, int start, int size) {
    CRC32C crc = new CRC32C();
    crc.update(array, start + ATTRIBUTES, size - ATTRIBUTES);
    return (int) crc.getValue();
  }

  @Override
  public RecordCursor cursor(CodecLookup codecs, UnpackLimits limits, IntFunction<byte[]> arrays) {
    int length = size - RECORDS;
    // Compaction leaves emptied batches behind, with the attributes that they had.
    if (compressionId() == 0 || (length == 0 && count() == 0)) {
      return cursor(array, start + RECORDS, start + size);
    }
    BoundedOutput out = decompress(start + RECORDS, length, codecs, limits, arrays);
    return cursor(out.array(), 0, out.size());
  }

  private RecordCursor cursor(byte[] records, int from, int end) {
    if (count() > (end - from) / SMALLEST_RECORD) {
      throw corrupt(count() + " records do not fit " + (end - from) + " bytes", null);
    }
    return new DefaultCursor(this, records, from, end);
  }

  private int attributes() {
    return (short) INT16.get(array, start + ATTRIBUTES);
  }
}
