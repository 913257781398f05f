package io.kafkavertx;

import io.kafkavertx.spi.TopicPartition;
import io.vertx.codegen.annotations.GenIgnore;

/**
 * Where a record was stored.
 *
 * @param topicPartition the partition
 * @param offset its offset; -1 with {@code acks=0}, where the broker does not tell
 * @param timestamp its timestamp in milliseconds since 1970: the broker's with {@code
 *     message.timestamp.type=LogAppendTime}, else the record's own
 * @param serializedKeySize the key in bytes, -1 for none
 * @param serializedValueSize the value in bytes, -1 for none
 */
@GenIgnore(GenIgnore.PERMITTED_TYPE)
public record RecordMetadata(
    TopicPartition topicPartition,
    long offset,
    long timestamp,
    int serializedKeySize,
    int serializedValueSize) {
  public String topic() {
    return topicPartition.topic();
  }

  public int partition() {
    return topicPartition.partition();
  }
}
