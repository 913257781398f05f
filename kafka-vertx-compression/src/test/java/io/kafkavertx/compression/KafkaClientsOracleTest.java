package io.kafkavertx.compression;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.protocol.record.BatchBuilder;
import io.kafkavertx.protocol.record.BatchFields;
import io.kafkavertx.protocol.record.ControlRecords;
import io.kafkavertx.protocol.record.LegacyMessageSetBuilder;
import io.kafkavertx.protocol.record.RecordBatches;
import io.kafkavertx.protocol.record.RecordCursor;
import io.kafkavertx.protocol.wire.ByteSlice;
import io.kafkavertx.spi.CompressionCodec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.CompressionType;
import org.apache.kafka.common.record.internal.EndTransactionMarker;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MemoryRecordsBuilder;
import org.apache.kafka.common.record.internal.MutableRecordBatch;
import org.apache.kafka.common.record.internal.Record;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.Test;

/** Record batches of all formats and codecs, written by one side and read by the other. */
class KafkaClientsOracleTest {
  private static final int BATCHES = 25_000;
  private static final int LIMIT = 64 << 20;

  @Test
  void kafkaClientsReadsWhatWeWrite() {
    BatchBuilder builder = new BatchBuilder(256);
    for (int seed = 0; seed < BATCHES; seed++) {
      Random random = new Random(seed);
      int magic = random.nextInt(4) == 0 ? random.nextInt(2) : 2;
      List<RandomRecord> records = RandomRecord.list(random, magic);
      CompressionCodec codec = Codecs.codec(anyCodec(random, magic));
      if (magic < 2) {
        kafkaClientsReads(seed, records, 0, ourMessageSet(magic, records, codec));
        continue;
      }
      builder.reset();
      records.forEach(r -> builder.append(r.timestamp(), r.key(), r.value(), r.headers()));
      ByteSlice bytes = builder.close(codec);
      long producerId = random.nextBoolean() ? -1 : random.nextInt(1_000_000);
      boolean transactional = producerId >= 0 && random.nextBoolean();
      short epoch = (short) (producerId < 0 ? -1 : random.nextInt(Short.MAX_VALUE));
      int sequence = producerId < 0 ? -1 : random.nextInt(Integer.MAX_VALUE);
      builder.stamp(producerId, epoch, sequence, transactional);
      BatchFields.setBaseOffset(bytes, seed);
      BatchFields.setLeaderEpoch(bytes, seed + 1);
      MutableRecordBatch batch = kafkaClientsReads(seed, records, seed, bytes);
      assertThat(batch.producerId()).isEqualTo(producerId);
      assertThat(batch.producerEpoch()).isEqualTo(epoch);
      assertThat(batch.baseSequence()).isEqualTo(sequence);
      assertThat(batch.isTransactional()).isEqualTo(transactional);
      assertThat(batch.partitionLeaderEpoch()).isEqualTo(seed + 1);
      assertThat(batch.maxTimestamp()).isEqualTo(builder.maxTimestamp());
      assertThat(batch.lastOffset()).isEqualTo(seed + records.size() - 1L);
    }
  }

  @Test
  void weReadWhatKafkaClientsWrites() {
    for (int seed = 0; seed < BATCHES; seed++) {
      Random random = new Random(-1 - seed);
      int magic = random.nextInt(4) == 0 ? random.nextInt(2) : 2;
      List<RandomRecord> records = RandomRecord.list(random, magic);
      int codec = anyCodec(random, magic);
      boolean appendTime = magic > 0 && random.nextInt(4) == 0;
      long producerId = magic < 2 || random.nextBoolean() ? -1 : random.nextInt(1_000_000);
      boolean transactional = producerId >= 0 && random.nextBoolean();
      MemoryRecordsBuilder builder =
          MemoryRecords.builder(
              ByteBuffer.allocate(512),
              (byte) magic,
              Compression.of(CompressionType.forId(codec)).build(),
              magic == 0
                  ? TimestampType.NO_TIMESTAMP_TYPE
                  : appendTime ? TimestampType.LOG_APPEND_TIME : TimestampType.CREATE_TIME,
              1000L + seed,
              magic == 0 ? -1 : 5_000_000L + seed,
              producerId,
              (short) (producerId < 0 ? -1 : 7),
              producerId < 0 ? -1 : 77,
              transactional,
              magic < 2 ? -1 : 3);
      records.forEach(r -> builder.append(r.timestamp(), r.key(), r.value(), r.kafkaHeaders()));
      byte[] bytes = Utils.toArray(builder.build().buffer());
      weRead(seed, records, 1000L + seed, appendTime ? 5_000_000L + seed : -1, bytes);
      io.kafkavertx.protocol.record.RecordBatch batch = firstBatch(bytes);
      assertThat(batch.magic()).isEqualTo(magic);
      assertThat(batch.compressionId()).isEqualTo(codec);
      assertThat(batch.producerId()).isEqualTo(producerId);
      assertThat(batch.isTransactional()).isEqualTo(transactional);
      assertThat(batch.isControl()).isFalse();
      if (magic == 2) {
        assertThat(batch.count()).isEqualTo(records.size());
        assertThat(batch.leaderEpoch()).isEqualTo(3);
        assertThat(batch.nextOffset()).isEqualTo(1000L + seed + records.size());
        assertThat(batch.baseSequence()).isEqualTo(producerId < 0 ? -1 : 77);
      }
    }
  }

  @Test
  void anUncompressedBatchIsTheSameByteForByte() {
    for (int seed = 0; seed < 2_000; seed++) {
      Random random = new Random(seed);
      for (int magic = 0; magic <= 2; magic++) {
        List<RandomRecord> records = RandomRecord.list(random, magic);
        MemoryRecordsBuilder theirs =
            MemoryRecords.builder(
                ByteBuffer.allocate(512),
                (byte) magic,
                Compression.NONE,
                magic == 0 ? TimestampType.NO_TIMESTAMP_TYPE : TimestampType.CREATE_TIME,
                0,
                -1,
                magic == 2 ? 12 : -1,
                (short) (magic == 2 ? 3 : -1),
                magic == 2 ? 40 : -1,
                magic == 2,
                -1);
        records.forEach(r -> theirs.append(r.timestamp(), r.key(), r.value(), r.kafkaHeaders()));
        ByteSlice ours;
        if (magic < 2) {
          ours = ourMessageSet(magic, records, null);
        } else {
          BatchBuilder builder = new BatchBuilder(16);
          records.forEach(r -> builder.append(r.timestamp(), r.key(), r.value(), r.headers()));
          ours = builder.close(null);
          builder.stamp(12, (short) 3, 40, true);
        }
        assertThat(ours.toArray())
            .as("seed %d magic %d", seed, magic)
            .isEqualTo(Utils.toArray(theirs.build().buffer()));
      }
    }
  }

  @Test
  void controlBatchesAreReadAndWritten() {
    for (ControlRecords.Type type :
        List.of(ControlRecords.Type.ABORT, ControlRecords.Type.COMMIT)) {
      MemoryRecords theirs =
          MemoryRecords.withEndTransactionMarker(
              500, 1_234, 8, 99, (short) 4, EndTransactionMarker.deserialize(marker(type)));
      io.kafkavertx.protocol.record.RecordBatch batch = firstBatch(Utils.toArray(theirs.buffer()));
      batch.checkCrc();
      assertThat(batch.isControl()).isTrue();
      assertThat(batch.isTransactional()).isTrue();
      assertThat(batch.producerId()).isEqualTo(99);
      RecordCursor cursor = batch.cursor(Codecs::codec, LIMIT);
      assertThat(cursor.next()).isTrue();
      assertThat(ControlRecords.type(cursor)).isEqualTo(type);
      assertThat(ControlRecords.coordinatorEpoch(cursor)).isEqualTo(21);
      assertThat(cursor.next()).isFalse();

      ByteSlice ours = ControlRecords.endTransactionMarker(type, 500, 1_234, 99, (short) 4, 21);
      MutableRecordBatch read = onlyBatch(ours);
      read.ensureValid();
      assertThat(read.isControlBatch()).isTrue();
      Record record = read.iterator().next();
      EndTransactionMarker marker = EndTransactionMarker.deserialize(record);
      assertThat(marker.controlType().name()).isEqualTo(type.name());
      assertThat(marker.coordinatorEpoch()).isEqualTo(21);
    }
  }

  @Test
  void aLogAppendTimeThatIsStampedIsReadByKafkaClients() {
    BatchBuilder builder = new BatchBuilder(256);
    builder.append(1, null, new byte[5], null);
    builder.append(2, null, new byte[5], null);
    ByteSlice bytes = builder.close(null);
    builder.stamp();
    BatchFields.setLogAppendTime(bytes, 777);
    MutableRecordBatch batch = onlyBatch(bytes);
    batch.ensureValid();
    assertThat(batch.timestampType()).isEqualTo(TimestampType.LOG_APPEND_TIME);
    batch.forEach(r -> assertThat(r.timestamp()).isEqualTo(777));
  }

  /** Every other batch is compressed, which is what takes the time. */
  private static int anyCodec(Random random, int magic) {
    return random.nextBoolean() ? 0 : random.nextInt(magic == 2 ? 5 : 4);
  }

  private static Record marker(ControlRecords.Type type) {
    return onlyBatch(ControlRecords.endTransactionMarker(type, 0, 0, 0, (short) 0, 21))
        .iterator()
        .next();
  }

  private static ByteSlice ourMessageSet(
      int magic, List<RandomRecord> records, CompressionCodec codec) {
    LegacyMessageSetBuilder builder = new LegacyMessageSetBuilder(magic, 64);
    records.forEach(r -> builder.append(r.timestamp(), r.key(), r.value()));
    return builder.close(codec);
  }

  private static MutableRecordBatch onlyBatch(ByteSlice bytes) {
    return MemoryRecords.readableRecords(ByteBuffer.wrap(bytes.toArray())).batchIterator().next();
  }

  /** Returns the first batch. */
  private static MutableRecordBatch kafkaClientsReads(
      int seed, List<RandomRecord> expected, long firstOffset, ByteSlice bytes) {
    MemoryRecords read = MemoryRecords.readableRecords(ByteBuffer.wrap(bytes.toArray()));
    List<Record> records = new ArrayList<>();
    for (MutableRecordBatch batch : read.batches()) {
      batch.ensureValid();
      batch.forEach(records::add);
    }
    assertThat(records).as("seed %d", seed).hasSameSizeAs(expected);
    for (int i = 0; i < records.size(); i++) {
      Record record = records.get(i);
      RandomRecord want = expected.get(i);
      boolean same =
          record.offset() == firstOffset + i
              && record.timestamp() == want.timestamp()
              && Arrays.equals(Utils.toNullableArray(record.key()), want.key())
              && Arrays.equals(Utils.toNullableArray(record.value()), want.value())
              && Arrays.equals(record.headers(), want.kafkaHeaders());
      assertThat(same).as("seed %d record %d: %s", seed, i, record).isTrue();
    }
    return read.batchIterator().next();
  }

  private static io.kafkavertx.protocol.record.RecordBatch firstBatch(byte[] bytes) {
    RecordBatches batches = RecordBatches.of(ByteSlice.of(bytes));
    assertThat(batches.next()).isTrue();
    return batches.current();
  }

  private static void weRead(
      int seed, List<RandomRecord> expected, long firstOffset, long appendTime, byte[] bytes) {
    // In the middle of a frame, as a fetch response has it.
    byte[] frame = new byte[bytes.length + 20];
    Arrays.fill(frame, (byte) 0x55);
    System.arraycopy(bytes, 0, frame, 10, bytes.length);
    RecordBatches batches = RecordBatches.of(ByteSlice.of(frame, 10, bytes.length));
    int i = 0;
    while (batches.next()) {
      batches.current().checkCrc();
      RecordCursor cursor = batches.current().cursor(Codecs::codec, LIMIT);
      while (cursor.next()) {
        RandomRecord want = expected.get(i);
        boolean same =
            cursor.offset() == firstOffset + i
                && cursor.timestamp() == (appendTime < 0 ? want.timestamp() : appendTime)
                && Arrays.equals(cursor.key(), want.key())
                && Arrays.equals(cursor.value(), want.value())
                && cursor.headers().equals(want.headers());
        assertThat(same).as("seed %d record %d", seed, i).isTrue();
        i++;
      }
    }
    assertThat(i).as("seed %d", seed).isEqualTo(expected.size());
    assertThat(batches.hasPartialTail()).isFalse();
  }
}
