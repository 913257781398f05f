package io.kafkavertx.partitioners;

import io.kafkavertx.spi.Partitioner;
import io.kafkavertx.spi.TopicLoad;

/** With a key: a hash of it. Without: a sticky choice. */
final class HashPartitioner implements Partitioner {
  private static final byte[] EMPTY = {};

  private final KeyHash hash;
  private final Keyless keyless;
  private final StickyChoice sticky;

  HashPartitioner(KeyHash hash, Keyless keyless, StickyChoice sticky) {
    this.hash = hash;
    this.keyless = keyless;
    this.sticky = sticky;
  }

  @Override
  public int partition(byte[] key, byte[] value, TopicLoad topic) {
    if (keyless.includes(key)) {
      return sticky.partition(topic);
    }
    return hash.partition(key == null ? EMPTY : key, topic.partitionCount());
  }

  @Override
  public void appended(TopicLoad topic, int partition, int bytes) {
    sticky.appended(topic, partition, bytes);
  }
}
