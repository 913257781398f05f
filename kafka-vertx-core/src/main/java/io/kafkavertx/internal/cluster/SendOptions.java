package io.kafkavertx.internal.cluster;

/**
 * How a request is to be sent.
 *
 * @param deadlineNanos when to give up, on the scale of {@link
 *     io.kafkavertx.internal.net.EventLoop#nanoTime()}; a request that has left by then takes its
 *     connection with it
 * @param minVersion the lowest version that can carry what the request says
 * @param maxVersion the highest version to use, for example when topic ids are not known
 * @param lane which of the connections to the broker to use
 */
public record SendOptions(long deadlineNanos, short minVersion, short maxVersion, Lane lane) {
  /**
   * A broker works on one request of a connection at a time, and answers in order: a fetch that
   * waits for data (500 ms) or a join that waits for other members (minutes) holds up everything
   * behind it. Requests that wait have connections of their own.
   */
  public enum Lane {
    /** What is answered at once. */
    GENERAL,
    /** Long polls of a consumer. */
    FETCH,
    /** Group membership: join, sync, heartbeat, commit. */
    COORDINATOR,
    /** Joining again while an older join waits for an answer that nobody wants any more. */
    REJOIN
  }

  public SendOptions(long deadlineNanos, short minVersion, short maxVersion) {
    this(deadlineNanos, minVersion, maxVersion, Lane.GENERAL);
  }

  public static SendOptions until(long deadlineNanos) {
    return new SendOptions(deadlineNanos, (short) 0, Short.MAX_VALUE);
  }

  public SendOptions atLeast(int version) {
    return new SendOptions(deadlineNanos, (short) version, maxVersion, lane);
  }

  public SendOptions atMost(int version) {
    return new SendOptions(deadlineNanos, minVersion, (short) version, lane);
  }

  public SendOptions on(Lane newLane) {
    return new SendOptions(deadlineNanos, minVersion, maxVersion, newLane);
  }
}
