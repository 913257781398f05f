package io.kafkavertx.eventbus;

import io.kafkavertx.spi.Deserializer;
import io.kafkavertx.spi.Header;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/**
 * Keys and values of their own, for records that may have to wait: a view would keep all that was
 * fetched with it.
 */
final class CopiedBytes implements Deserializer<Buffer> {
  @Override
  public Buffer deserialize(
      String topic, List<Header> headers, byte[] array, int offset, int length) {
    return Buffer.buffer(length).appendBytes(array, offset, length);
  }

  @Override
  public boolean copies() {
    return true;
  }
}
