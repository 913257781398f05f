package io.kafkavertx.protocol.record;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Where the fields of a record batch and of an old message are, and big-endian access to them. */
final class RecordFormat {
  static final VarHandle INT16 =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  static final VarHandle INT32 =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  static final VarHandle INT64 =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /** What every magic starts with: the offset and the size of what follows the size. */
  static final int OFFSET = 0;

  static final int SIZE = 8;
  static final int SIZE_END = 12;

  /** The magic is at the same place in every format. */
  static final int MAGIC = 16;

  // Magic 2.
  static final int LEADER_EPOCH = 12;
  static final int CRC = 17;
  static final int ATTRIBUTES = 21;
  static final int LAST_OFFSET_DELTA = 23;
  static final int BASE_TIMESTAMP = 27;
  static final int MAX_TIMESTAMP = 35;
  static final int PRODUCER_ID = 43;
  static final int PRODUCER_EPOCH = 51;
  static final int BASE_SEQUENCE = 53;
  static final int COUNT = 57;
  static final int RECORDS = 61;

  /** Length, attributes, timestamp, offset, key length, value length, header count. */
  static final int SMALLEST_RECORD = 7;

  // Magic 0 and 1.
  static final int LEGACY_CRC = 12;
  static final int LEGACY_ATTRIBUTES = 17;
  static final int LEGACY_TIMESTAMP = 18;

  /** An empty message of magic 0, offset and size included: key and value are null. */
  static final int SMALLEST_V0 = 26;

  /** An empty message of magic 1, offset and size included. */
  static final int SMALLEST_V1 = 34;

  // Attributes; the old formats have the first two only.
  static final int COMPRESSION_MASK = 0x07;
  static final int LOG_APPEND_TIME = 0x08;
  static final int TRANSACTIONAL = 0x10;
  static final int CONTROL = 0x20;
  static final int DELETE_HORIZON = 0x40;

  static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  private RecordFormat() {}
}
