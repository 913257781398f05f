package io.kafkavertx.cli;

import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.protocol.wire.ByteSlice;

/** How a record looks on the standard output. */
interface RecordPrinter {
  void print(ConsumerRecord<ByteSlice, ByteSlice> record, ByteSink sink);
}
