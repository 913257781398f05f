package io.kafkavertx.eventbus;

import io.kafkavertx.ProducerRecord;
import io.kafkavertx.protocol.wire.WireReader;
import io.kafkavertx.protocol.wire.WireWriter;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;

/**
 * Records to produce on the event bus: the object itself on this node, its bytes to other nodes.
 */
final class ProducerRecordCodec
    implements MessageCodec<ProducerRecord<Buffer, Buffer>, ProducerRecord<Buffer, Buffer>> {
  @Override
  public void encodeToWire(Buffer buffer, ProducerRecord<Buffer, Buffer> record) {
    WireWriter out = new WireWriter();
    WireForm.text(out, record.topic());
    out.writeInt32(record.partition() == null ? -1 : record.partition());
    out.writeInt64(record.timestamp() == null ? -1 : record.timestamp());
    new WireForm.Content(record.key(), record.value(), record.headers()).write(out);
    WireForm.append(buffer, out);
  }

  @Override
  public ProducerRecord<Buffer, Buffer> decodeFromWire(int position, Buffer buffer) {
    WireReader in = WireForm.open(buffer, position);
    String topic = WireForm.text(in);
    int partition = in.readInt32();
    long timestamp = in.readInt64();
    WireForm.Content content = WireForm.Content.read(in);
    return new ProducerRecord<>(
        topic,
        partition < 0 ? null : partition,
        timestamp < 0 ? null : timestamp,
        content.key(),
        content.value(),
        content.headers());
  }

  @Override
  public ProducerRecord<Buffer, Buffer> transform(ProducerRecord<Buffer, Buffer> record) {
    return record;
  }

  @Override
  public String name() {
    return EventBusRecords.PRODUCER_CODEC;
  }

  @Override
  public byte systemCodecID() {
    return -1;
  }
}
