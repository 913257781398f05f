package io.kafkavertx.protocol.record;

import io.kafkavertx.spi.Header;
import java.util.List;

/** Decodes the headers of a record when somebody looks at them. */
public final class RecordHeaders {
  private RecordHeaders() {}

  /**
   * Decodes headers whose place a {@link RecordCursor} gave, at any time later.
   *
   * @return an unmodifiable list, values copied; empty for a count of 0
   */
  public static List<Header> decode(byte[] array, int headersOffset, int headerCount) {
    throw new UnsupportedOperationException();
  }
}
