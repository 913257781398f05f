package io.kafkavertx.testkit.sim;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How a link behaves while it works.
 *
 * @param minDelayNanos the shortest way of a byte
 * @param maxDelayNanos the longest; every chunk draws its own, but chunks of one direction of one
 *     connection never overtake each other
 * @param bytesPerSecond the bandwidth of each direction of each connection
 * @param chunkBytes the largest piece that arrives at once; pieces are cut at random sizes up to
 *     this
 * @param sendBuffer how many bytes the sender's operating system takes before a write has to wait
 */
public record LinkConditions(
    long minDelayNanos, long maxDelayNanos, long bytesPerSecond, int chunkBytes, int sendBuffer) {

  /** One machine room: 50 to 500 microseconds, 1 GB/s. */
  public static final LinkConditions LAN =
      new LinkConditions(50_000, 500_000, 1_000_000_000L, 65_536, 131_072);

  /** Another continent: 40 to 120 milliseconds, 4 MB/s. */
  public static final LinkConditions WAN =
      new LinkConditions(40_000_000, 120_000_000, 4_000_000, 1_460, 65_536);

  /** Every delay between these two. */
  public LinkConditions delay(Duration min, Duration max) {
    return new LinkConditions(
        min.toNanos(),
        Math.max(min.toNanos(), max.toNanos()),
        bytesPerSecond,
        chunkBytes,
        sendBuffer);
  }

  /** Another bandwidth. */
  public LinkConditions bandwidth(long newBytesPerSecond) {
    return new LinkConditions(
        minDelayNanos, maxDelayNanos, newBytesPerSecond, chunkBytes, sendBuffer);
  }

  /** Smaller or larger pieces; 1 delivers byte by byte. */
  public LinkConditions chunks(int newChunkBytes) {
    return new LinkConditions(
        minDelayNanos, maxDelayNanos, bytesPerSecond, newChunkBytes, sendBuffer);
  }

  /** A smaller or larger send buffer. */
  public LinkConditions sendBuffer(int newSendBuffer) {
    return new LinkConditions(
        minDelayNanos, maxDelayNanos, bytesPerSecond, chunkBytes, newSendBuffer);
  }

  long drawDelay(RandomGenerator random) {
    return maxDelayNanos <= minDelayNanos
        ? minDelayNanos
        : random.nextLong(minDelayNanos, maxDelayNanos + 1);
  }
}
