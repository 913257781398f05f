package io.kafkavertx.internal.net;

import io.kafkavertx.internal.collect.OrderedCopy;
import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.protocol.message.ApiVersionsResponse;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** What one broker said that it can do. Immutable. */
public final class BrokerVersions {
  /** Versions of an API that a broker supports, both ends included. */
  public record Range(short min, short max) {}

  private static final int FIRST_METADATA_WITH_TOPIC_IDS = 10;

  /** Versions from which on an API speaks of topics by id only; 0 for all of them. */
  private static final Map<ApiKey, Integer> FIRST_WITH_TOPIC_IDS =
      Map.of(
          ApiKey.PRODUCE, 13,
          ApiKey.FETCH, 13,
          ApiKey.OFFSET_COMMIT, 10,
          ApiKey.OFFSET_FETCH, 10,
          ApiKey.TXN_OFFSET_COMMIT, 6,
          ApiKey.CONSUMER_GROUP_HEARTBEAT, 0,
          ApiKey.SHARE_GROUP_HEARTBEAT, 0,
          ApiKey.SHARE_FETCH, 0,
          ApiKey.SHARE_ACKNOWLEDGE, 0);

  private final Map<ApiKey, Range> ranges;
  private final Map<String, Short> finalizedFeatures;
  private final long featuresEpoch;
  private final String release;

  BrokerVersions(Map<ApiKey, Range> ranges, Map<String, Short> finalizedFeatures, String release) {
    this(ranges, finalizedFeatures, -1, release);
  }

  private BrokerVersions(
      Map<ApiKey, Range> ranges,
      Map<String, Short> finalizedFeatures,
      long featuresEpoch,
      String release) {
    this.featuresEpoch = featuresEpoch;
    this.ranges = new EnumMap<>(ranges);
    this.finalizedFeatures = OrderedCopy.of(finalizedFeatures);
    this.release = release;
  }

  /** Reads an answer to ApiVersions, without what cannot be used. */
  static BrokerVersions of(ApiVersionsResponse response) {
    Map<ApiKey, Range> ranges = new EnumMap<>(ApiKey.class);
    for (ApiVersionsResponse.ApiVersion api : response.apiKeys()) {
      ApiKey key = ApiKey.forId(api.apiKey());
      if (key != null && api.minVersion() >= 0 && api.minVersion() <= api.maxVersion()) {
        ranges.put(key, new Range(api.minVersion(), api.maxVersion()));
      }
    }
    correct(ranges);
    Map<String, Short> features = new HashMap<>();
    if (response.finalizedFeaturesEpoch() >= 0) {
      for (ApiVersionsResponse.FinalizedFeatureKey feature : response.finalizedFeatures()) {
        features.put(feature.name(), feature.maxVersionLevel());
      }
    }
    return new BrokerVersions(ranges, features, response.finalizedFeaturesEpoch(), null);
  }

  /** Brokers do not tell the whole truth about a version on its own. */
  private static void correct(Map<ApiKey, Range> ranges) {
    Range fetch = ranges.get(ApiKey.FETCH);
    Range produce = ranges.get(ApiKey.PRODUCE);
    if (fetch != null && produce != null && fetch.min() >= 4 && produce.min() < 3) {
      // 4.x lists Produce v0 to v2 to please old clients of another kind, and hangs up on them.
      put(ranges, ApiKey.PRODUCE, (short) 3, produce.max());
    }
    Range metadata = ranges.get(ApiKey.METADATA);
    if (metadata == null || metadata.max() < FIRST_METADATA_WITH_TOPIC_IDS) {
      // Nothing tells topic ids, so nothing that needs them can be used.
      FIRST_WITH_TOPIC_IDS.forEach(
          (api, first) -> {
            Range range = ranges.get(api);
            if (range != null) {
              put(ranges, api, range.min(), (short) Math.min(range.max(), first - 1));
            }
          });
    }
  }

  private static void put(Map<ApiKey, Range> ranges, ApiKey api, short min, short max) {
    if (min <= max) {
      ranges.put(api, new Range(min, max));
    } else {
      ranges.remove(api);
    }
  }

  /** The versions that the broker supports of an API; null when it does not know the API. */
  public Range range(ApiKey api) {
    return ranges.get(api);
  }

  /** Every API that the broker and this build know. */
  public Map<ApiKey, Range> ranges() {
    return OrderedCopy.of(ranges);
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

  /** Greater is newer: of two brokers that tell different features, which one to believe. */
  public long featuresEpoch() {
    return featuresEpoch;
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
