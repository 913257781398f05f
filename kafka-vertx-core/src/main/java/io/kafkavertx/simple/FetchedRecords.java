package io.kafkavertx.simple;

import java.util.List;

/**
 * What one fetch has brought.
 *
 * @param records in the order of their offsets, from the one that was asked for on; empty when
 *     there is none yet
 * @param nextOffset from where to go on
 * @param highWatermark the offset after the last record that all in-sync replicas have
 */
public record FetchedRecords(List<SimpleRecord> records, long nextOffset, long highWatermark) {
  public FetchedRecords {
    records = List.copyOf(records);
  }
}
