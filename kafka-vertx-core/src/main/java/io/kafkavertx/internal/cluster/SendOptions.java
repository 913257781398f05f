package io.kafkavertx.internal.cluster;

/**
 * How a request is to be sent.
 *
 * @param deadlineNanos when to give up, on the scale of {@link io.kafkavertx.internal.net.EventLoop#nanoTime()}; a request that has left by
 *     then takes its connection with it
 * @param minVersion the lowest version that can carry what the request says
 * @param maxVersion the highest version to use, for example when topic ids are not known
 */
public record SendOptions(long deadlineNanos, short minVersion, short maxVersion) {
  public static SendOptions until(long deadlineNanos) {
    return new SendOptions(deadlineNanos, (short) 0, Short.MAX_VALUE);
  }

  public SendOptions atLeast(int version) {
    return new SendOptions(deadlineNanos, (short) version, maxVersion);
  }

  public SendOptions atMost(int version) {
    return new SendOptions(deadlineNanos, minVersion, (short) version);
  }
}
