package io.kafkavertx.admin;

import io.kafkavertx.spi.TopicPartition;

/**
 * A partition's replica on a broker.
 *
 * @param topic the topic
 * @param partition the partition's number
 * @param brokerId the broker's id
 */
public record TopicPartitionReplica(String topic, int partition, int brokerId) {
  /** The partition. */
  public TopicPartition topicPartition() {
    return new TopicPartition(topic, partition);
  }

  @Override
  public String toString() {
    return topic + "-" + partition + " on broker " + brokerId;
  }
}
