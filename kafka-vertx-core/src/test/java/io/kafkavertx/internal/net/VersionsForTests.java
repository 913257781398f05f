package io.kafkavertx.internal.net;

import io.kafkavertx.internal.net.BrokerVersions.Range;
import io.kafkavertx.protocol.ApiKey;
import java.util.EnumMap;
import java.util.Map;

/** Makes what only a handshake makes otherwise. */
public final class VersionsForTests {
  private VersionsForTests() {}

  /** A broker that supports all that this build knows, and Metadata up to a version. */
  public static BrokerVersions withMetadataUpTo(int version) {
    Map<ApiKey, Range> ranges = new EnumMap<>(ApiKey.class);
    for (ApiKey api : ApiKey.values()) {
      ranges.put(api, new Range(api.lowestVersion(), api.highestVersion()));
    }
    ranges.put(ApiKey.METADATA, new Range((short) 0, (short) version));
    return new BrokerVersions(ranges, Map.of(), null);
  }
}
