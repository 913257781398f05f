package io.kafkavertx.internal.fetch;

import io.kafkavertx.protocol.record.BatchBuilder;
import io.kafkavertx.protocol.record.ControlRecords;
import io.kafkavertx.protocol.wire.ByteSlice;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32C;

/** Record batches as a log has them: written, compacted, transactional, damaged. */
final class TestBatches {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private int epochsUpTo;

  /** A batch of {@code count} records, the value of each is its offset. */
  TestBatches batch(long baseOffset, int count) {
    add(data(baseOffset, count, -1));
    return this;
  }

  /** As {@link #batch}, of a transaction. */
  TestBatches transactional(long baseOffset, int count, long producerId) {
    add(data(baseOffset, count, producerId));
    return this;
  }

  /** A batch that had {@code lastDelta + 1} records, of which the first {@code left} are left. */
  TestBatches compacted(long baseOffset, int left, int lastDelta) {
    ByteBuffer buffer = ByteBuffer.wrap(data(baseOffset, Math.max(1, left), -1));
    byte[] result = buffer.array();
    if (left == 0) {
      result = java.util.Arrays.copyOf(result, 61);
      buffer = ByteBuffer.wrap(result).putInt(8, 61 - 12).putInt(57, 0);
    }
    buffer.putInt(23, lastDelta);
    add(sign(result));
    return this;
  }

  TestBatches marker(long offset, long producerId, ControlRecords.Type type) {
    add(
        ControlRecords.endTransactionMarker(type, offset, 1000, producerId, (short) 0, 0)
            .toArray());
    return this;
  }

  /** Everything so far was written under that epoch of the leader (not part of the checksum). */
  TestBatches epoch(int epoch) {
    byte[] all = bytes.toByteArray();
    ByteBuffer buffer = ByteBuffer.wrap(all);
    for (int at = 0; at < all.length; at += 12 + buffer.getInt(at + 8)) {
      if (at >= epochsUpTo) {
        buffer.putInt(at + 12, epoch);
      }
    }
    epochsUpTo = all.length;
    bytes.reset();
    bytes.writeBytes(all);
    return this;
  }

  /** A control batch of a type that nobody has defined yet. */
  TestBatches unknownMarker(long offset, long producerId) {
    byte[] marker =
        ControlRecords.endTransactionMarker(
                ControlRecords.Type.COMMIT, offset, 1000, producerId, (short) 0, 0)
            .toArray();
    // Length, attributes, two deltas, key length, and then the version of the key and its type.
    marker[61 + 5 + 3] = 77;
    add(sign(marker));
    return this;
  }

  /** A batch with a wrong checksum. */
  TestBatches corrupt(long baseOffset, int count) {
    byte[] batch = data(baseOffset, count, -1);
    // The last byte of the last value; headers come after it.
    batch[batch.length - 2] ^= 1;
    add(batch);
    return this;
  }

  /** The first bytes of a batch. */
  TestBatches cutOff(long baseOffset, int count, int length) {
    add(java.util.Arrays.copyOf(data(baseOffset, count, -1), length));
    return this;
  }

  ByteSlice slice() {
    return ByteSlice.of(bytes.toByteArray());
  }

  private void add(byte[] batch) {
    bytes.writeBytes(batch);
  }

  private static byte[] data(long baseOffset, int count, long producerId) {
    BatchBuilder builder = new BatchBuilder(256);
    for (int i = 0; i < count; i++) {
      byte[] value = Long.toString(baseOffset + i).getBytes(StandardCharsets.UTF_8);
      builder.append(1000 + i, null, value, List.of());
    }
    ByteSlice closed = builder.close(null);
    if (producerId >= 0) {
      builder.stamp(producerId, (short) 0, 0, true);
    } else {
      builder.stamp(-1, (short) -1, -1, false);
    }
    byte[] batch = closed.toArray();
    ByteBuffer.wrap(batch).putLong(0, baseOffset);
    return batch;
  }

  private static byte[] sign(byte[] batch) {
    CRC32C crc = new CRC32C();
    crc.update(batch, 21, batch.length - 21);
    ByteBuffer.wrap(batch).putInt(17, (int) crc.getValue());
    return batch;
  }
}
