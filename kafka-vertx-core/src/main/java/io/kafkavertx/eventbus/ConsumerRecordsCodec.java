package io.kafkavertx.eventbus;

import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.ConsumerRecords;
import io.kafkavertx.protocol.wire.WireReader;
import io.kafkavertx.protocol.wire.WireWriter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import java.util.ArrayList;
import java.util.List;

/** Batches of records on the event bus, as {@link ConsumerRecordCodec} does with single ones. */
final class ConsumerRecordsCodec
    implements MessageCodec<ConsumerRecords<Buffer, Buffer>, ConsumerRecords<Buffer, Buffer>> {
  @Override
  public void encodeToWire(Buffer buffer, ConsumerRecords<Buffer, Buffer> records) {
    WireWriter out = new WireWriter();
    out.writeInt32(records.size());
    records.forEach(record -> ConsumerRecordCodec.write(out, record));
    WireForm.append(buffer, out);
  }

  @Override
  public ConsumerRecords<Buffer, Buffer> decodeFromWire(int position, Buffer buffer) {
    WireReader in = WireForm.open(buffer, position);
    int count = in.readLength32();
    List<ConsumerRecord<Buffer, Buffer>> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      records.add(ConsumerRecordCodec.read(in));
    }
    return new ConsumerRecords<>(records);
  }

  @Override
  public ConsumerRecords<Buffer, Buffer> transform(ConsumerRecords<Buffer, Buffer> records) {
    return records;
  }

  @Override
  public String name() {
    return EventBusRecords.CONSUMER_BATCH_CODEC;
  }

  @Override
  public byte systemCodecID() {
    return -1;
  }
}
