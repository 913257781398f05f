package io.kafkavertx.eventbus;

import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.protocol.record.TimestampType;
import io.kafkavertx.protocol.wire.WireReader;
import io.kafkavertx.protocol.wire.WireWriter;
import io.kafkavertx.spi.Header;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import java.util.List;

/** Consumer records on the event bus: the object itself on this node, its bytes to other nodes. */
final class ConsumerRecordCodec
    implements MessageCodec<ConsumerRecord<Buffer, Buffer>, ConsumerRecord<Buffer, Buffer>> {
  @Override
  public void encodeToWire(Buffer buffer, ConsumerRecord<Buffer, Buffer> record) {
    WireWriter out = new WireWriter();
    write(out, record);
    WireForm.append(buffer, out);
  }

  static void write(WireWriter out, ConsumerRecord<Buffer, Buffer> record) {
    WireForm.text(out, record.topic());
    out.writeInt32(record.partition());
    out.writeInt64(record.offset());
    out.writeInt64(record.timestamp());
    WireForm.text(out, record.timestampType().name());
    out.writeInt32(record.leaderEpoch());
    new WireForm.Content(record.key(), record.value(), record.headers()).write(out);
  }

  @Override
  public ConsumerRecord<Buffer, Buffer> decodeFromWire(int position, Buffer buffer) {
    return read(WireForm.open(buffer, position));
  }

  static ConsumerRecord<Buffer, Buffer> read(WireReader in) {
    return new Received(
        new TopicPartition(WireForm.text(in), in.readInt32()),
        in.readInt64(),
        in.readInt64(),
        TimestampType.valueOf(WireForm.text(in)),
        in.readInt32(),
        WireForm.Content.read(in));
  }

  @Override
  public ConsumerRecord<Buffer, Buffer> transform(ConsumerRecord<Buffer, Buffer> record) {
    return record;
  }

  @Override
  public String name() {
    return EventBusRecords.CONSUMER_CODEC;
  }

  @Override
  public byte systemCodecID() {
    return -1;
  }

  /** A record that came from another node. */
  private record Received(
      TopicPartition topicPartition,
      long offset,
      long timestamp,
      TimestampType timestampType,
      int leaderEpoch,
      WireForm.Content content)
      implements ConsumerRecord<Buffer, Buffer> {
    @Override
    public Buffer key() {
      return content.key();
    }

    @Override
    public Buffer value() {
      return content.value();
    }

    @Override
    public List<Header> headers() {
      return content.headers();
    }

    @Override
    public int serializedKeySize() {
      return key() == null ? -1 : key().length();
    }

    @Override
    public int serializedValueSize() {
      return value() == null ? -1 : value().length();
    }

    @Override
    public String toString() {
      return topicPartition + "@" + offset;
    }
  }
}
