package io.kafkavertx.protocol.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.protocol.wire.ByteSlice;
import io.kafkavertx.spi.Header;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Most records are read the short way; it must not matter which way was taken. */
final class DefaultCursorTest {
  private static final int[] SIZES = {-1, 0, 1, 62, 63, 64, 65, 127, 128, 8190, 8191, 8192, 9000};
  private static final long[] DELTAS = {0, 1, -1, 63, -64, 64, -65, 8191, -8192, 8192, 1L << 40};

  @Test
  void goodRecordsAreTheSameEitherWay() {
    for (int seed = 0; seed < 50; seed++) {
      byte[] batch = batch(new Random(seed));
      List<String> usual = read(batch, false);
      assertThat(usual).as("seed %d", seed).isEqualTo(read(batch, true));
      assertThat(usual.get(usual.size() - 1)).as("seed %d", seed).isEqualTo("end");
    }
  }

  @Test
  void damagedRecordsAreTheSameEitherWay() {
    int refused = 0;
    for (int seed = 0; seed < 20_000; seed++) {
      Random random = new Random(seed);
      byte[] batch = small(random);
      for (int i = 1 + random.nextInt(2); i > 0; i--) {
        int at =
            RecordFormat.RECORDS + random.nextInt(Math.max(1, batch.length - RecordFormat.RECORDS));
        batch[at] =
            switch (random.nextInt(3)) {
              case 0 -> (byte) random.nextInt();
              case 1 -> (byte) (batch[at] ^ (1 << random.nextInt(8)));
              default -> (byte) 0x80;
            };
      }
      List<String> usual = read(batch, false);
      assertThat(usual).as("seed %d", seed).isEqualTo(read(batch, true));
      refused += usual.get(usual.size() - 1).equals("end") ? 0 : 1;
    }
    assertThat(refused).isBetween(5_000, 19_000);
  }

  private static byte[] batch(Random random) {
    BatchBuilder builder = new BatchBuilder(1 << 20);
    for (int i = 1 + random.nextInt(200); i > 0; i--) {
      long timestamp = 1_700_000_000_000L + DELTAS[random.nextInt(DELTAS.length)];
      List<Header> headers =
          random.nextInt(9) > 0 ? List.of() : List.of(new Header("h", bytes(random.nextInt(9))));
      builder.append(timestamp, some(random), some(random), headers);
    }
    return builder.close(null).toArray();
  }

  private static byte[] small(Random random) {
    BatchBuilder builder = new BatchBuilder(256);
    for (int i = 0; i < 3; i++) {
      builder.append(
          1_700_000_000_000L + i,
          bytes(random.nextInt(4) - 1),
          bytes(random.nextInt(9)),
          List.of());
    }
    return builder.close(null).toArray();
  }

  private static byte[] some(Random random) {
    return bytes(SIZES[random.nextInt(SIZES.length)]);
  }

  private static byte[] bytes(int size) {
    return size < 0 ? null : new byte[size];
  }

  /** What a reader gets to see of a batch, up to its end or to the record that is refused. */
  private static List<String> read(byte[] bytes, boolean longWay) {
    RecordBatches batches = RecordBatches.of(ByteSlice.of(bytes));
    batches.next();
    RecordBatch batch = batches.current();
    DefaultCursor cursor = (DefaultCursor) batch.cursor(null, 1 << 24);
    List<String> seen = new ArrayList<>();
    try {
      for (int i = 0; i < batch.count(); i++) {
        assertThat(longWay ? cursor.nextOther() : cursor.next()).isTrue();
        seen.add(
            String.join(
                " ",
                List.of(
                    "offset " + cursor.offset(),
                    "timestamp " + cursor.timestamp(),
                    "key " + cursor.keyOffset() + " " + cursor.keyLength(),
                    "value " + cursor.valueOffset() + " " + cursor.valueLength(),
                    "headers " + cursor.headersOffset() + " " + cursor.headersEnd(),
                    "count " + cursor.headerCount())));
      }
      seen.add("end");
    } catch (CorruptRecordsException e) {
      seen.add("refused");
    }
    return seen;
  }
}
