package io.kafkavertx.internal.group;

import io.kafkavertx.UnsupportedVersionException;

/** What is said of brokers that lack what a group needs. */
final class TooOld {
  private TooOld() {}

  /** There are no groups before 0.9. */
  static UnsupportedVersionException forGroups(Throwable cause) {
    return new UnsupportedVersionException(
        "the brokers are too old for consumer groups (0.9 has them first); use assign instead of"
            + " subscribe: "
            + cause.getMessage(),
        cause);
  }

  /** Brokers keep offsets from 0.8.2 on. */
  static UnsupportedVersionException forOffsets(Throwable cause) {
    return new UnsupportedVersionException(
        "the brokers are too old to keep offsets (0.8.2 does so first); leave groupId out, or keep"
            + " them in ZooKeeper with SimpleConsumer (0.8.1): "
            + cause.getMessage(),
        cause);
  }
}
