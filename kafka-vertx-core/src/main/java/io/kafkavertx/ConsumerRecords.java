package io.kafkavertx;

import io.kafkavertx.spi.TopicPartition;
import io.vertx.codegen.annotations.GenIgnore;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one {@link KafkaConsumer#poll} gave: records of one partition in the order of their offsets.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
@GenIgnore(GenIgnore.PERMITTED_TYPE)
public final class ConsumerRecords<K, V> implements Iterable<ConsumerRecord<K, V>> {
  private final List<ConsumerRecord<K, V>> records;
  private final ConsumerGroupMetadata groupMetadata;

  /** Takes records that keep the order within each partition; the list must not change. */
  public ConsumerRecords(List<ConsumerRecord<K, V>> records) {
    this(records, null);
  }

  /**
   * As the other one.
   *
   * @param groupMetadata who the consumer was in its group when it gave these; may be null
   */
  public ConsumerRecords(List<ConsumerRecord<K, V>> records, ConsumerGroupMetadata groupMetadata) {
    this.records = List.copyOf(records);
    this.groupMetadata = groupMetadata;
  }

  /**
   * Who the consumer was in its group at the moment when {@link KafkaConsumer#poll} gave these. A
   * transaction that commits their offsets on behalf of this member fails when the group has gone
   * on since, and may have given the partitions to another: pass it to {@code
   * sendOffsetsToTransaction}. What {@link KafkaConsumer#groupMetadata} tells later may be a new
   * generation already, in which somebody else has processed the same records.
   *
   * @return null without a group, and for records that another way than poll gave
   */
  public ConsumerGroupMetadata groupMetadata() {
    return groupMetadata;
  }

  /** How many there are, in all partitions. */
  public int size() {
    return records.size();
  }

  public boolean isEmpty() {
    return records.isEmpty();
  }

  /** All of them, partition after partition. */
  public List<ConsumerRecord<K, V>> records() {
    return records;
  }

  /** Those of one partition. */
  public List<ConsumerRecord<K, V>> records(TopicPartition partition) {
    List<ConsumerRecord<K, V>> found = new ArrayList<>();
    for (ConsumerRecord<K, V> record : records) {
      if (record.topicPartition().equals(partition)) {
        found.add(record);
      }
    }
    return found;
  }

  /** The partitions that have records here. */
  public Set<TopicPartition> partitions() {
    return nextOffsets().keySet();
  }

  /**
   * What to commit when all of these have been processed: for each partition the offset after its
   * last record.
   */
  public Map<TopicPartition, OffsetAndMetadata> nextOffsets() {
    Map<TopicPartition, OffsetAndMetadata> next = new LinkedHashMap<>();
    for (ConsumerRecord<K, V> record : records) {
      next.put(
          record.topicPartition(),
          new OffsetAndMetadata(record.offset() + 1, record.leaderEpoch(), ""));
    }
    return next;
  }

  @Override
  public Iterator<ConsumerRecord<K, V>> iterator() {
    return records.iterator();
  }
}
