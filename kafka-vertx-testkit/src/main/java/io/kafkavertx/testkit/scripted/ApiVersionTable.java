package io.kafkavertx.testkit.scripted;

import io.kafkavertx.protocol.ApiKey;
import java.util.EnumMap;
import java.util.Map;

/**
 * Which versions of which APIs a scripted broker has, so that it can pass for an older one.
 * Immutable.
 */
public final class ApiVersionTable {
  /** What a broker without an answer to ApiVersions does when asked. */
  enum Unknown {
    /** It answers. */
    ANSWERS,
    /** It closes the connection, as 0.8 does. */
    CLOSES,
    /** It says nothing and keeps the connection, as 0.9 does. */
    HANGS
  }

  private final Map<ApiKey, Range> ranges;
  private final Unknown unknown;

  /**
   * The versions of an API.
   *
   * @param min the lowest
   * @param max the highest
   */
  public record Range(short min, short max) {
    boolean contains(short version) {
      return version >= min && version <= max;
    }
  }

  private ApiVersionTable(Map<ApiKey, Range> ranges, Unknown unknown) {
    this.ranges = ranges;
    this.unknown = unknown;
  }

  /** Everything that this scripted broker can do, with the lower ends of Kafka 4.4. */
  public static ApiVersionTable kafka44() {
    Map<ApiKey, Range> ranges = new EnumMap<>(ApiKey.class);
    for (ApiKey key : Handlers.KEYS) {
      ranges.put(key, new Range(key.lowestVersion(), key.highestVersion()));
    }
    return new ApiVersionTable(ranges, Unknown.ANSWERS)
        // Kafka 4 says 0 here and closes the connection on less than 3, for the sake of old
        // clients' version checks.
        .lowest(ApiKey.PRODUCE, 0)
        .lowest(ApiKey.FETCH, 4)
        .lowest(ApiKey.LIST_OFFSETS, 1)
        .lowest(ApiKey.OFFSET_COMMIT, 2)
        .lowest(ApiKey.OFFSET_FETCH, 1)
        .lowest(ApiKey.CREATE_TOPICS, 2)
        .lowest(ApiKey.DELETE_TOPICS, 1)
        .lowest(ApiKey.OFFSET_FOR_LEADER_EPOCH, 2);
  }

  /** Kafka 2.8: no topic ids in produce and fetch, classic groups only. */
  public static ApiVersionTable kafka28() {
    return of(
        new int[][] {
          {0, 0, 9}, {1, 0, 12}, {2, 0, 6}, {3, 0, 11}, {8, 0, 8}, {9, 0, 7}, {10, 0, 3},
          {11, 0, 7}, {12, 0, 4}, {13, 0, 4}, {14, 0, 5}, {17, 0, 1}, {18, 0, 3}, {19, 0, 7},
          {20, 0, 6}, {22, 0, 4}, {23, 0, 4}, {36, 0, 2}, {60, 0, 0}
        },
        Unknown.ANSWERS);
  }

  /** Kafka 0.11: the first with idempotence, headers and record batches of magic 2. */
  public static ApiVersionTable kafka011() {
    return of(
        new int[][] {
          {0, 0, 3}, {1, 0, 5}, {2, 0, 2}, {3, 0, 4}, {8, 0, 3}, {9, 0, 3}, {10, 0, 1},
          {11, 0, 2}, {12, 0, 1}, {13, 0, 1}, {14, 0, 1}, {17, 0, 0}, {18, 0, 1}, {19, 0, 2},
          {20, 0, 1}, {22, 0, 0}, {23, 0, 0}
        },
        Unknown.ANSWERS);
  }

  /** Kafka 0.10.0: the first that answers ApiVersions. */
  public static ApiVersionTable kafka0100() {
    return of(
        new int[][] {
          {0, 0, 2},
          {1, 0, 2},
          {2, 0, 0},
          {3, 0, 1},
          {8, 0, 2},
          {9, 0, 1},
          {10, 0, 0},
          {11, 0, 0},
          {12, 0, 0},
          {13, 0, 0},
          {14, 0, 0},
          {17, 0, 0},
          {18, 0, 0}
        },
        Unknown.ANSWERS);
  }

  /** Kafka 0.9: says nothing to ApiVersions. */
  public static ApiVersionTable kafka09() {
    return of(
        new int[][] {
          {0, 0, 1},
          {1, 0, 1},
          {2, 0, 0},
          {3, 0, 0},
          {8, 0, 2},
          {9, 0, 1},
          {10, 0, 0},
          {11, 0, 0},
          {12, 0, 0},
          {13, 0, 0},
          {14, 0, 0}
        },
        Unknown.HANGS);
  }

  /** Kafka 0.8.2: closes the connection on ApiVersions. */
  public static ApiVersionTable kafka082() {
    return of(
        new int[][] {{0, 0, 0}, {1, 0, 0}, {2, 0, 0}, {3, 0, 0}, {8, 0, 1}, {9, 0, 1}, {10, 0, 0}},
        Unknown.CLOSES);
  }

  private static ApiVersionTable of(int[][] rows, Unknown unknown) {
    Map<ApiKey, Range> ranges = new EnumMap<>(ApiKey.class);
    for (int[] row : rows) {
      ranges.put(ApiKey.forId(row[0]), new Range((short) row[1], (short) row[2]));
    }
    return new ApiVersionTable(ranges, unknown);
  }

  /** The same table with another highest version. */
  public ApiVersionTable highest(ApiKey key, int version) {
    return with(key, new Range(range(key).min, (short) version));
  }

  /** The same table with another lowest version. */
  public ApiVersionTable lowest(ApiKey key, int version) {
    return with(key, new Range((short) version, range(key).max));
  }

  /** The same table without an API. */
  public ApiVersionTable without(ApiKey key) {
    return with(key, null);
  }

  /**
   * The same table with an API that the scripted broker has no handler for: intercepts must answer
   * it.
   */
  public ApiVersionTable answeredByIntercepts(ApiKey key, int lowest, int highest) {
    return with(key, new Range((short) lowest, (short) highest));
  }

  /** The versions of an API; null when the broker does not have it. */
  public Range range(ApiKey key) {
    return ranges.get(key);
  }

  Map<ApiKey, Range> ranges() {
    return ranges;
  }

  Unknown unknown() {
    return unknown;
  }

  boolean supports(ApiKey key, short version) {
    Range range = ranges.get(key);
    return range != null && range.contains(version);
  }

  private ApiVersionTable with(ApiKey key, Range range) {
    Map<ApiKey, Range> changed = new EnumMap<>(ApiKey.class);
    changed.putAll(ranges);
    if (range == null) {
      changed.remove(key);
    } else {
      changed.put(key, range);
    }
    return new ApiVersionTable(changed, unknown);
  }
}
