package io.kafkavertx.internal.produce;

import io.kafkavertx.protocol.wire.ByteSlice;
import java.util.Arrays;

/**
 * Makes the bytes of a batch useless the moment that its buffer may be used again: whoever still
 * reads them finds a wrong checksum instead of, now and then, records of another topic.
 */
final class PoisoningPool extends BatchPool {
  private static final byte POISON = (byte) 0xDE;

  int released;

  PoisoningPool(int batchSize) {
    super(batchSize);
  }

  @Override
  void released(ProducerBatch batch) {
    released++;
    ByteSlice bytes = batch.bytes();
    Arrays.fill(bytes.array(), bytes.offset(), bytes.offset() + bytes.length(), POISON);
  }
}
