package io.kafkavertx.serdes;

import io.kafkavertx.spi.Header;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Headers in the Java client's form and back. */
final class JavaHeaders {
  private JavaHeaders() {}

  static Headers of(List<Header> headers) {
    RecordHeaders all = new RecordHeaders();
    for (Header header : headers) {
      all.add(header.key(), header.value());
    }
    return all;
  }

  static List<Header> back(Headers headers) {
    List<Header> all = new ArrayList<>();
    headers.forEach(header -> all.add(new Header(header.key(), header.value())));
    return all;
  }
}
