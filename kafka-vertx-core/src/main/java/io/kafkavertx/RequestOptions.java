package io.kafkavertx;

import java.time.Duration;

/**
 * How a {@link KafkaClient} sends one request.
 *
 * @param minVersion the lowest version of the API to use
 * @param maxVersion the highest version to use
 * @param timeout how long to try, look-ups and repetitions included; null takes {@link
 *     KafkaClientOptions#getDefaultApiTimeout()}
 */
public record RequestOptions(short minVersion, short maxVersion, Duration timeout) {
  private static final RequestOptions DEFAULTS =
      new RequestOptions((short) 0, Short.MAX_VALUE, null);

  public RequestOptions {
    if (minVersion < 0 || maxVersion < minVersion) {
      throw new IllegalArgumentException(
          "there are no versions from " + minVersion + " to " + maxVersion);
    }
    if (timeout != null && (timeout.isZero() || timeout.isNegative())) {
      throw new IllegalArgumentException("the timeout must be more than zero, but is " + timeout);
    }
  }

  /** The highest version that both sides know, and the client's timeout. */
  public static RequestOptions defaults() {
    return DEFAULTS;
  }

  /** Exactly this version; the request fails when the broker or this build does not know it. */
  public RequestOptions version(int version) {
    return new RequestOptions((short) version, (short) version, timeout);
  }

  /** The highest version that both sides know, from {@code min} to {@code max}. */
  public RequestOptions versions(int min, int max) {
    return new RequestOptions((short) min, (short) max, timeout);
  }

  /** How long to try. */
  public RequestOptions timeout(Duration newTimeout) {
    return new RequestOptions(minVersion, maxVersion, newTimeout);
  }
}
