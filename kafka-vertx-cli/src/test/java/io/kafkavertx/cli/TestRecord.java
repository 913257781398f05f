package io.kafkavertx.cli;

import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.protocol.record.TimestampType;
import io.kafkavertx.protocol.wire.ByteSlice;
import io.kafkavertx.spi.Header;
import io.kafkavertx.spi.TopicPartition;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A record that was never in a topic: orders-3, offset 42. */
record TestRecord(ByteSlice key, ByteSlice value, List<Header> headers, long timestamp)
    implements ConsumerRecord<ByteSlice, ByteSlice> {

  static TestRecord of(String key, String value) {
    return new TestRecord(slice(key), slice(value), List.of(), 1_700_000_000_123L);
  }

  static TestRecord ofBytes(byte[] key, byte[] value) {
    return new TestRecord(ByteSlice.of(key), ByteSlice.of(value), List.of(), 0);
  }

  private static ByteSlice slice(String text) {
    return text == null ? null : ByteSlice.of(text.getBytes(StandardCharsets.UTF_8));
  }

  TestRecord headers(List<Header> others) {
    return new TestRecord(key, value, others, timestamp);
  }

  static String printed(RecordPrinter printer, TestRecord record) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ByteSink sink = new ByteSink(bytes);
    printer.print(record, sink);
    sink.flush();
    return bytes.toString(StandardCharsets.UTF_8);
  }

  @Override
  public TopicPartition topicPartition() {
    return new TopicPartition("orders", 3);
  }

  @Override
  public long offset() {
    return 42;
  }

  @Override
  public TimestampType timestampType() {
    return TimestampType.CREATE_TIME;
  }

  @Override
  public int leaderEpoch() {
    return 0;
  }

  @Override
  public int serializedKeySize() {
    return key == null ? -1 : key.length();
  }

  @Override
  public int serializedValueSize() {
    return value == null ? -1 : value.length();
  }
}
