package io.kafkavertx.internal.net;

import io.kafkavertx.internal.net.BrokerVersions.Range;
import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.ApiResponse;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.HeartbeatRequest;
import io.kafkavertx.protocol.message.HeartbeatResponse;
import io.kafkavertx.protocol.message.MetadataRequest;
import io.kafkavertx.protocol.message.OffsetFetchRequest;
import java.util.EnumMap;
import java.util.Map;

/**
 * Releases of brokers that do not know ApiVersions, with the versions they support.
 *
 * <p>Nothing may be tried with these: 0.8 reads a version that it does not know as one that it does
 * and stores what comes of that; 0.9 leaves it without an answer for ever. So the tables are fixed,
 * and the probes are requests that are harmless wherever they are understood.
 */
enum LegacyRelease {
  V0_8_0("0.8.0"),
  V0_8_1("0.8.1"),
  V0_8_2("0.8.2"),
  V0_9_0("0.9.0");

  private final String text;

  LegacyRelease(String text) {
    this.text = text;
  }

  /**
   * The release that a text such as {@code 0.8.2.2} or {@code 0.9} names; null when it is newer.
   */
  static LegacyRelease parse(String version) {
    for (LegacyRelease release : values()) {
      if (version.equals(release.text) || version.startsWith(release.text + ".")) {
        return release;
      }
    }
    return version.equals("0.9") ? V0_9_0 : null;
  }

  /** What brokers of this release support. */
  BrokerVersions versions() {
    Map<ApiKey, Range> ranges = new EnumMap<>(ApiKey.class);
    int data = this == V0_9_0 ? 1 : 0;
    put(ranges, ApiKey.PRODUCE, data);
    put(ranges, ApiKey.FETCH, data);
    put(ranges, ApiKey.LIST_OFFSETS, 0);
    put(ranges, ApiKey.METADATA, 0);
    if (this != V0_8_0) {
      int commit = this == V0_8_1 ? 0 : this == V0_8_2 ? 1 : 2;
      put(ranges, ApiKey.OFFSET_COMMIT, commit);
      put(ranges, ApiKey.OFFSET_FETCH, Math.min(commit, 1));
    }
    if (this == V0_8_2 || this == V0_9_0) {
      put(ranges, ApiKey.FIND_COORDINATOR, 0);
    }
    if (this == V0_9_0) {
      put(ranges, ApiKey.JOIN_GROUP, 0);
      put(ranges, ApiKey.HEARTBEAT, 0);
      put(ranges, ApiKey.LEAVE_GROUP, 0);
      put(ranges, ApiKey.SYNC_GROUP, 0);
      put(ranges, ApiKey.DESCRIBE_GROUPS, 0);
      put(ranges, ApiKey.LIST_GROUPS, 0);
    }
    return new BrokerVersions(ranges, Map.of(), text);
  }

  private static void put(Map<ApiKey, Range> ranges, ApiKey api, int max) {
    ranges.put(api, new Range((short) 0, (short) max));
  }

  /**
   * A request, to be sent as version 0, that a broker of this release answers and older ones do
   * not.
   */
  ApiRequest<?> probe() {
    return switch (this) {
      case V0_8_0 -> new MetadataRequest();
      case V0_8_1 -> new OffsetFetchRequest().setGroupId("kafka-vertx-probe");
      case V0_8_2, V0_9_0 ->
          new HeartbeatRequest().setGroupId("kafka-vertx-probe").setGenerationId(0).setMemberId("");
    };
  }

  /** Whether {@code response} is what a broker of this release answers to {@link #probe()}. */
  boolean recognises(ApiResponse response) {
    // 0.8.2 has a stub in place of Heartbeat that knows one answer only.
    return this != V0_8_2
        || ((HeartbeatResponse) response).errorCode() == ErrorCode.UNKNOWN_SERVER_ERROR.code();
  }

  /** Whether a newer broker, too, might have answered {@link #probe()} as this one does. */
  boolean isDoubtful() {
    return this != V0_8_2;
  }

  /** What to try when a broker hangs up on this release's probe; null when nothing is left. */
  LegacyRelease older() {
    return switch (this) {
      case V0_8_2 -> V0_8_1;
      case V0_8_1 -> V0_8_0;
      case V0_8_0, V0_9_0 -> null;
    };
  }

  @Override
  public String toString() {
    return text;
  }
}
