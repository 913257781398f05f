package io.kafkavertx;

import io.kafkavertx.protocol.ApiKey;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one broker says that it supports. Immutable.
 *
 * @param apis the APIs that this build knows too, and the broker's versions of them
 * @param otherApis APIs that this build does not know, by their key
 * @param supportedFeatures the levels of cluster features that the broker supports (KIP-584)
 * @param finalizedFeatures the levels that the cluster has finalised
 * @param assumedRelease the release whose table this is, such as {@code 0.8.2}, for a broker that
 *     cannot tell; null when the broker told
 */
public record ApiVersions(
    Map<ApiKey, Range> apis,
    Map<Short, Range> otherApis,
    Map<String, Range> supportedFeatures,
    Map<String, Range> finalizedFeatures,
    String assumedRelease) {

  /** From a lowest to a highest version, both included. */
  public record Range(short min, short max) {
    /** True when {@code version} is one of them. */
    public boolean contains(int version) {
      return version >= min && version <= max;
    }

    @Override
    public String toString() {
      return min == max ? Short.toString(min) : min + "-" + max;
    }
  }

  public ApiVersions {
    Map<ApiKey, Range> sorted = new EnumMap<>(ApiKey.class);
    sorted.putAll(apis);
    apis = Collections.unmodifiableMap(sorted);
    otherApis = Collections.unmodifiableMap(new TreeMap<>(otherApis));
    supportedFeatures = Collections.unmodifiableMap(new TreeMap<>(supportedFeatures));
    finalizedFeatures = Collections.unmodifiableMap(new TreeMap<>(finalizedFeatures));
  }

  /** True when the broker knows the API. */
  public boolean supports(ApiKey api) {
    return apis.containsKey(api);
  }

  /** True when the broker knows that version of the API. */
  public boolean supports(ApiKey api, int version) {
    Range range = apis.get(api);
    return range != null && range.contains(version);
  }

  /**
   * The broker's highest version of the API, which this build need not know; -1 when it does not
   * know the API.
   */
  public short highest(ApiKey api) {
    Range range = apis.get(api);
    return range == null ? -1 : range.max();
  }

  /** The highest version that both the broker and this build know; -1 when there is none. */
  public short usable(ApiKey api) {
    Range range = apis.get(api);
    if (range == null) {
      return -1;
    }
    int version = Math.min(range.max(), api.highestVersion());
    return version < Math.max(range.min(), api.lowestVersion()) ? -1 : (short) version;
  }
}
