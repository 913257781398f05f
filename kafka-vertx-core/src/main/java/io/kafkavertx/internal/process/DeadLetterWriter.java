package io.kafkavertx.internal.process;

import io.kafkavertx.spi.Header;
import io.vertx.core.Future;
import java.util.List;

/** Writes dead letters. */
public interface DeadLetterWriter {
  /**
   * On the loop.
   *
   * @return completes, on the loop, when all in-sync replicas have the record
   */
  Future<Void> write(String topic, byte[] key, byte[] value, List<Header> headers);
}
