package io.kafkavertx.internal.net;

import io.kafkavertx.protocol.ApiKey;
import java.util.concurrent.TimeUnit;

/**
 * When a broker asks a client to be quiet. Older versions of an API are answered late instead, and
 * then the client need not wait (KIP-219).
 */
final class Throttling {
  /** Longer than a broker's quota windows; a longer wish is a mistake or malice. */
  static final int LONGEST_MS = 60_000;

  private Throttling() {}

  /** How long to be quiet after an answer, in nanoseconds. */
  static long quietNanos(ApiKey api, short version, int throttleTimeMs) {
    if (throttleTimeMs <= 0 || version < firstVersion(api)) {
      return 0;
    }
    return TimeUnit.MILLISECONDS.toNanos(Math.min(throttleTimeMs, LONGEST_MS));
  }

  /**
   * The first version of an API whose answer comes at once and leaves the waiting to the client.
   */
  private static int firstVersion(ApiKey api) {
    return switch (api) {
      case FETCH -> 8;
      case PRODUCE, METADATA -> 6;
      case OFFSET_COMMIT, OFFSET_FETCH -> 4;
      case LIST_OFFSETS, JOIN_GROUP, CREATE_TOPICS -> 3;
      case FIND_COORDINATOR,
          HEARTBEAT,
          LEAVE_GROUP,
          SYNC_GROUP,
          DESCRIBE_GROUPS,
          LIST_GROUPS,
          API_VERSIONS,
          DELETE_TOPICS,
          DESCRIBE_CONFIGS ->
          2;
      case DELETE_RECORDS,
          INIT_PRODUCER_ID,
          ADD_PARTITIONS_TO_TXN,
          ADD_OFFSETS_TO_TXN,
          END_TXN,
          TXN_OFFSET_COMMIT,
          DESCRIBE_ACLS,
          CREATE_ACLS,
          DELETE_ACLS,
          ALTER_CONFIGS,
          ALTER_REPLICA_LOG_DIRS,
          DESCRIBE_LOG_DIRS,
          CREATE_PARTITIONS,
          CREATE_DELEGATION_TOKEN,
          RENEW_DELEGATION_TOKEN,
          EXPIRE_DELEGATION_TOKEN,
          DESCRIBE_DELEGATION_TOKEN,
          DELETE_GROUPS ->
          1;
      default -> 0;
    };
  }
}
