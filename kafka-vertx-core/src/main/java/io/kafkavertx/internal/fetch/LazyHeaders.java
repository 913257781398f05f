package io.kafkavertx.internal.fetch;

import io.kafkavertx.protocol.record.RecordHeaders;
import io.kafkavertx.spi.Header;
import java.util.AbstractList;
import java.util.List;

/** Headers that are decoded when somebody looks at them; few do. */
final class LazyHeaders extends AbstractList<Header> {
  private final int count;
  private final int offset;
  // Lets go of the batch once decoded.
  private byte[] array;
  private List<Header> decoded;

  private LazyHeaders(byte[] array, int offset, int count) {
    this.array = array;
    this.offset = offset;
    this.count = count;
  }

  static List<Header> of(byte[] array, int offset, int count) {
    return count == 0 ? List.of() : new LazyHeaders(array, offset, count);
  }

  @Override
  public Header get(int index) {
    List<Header> list = decoded;
    if (list == null) {
      list = RecordHeaders.decode(array, offset, count);
      decoded = list;
      array = null;
    }
    return list.get(index);
  }

  @Override
  public int size() {
    return count;
  }
}
