package io.kafkavertx.internal.net;

import io.kafkavertx.protocol.ApiKey;
import java.util.EnumMap;
import java.util.Map;

/** What one broker said that it can do. Immutable. */
public final class BrokerVersions {
  /** Versions of an API that a broker supports, both ends included. */
  public record Range(short min, short max) {}

  private final Map<ApiKey, Range> ranges;
  private final Map<String, Short> finalizedFeatures;
  private final String release;

  BrokerVersions(Map<ApiKey, Range> ranges, Map<String, Short> finalizedFeatures, String release) {
    this.ranges = new EnumMap<>(ranges);
    this.finalizedFeatures = Map.copyOf(finalizedFeatures);
    this.release = release;
  }

  /** The versions that the broker supports of an API; null when it does not know the API. */
  public Range range(ApiKey api) {
    return ranges.get(api);
  }

  /** Every API that the broker and this build know. */
  public Map<ApiKey, Range> ranges() {
    return Map.copyOf(ranges);
  }

  /** The highest version that both sides know; -1 when there is none. */
  public short latest(ApiKey api) {
    return latest(api, (short) 0, Short.MAX_VALUE);
  }

  /**
   * The highest version that both sides know from {@code min} to {@code max}; -1 when there is
   * none.
   */
  public short latest(ApiKey api, short min, short max) {
    Range range = ranges.get(api);
    if (range == null) {
      return -1;
    }
    int low = Math.max(Math.max(min, range.min()), api.lowestVersion());
    int high = Math.min(Math.min(max, range.max()), api.highestVersion());
    return high < low ? -1 : (short) high;
  }

  /** The level of a feature that the cluster has finalised (KIP-584); 0 when it has none. */
  public short finalizedFeature(String name) {
    return finalizedFeatures.getOrDefault(name, (short) 0);
  }

  /** All features that the cluster has finalised. */
  public Map<String, Short> finalizedFeatures() {
    return finalizedFeatures;
  }

  /**
   * The release that was assumed, such as {@code 0.8.2}, for brokers that cannot tell their
   * versions; null when the broker told.
   */
  public String assumedRelease() {
    return release;
  }
}
