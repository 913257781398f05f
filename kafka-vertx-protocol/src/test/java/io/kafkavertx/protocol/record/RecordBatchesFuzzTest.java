package io.kafkavertx.protocol.record;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.kafkavertx.protocol.wire.ByteSlice;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Arbitrary bytes as the records of a fetch response: only a {@link CorruptRecordsException} may
 * come of it.
 *
 * <p>In an ordinary build the seeds run. CONTRIBUTING.md has the command that looks for new inputs.
 */
class RecordBatchesFuzzTest {
  static final int LIMIT = 1 << 18;

  @MethodSource("seeds")
  @FuzzTest(maxDuration = "10m")
  void garbageIsATypedError(byte[] data) {
    readAll(data);
  }

  /** Reads everything that there is, headers included, and returns the number of errors. */
  static int readAll(byte[] data) {
    RecordBatches batches = RecordBatches.of(ByteSlice.of(data));
    int errors = 0;
    while (true) {
      try {
        if (!batches.next()) {
          return errors;
        }
      } catch (CorruptRecordsException expected) {
        errors++;
        continue;
      }
      errors += readBatch(batches.current());
    }
  }

  private static int readBatch(RecordBatch batch) {
    int errors = 0;
    try {
      batch.checkCrc();
    } catch (CorruptRecordsException expected) {
      // Read on all the same: a checksum keeps nobody out.
      errors = 0;
    }
    long read = 0;
    try {
      RecordCursor cursor = batch.cursor(Samples.CODECS, LIMIT);
      while (cursor.next()) {
        read++;
        checkRecord(batch, cursor);
      }
    } catch (CorruptRecordsException expected) {
      errors++;
    }
    if (read > LIMIT / RecordFormat.SMALLEST_RECORD && read > batch.sizeInBytes()) {
      throw new AssertionError(read + " records from " + batch.sizeInBytes() + " bytes");
    }
    return errors;
  }

  private static void checkRecord(RecordBatch batch, RecordCursor cursor) {
    cursor.key();
    cursor.value();
    cursor.headers();
    if (batch.isControl()) {
      ControlRecords.type(cursor);
    }
    boolean assigned = batch.magic() == 2 || batch.lastOffset() != 0;
    if (cursor.offset() < 0 || (assigned && cursor.offset() >= batch.nextOffset())) {
      throw new AssertionError(cursor.offset() + " is not before " + batch.nextOffset());
    }
  }

  static List<byte[]> seeds() {
    List<byte[]> seeds = new ArrayList<>();
    seeds.add(new byte[1]);
    seeds.add(Samples.batch(0, 1, false));
    seeds.add(Samples.concat(Samples.batch(10, 3, false), Samples.batch(13, 40, true)));
    seeds.add(
        ControlRecords.endTransactionMarker(ControlRecords.Type.ABORT, 5, 1, 9, (short) 1, 3)
            .toArray());
    for (int magic = 0; magic <= 1; magic++) {
      seeds.add(Samples.messageSet(magic, 3, -1));
      seeds.add(Samples.messageSet(magic, 30, 100));
      seeds.add(Samples.messageSet(magic, 30, 0));
    }
    return seeds;
  }
}
