package io.kafkavertx.protocol.record;

import io.kafkavertx.protocol.wire.ProtocolException;
import io.kafkavertx.protocol.wire.WireReader;
import io.kafkavertx.spi.Header;
import java.util.Arrays;
import java.util.Collections;
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
    if (headerCount == 0) {
      return List.of();
    }
    WireReader in = new WireReader(array, headersOffset, array.length - headersOffset);
    if (headerCount < 0 || headerCount > in.remaining() / 2) {
      throw new ProtocolException(
          headerCount + " headers do not fit the " + in.remaining() + " bytes left");
    }
    Header[] headers = new Header[headerCount];
    for (int i = 0; i < headerCount; i++) {
      String key = in.readText(in.readVarint());
      int length = in.readVarint();
      headers[i] = new Header(key, length == -1 ? null : in.readBytes(length));
    }
    return Collections.unmodifiableList(Arrays.asList(headers));
  }
}
