package io.kafkavertx.simple;

import io.kafkavertx.protocol.record.TimestampType;
import io.kafkavertx.spi.Header;
import java.util.List;

/**
 * A record as it is stored, with copies of its bytes.
 *
 * @param offset its position in the partition
 * @param timestamp milliseconds since 1970; -1 when there is none (message format 0)
 * @param timestampType what the timestamp says
 * @param key null when there is none
 * @param value null for a tombstone
 * @param headers in the order in which they were sent; empty before message format 2
 */
public record SimpleRecord(
    long offset,
    long timestamp,
    TimestampType timestampType,
    byte[] key,
    byte[] value,
    List<Header> headers) {
  public SimpleRecord {
    headers = List.copyOf(headers);
  }
}
