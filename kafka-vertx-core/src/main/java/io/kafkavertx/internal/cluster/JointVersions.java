package io.kafkavertx.internal.cluster;

import io.kafkavertx.internal.net.BrokerVersions;
import io.kafkavertx.protocol.ApiKey;

/**
 * Versions of one API that are of use only together with versions of another. Some services that
 * speak the protocol list a Produce version that names topics by id, and no Metadata version that
 * tells the ids.
 */
final class JointVersions {
  private static final short FIRST_METADATA_WITH_TOPIC_IDS = 10;

  private JointVersions() {}

  /** The highest version of {@code api} to use with a broker, {@code max} at most. */
  static short cap(BrokerVersions versions, ApiKey api, short max) {
    short named = lastVersionWithNames(api);
    if (max <= named || versions.latest(ApiKey.METADATA) >= FIRST_METADATA_WITH_TOPIC_IDS) {
      return max;
    }
    return named;
  }

  private static short lastVersionWithNames(ApiKey api) {
    return switch (api) {
      case PRODUCE, FETCH -> 12;
      case OFFSET_COMMIT, OFFSET_FETCH -> 9;
      case TXN_OFFSET_COMMIT -> 5;
      default -> Short.MAX_VALUE;
    };
  }
}
