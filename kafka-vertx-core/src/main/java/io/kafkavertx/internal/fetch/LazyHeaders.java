package io.kafkavertx.internal.fetch;

import io.kafkavertx.protocol.record.RecordCursor;
import io.kafkavertx.protocol.record.RecordHeaders;
import io.kafkavertx.spi.Header;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;

/**
 * Headers that are decoded when somebody looks at them; few do. Their bytes are copied: a record
 * that lives long shall not keep all of a fetch in memory.
 */
final class LazyHeaders extends AbstractList<Header> {
  private final int count;
  private byte[] array;
  private List<Header> decoded;

  private LazyHeaders(byte[] array, int count) {
    this.array = array;
    this.count = count;
  }

  /** Those of the record that the cursor is at. */
  static List<Header> of(RecordCursor cursor) {
    return cursor.headerCount() == 0
        ? List.of()
        : new LazyHeaders(
            Arrays.copyOfRange(cursor.array(), cursor.headersOffset(), cursor.headersEnd()),
            cursor.headerCount());
  }

  @Override
  public Header get(int index) {
    List<Header> list = decoded;
    if (list == null) {
      list = RecordHeaders.decode(array, 0, count);
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
