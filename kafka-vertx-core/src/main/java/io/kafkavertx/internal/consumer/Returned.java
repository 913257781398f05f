package io.kafkavertx.internal.consumer;

import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.OffsetAndMetadata;
import io.kafkavertx.internal.fetch.RecordFetcher;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Records that were handed to another thread and came back undelivered. They are older than
 * whatever is fetched still, so they go out first. On the loop.
 */
final class Returned<K, V> {
  private final RecordFetcher<K, V> fetcher;
  private final ArrayDeque<ConsumerRecord<K, V>> records = new ArrayDeque<>();

  /** Their partitions are paused or on their way to another member. */
  private final ArrayDeque<ConsumerRecord<K, V>> parked = new ArrayDeque<>();

  Returned(RecordFetcher<K, V> fetcher) {
    this.fetcher = fetcher;
  }

  boolean isEmpty() {
    return records.isEmpty();
  }

  /** These came back, in their order. */
  void add(List<ConsumerRecord<K, V>> rest) {
    for (int i = rest.size() - 1; i >= 0; i--) {
      records.addFirst(rest.get(i));
    }
  }

  /** The next that may still be delivered, null when there is none. */
  ConsumerRecord<K, V> next() {
    ConsumerRecord<K, V> record;
    while ((record = records.poll()) != null) {
      if (fetcher.isCurrent(record)) {
        if (fetcher.isDeliverable(record)) {
          return record;
        }
        parked.add(record);
      }
    }
    return null;
  }

  /**
   * The next few that may still be delivered, all of one partition.
   *
   * @param max at least 1
   */
  List<ConsumerRecord<K, V>> nextOfOnePartition(int max) {
    List<ConsumerRecord<K, V>> batch = new ArrayList<>();
    ConsumerRecord<K, V> record;
    while (batch.size() < max && (record = next()) != null) {
      if (!batch.isEmpty() && !batch.get(0).topicPartition().equals(record.topicPartition())) {
        records.addFirst(record);
        break;
      }
      batch.add(record);
    }
    return batch;
  }

  /** They are to be fetched again, and go by another way. */
  void giveBack() {
    List<ConsumerRecord<K, V>> all = new ArrayList<>(parked);
    all.addAll(records);
    parked.clear();
    records.clear();
    for (ConsumerRecord<K, V> record : all) {
      // The first of a partition moves its position, and what follows is overtaken by that.
      if (fetcher.isCurrent(record)) {
        fetcher.seek(record.topicPartition(), new OffsetAndMetadata(record.offset()));
      }
    }
  }

  /** Partitions may have been resumed, or may be gone. */
  void unpark() {
    if (parked.isEmpty()) {
      return;
    }
    List<ConsumerRecord<K, V>> all = new ArrayList<>(parked);
    all.addAll(records);
    parked.clear();
    records.clear();
    for (ConsumerRecord<K, V> record : all) {
      if (fetcher.isCurrent(record)) {
        (fetcher.isDeliverable(record) ? records : parked).add(record);
      }
    }
  }
}
