package io.kafkavertx.partitioners;

import io.kafkavertx.spi.TopicLoad;
import java.util.SplittableRandom;

/**
 * Draws a partition at random (KIP-794, KIP-1123). Only those with a leader are in the draw while
 * there are any. Those whose broker has taken nothing for too long are left out while there are
 * others, and those whose leader is in another rack than the producer while there are some in the
 * same. The chance of a partition is one batch more than what the fullest one has more waiting, so
 * that a slow broker gets less.
 */
final class PartitionDraw {
  private final boolean adaptive;
  private final boolean rackAware;
  private final long availabilityNanos;
  private final SplittableRandom random;

  /**
   * @param adaptive whether what waits and for how long has an influence
   * @param rackAware whether leaders in the producer's rack are preferred
   * @param availabilityNanos after how long a broker that takes nothing is left out, 0 for never
   */
  PartitionDraw(
      boolean adaptive, boolean rackAware, long availabilityNanos, SplittableRandom random) {
    this.adaptive = adaptive;
    this.rackAware = rackAware;
    this.availabilityNanos = adaptive ? availabilityNanos : 0;
    this.random = random;
  }

  int next(TopicLoad topic) {
    String rack = rackAware ? topic.clientRack() : null;
    int chosen = -1;
    if (adaptive) {
      chosen = rack == null ? -1 : draw(topic, rack, true);
      chosen = chosen < 0 ? draw(topic, null, true) : chosen;
    }
    chosen = chosen < 0 && rack != null ? draw(topic, rack, false) : chosen;
    chosen = chosen < 0 ? draw(topic, null, false) : chosen;
    return chosen < 0 ? random.nextInt(topic.partitionCount()) : chosen;
  }

  /** Whether records can be sent to the partition now. */
  boolean isUsable(TopicLoad topic, int partition) {
    return topic.isAvailable(partition)
        && (availabilityNanos == 0 || topic.stalledNanos(partition) <= availabilityNanos);
  }

  private boolean isIn(TopicLoad topic, int partition, String rack, boolean byLoad) {
    return (byLoad ? isUsable(topic, partition) : topic.isAvailable(partition))
        && (rack == null || rack.equals(topic.leaderRack(partition)));
  }

  /** One of the partitions that meet the conditions; -1 when none does. */
  private int draw(TopicLoad topic, String rack, boolean byLoad) {
    int count = topic.partitionCount();
    int candidates = 0;
    long most = 0;
    long sum = 0;
    for (int i = 0; i < count; i++) {
      if (isIn(topic, i, rack, byLoad)) {
        candidates++;
        long queued = byLoad ? topic.queuedBytes(i) : 0;
        most = Math.max(most, queued);
        sum += queued;
      }
    }
    if (candidates == 0) {
      return -1;
    }
    long most1 = most + Math.max(1, topic.batchSize());
    long ticket = random.nextLong(candidates * most1 - sum);
    int last = -1;
    for (int i = 0; i < count; i++) {
      if (isIn(topic, i, rack, byLoad)) {
        last = i;
        ticket -= most1 - (byLoad ? topic.queuedBytes(i) : 0);
        if (ticket < 0) {
          return i;
        }
      }
    }
    // Time has passed since the first look, and one has become unusable.
    return last;
  }
}
