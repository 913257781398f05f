package io.kafkavertx.examples.plugins;

import io.kafkavertx.spi.Partitioner;
import io.kafkavertx.spi.TopicLoad;

/**
 * Keeps the records of a tenant in one partition: of the key {@code acme/order/7} only {@code acme}
 * decides. Records without a key go to the partitions in turn.
 */
final class TenantPartitioner implements Partitioner {
  private final byte separator;
  private int turn;

  TenantPartitioner(byte separator) {
    this.separator = separator;
  }

  @Override
  public int partition(byte[] key, byte[] value, TopicLoad topic) {
    if (key == null) {
      turn = (turn + 1) % topic.partitionCount();
      return turn;
    }
    int hash = 0;
    for (byte b : key) {
      if (b == separator) {
        break;
      }
      hash = 31 * hash + b;
    }
    return Math.floorMod(hash, topic.partitionCount());
  }
}
