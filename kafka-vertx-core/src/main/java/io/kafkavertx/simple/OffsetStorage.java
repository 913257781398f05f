package io.kafkavertx.simple;

/** Where a group's offsets are kept. */
public enum OffsetStorage {
  /**
   * In ZooKeeper, by any broker: releases from 0.8.1 on, as long as they use ZooKeeper. The
   * consumers of 0.8 look for them there.
   */
  ZOOKEEPER,
  /** In Kafka, by the group's coordinator: releases from 0.8.2 on. */
  KAFKA
}
