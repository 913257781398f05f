package io.kafkavertx.internal.cluster;

import static io.kafkavertx.protocol.ApiKey.API_VERSIONS;
import static io.kafkavertx.protocol.ApiKey.DESCRIBE_ACLS;
import static io.kafkavertx.protocol.ApiKey.DESCRIBE_LOG_DIRS;
import static io.kafkavertx.protocol.ApiKey.FETCH;
import static io.kafkavertx.protocol.ApiKey.FIND_COORDINATOR;
import static io.kafkavertx.protocol.ApiKey.JOIN_GROUP;
import static io.kafkavertx.protocol.ApiKey.LIST_GROUPS;
import static io.kafkavertx.protocol.ApiKey.LIST_OFFSETS;
import static io.kafkavertx.protocol.ApiKey.METADATA;
import static io.kafkavertx.protocol.ApiKey.OFFSET_COMMIT;
import static io.kafkavertx.protocol.ApiKey.OFFSET_FETCH;

import io.kafkavertx.ApiVersions;
import io.kafkavertx.ApiVersions.Range;
import io.kafkavertx.BrokerRelease;
import io.kafkavertx.protocol.ApiKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Tells releases apart by what they support. For each release one sign that all of its brokers
 * show, with ZooKeeper or without, and no broker of an earlier one; the signs come from comparing
 * the API tables of every release from 0.10.0 to 4.4.
 */
final class BrokerReleases {
  /**
   * The feature whose highest level counts the changes of KRaft's metadata; 8 came with 3.4, which
   * has no sign of its own otherwise.
   */
  private static final String METADATA_VERSION = "metadata.version";

  private static final int METADATA_VERSION_OF_3_4 = 8;

  private static final List<Sign> SIGNS =
      List.of(
          sign("0.10.0", API_VERSIONS, 0),
          sign("0.10.1", FETCH, 3),
          sign("0.10.2", OFFSET_FETCH, 2),
          sign("0.11.0", FETCH, 4),
          sign("1.0", FETCH, 6),
          sign("1.1", FETCH, 7),
          sign("2.0", FETCH, 8),
          sign("2.1", FETCH, 10),
          sign("2.2", JOIN_GROUP, 4),
          sign("2.3", FETCH, 11),
          sign("2.4", API_VERSIONS, 3),
          sign("2.5", JOIN_GROUP, 7),
          sign("2.6", LIST_GROUPS, 4),
          sign("2.7", FETCH, 12),
          sign("2.8", METADATA, 11),
          sign("3.0", FIND_COORDINATOR, 4),
          sign("3.1", FETCH, 13),
          sign("3.2", JOIN_GROUP, 9),
          sign("3.3", DESCRIBE_ACLS, 3),
          new Sign("3.4", "a metadata.version of 8", BrokerReleases::looksLike34),
          sign("3.5", FETCH, 15),
          sign("3.6", ApiKey.ADD_PARTITIONS_TO_TXN, 4),
          sign("3.7", OFFSET_COMMIT, 9),
          sign("3.8", LIST_GROUPS, 5),
          sign("3.9", API_VERSIONS, 4),
          sign("4.0", METADATA, 13),
          sign("4.1", FETCH, 18),
          sign("4.2", LIST_OFFSETS, 11),
          sign("4.3", DESCRIBE_LOG_DIRS, 5),
          sign("4.4", API_VERSIONS, 5));

  /** Brokers with ZooKeeper list what their controller sends them, too; 7 came with 3.4. */
  private static final short LEADER_AND_ISR = 4;

  private static final int LEADER_AND_ISR_OF_3_4 = 7;

  private static final int HIGHEST_KEY =
      Arrays.stream(ApiKey.values()).mapToInt(ApiKey::id).max().orElseThrow();

  private static final String WITHOUT_SIGN_OF_ITS_OWN = "3.4";

  private record Sign(String release, String text, Predicate<ApiVersions> shown) {}

  private BrokerReleases() {}

  private static Sign sign(String release, ApiKey api, int version) {
    return new Sign(release, api + " " + version, versions -> versions.highest(api) >= version);
  }

  private static boolean looksLike34(ApiVersions versions) {
    Range level = versions.supportedFeatures().get(METADATA_VERSION);
    Range leaderAndIsr = versions.otherApis().get(LEADER_AND_ISR);
    return (leaderAndIsr != null && leaderAndIsr.max() >= LEADER_AND_ISR_OF_3_4)
        || (level != null && level.max() >= METADATA_VERSION_OF_3_4);
  }

  /**
   * The newest release all of whose signs, and those of the releases before it, the broker shows.
   */
  static BrokerRelease tell(ApiVersions versions) {
    if (versions.assumedRelease() != null) {
      return new BrokerRelease(versions.assumedRelease(), false, null, List.of(), versions);
    }
    int newest = newestInLine(versions);
    List<String> oddities = new ArrayList<>();
    for (int i = newest + 1; i < SIGNS.size(); i++) {
      if (SIGNS.get(i).shown().test(versions)) {
        oddities.add(
            "supports "
                + SIGNS.get(i).text()
                + " as "
                + SIGNS.get(i).release()
                + " does, but not "
                + SIGNS.get(newest + 1).text());
      }
    }
    String name = newest < 0 ? "0.10.0" : SIGNS.get(newest).release();
    boolean last = newest == SIGNS.size() - 1;
    String alternative =
        newest + 1 < SIGNS.size() && SIGNS.get(newest + 1).release().equals(WITHOUT_SIGN_OF_ITS_OWN)
            ? maybe34(versions)
            : null;
    return new BrokerRelease(name, last && knowsMore(versions), alternative, oddities, versions);
  }

  private static int newestInLine(ApiVersions versions) {
    int newest = -1;
    for (int i = 0; i < SIGNS.size(); i++) {
      boolean mayBeMissing = SIGNS.get(i).release().equals(WITHOUT_SIGN_OF_ITS_OWN);
      if (SIGNS.get(i).shown().test(versions)) {
        newest = i;
      } else if (!mayBeMissing) {
        break;
      }
    }
    return newest;
  }

  /** A broker that tells neither its metadata version nor an API between brokers may be either. */
  private static String maybe34(ApiVersions versions) {
    boolean tells =
        versions.supportedFeatures().containsKey(METADATA_VERSION)
            || versions.otherApis().containsKey(LEADER_AND_ISR);
    return tells ? null : WITHOUT_SIGN_OF_ITS_OWN;
  }

  private static boolean knowsMore(ApiVersions versions) {
    for (short key : versions.otherApis().keySet()) {
      // Below that they are requests between brokers, which are no business of a client's.
      if (key > HIGHEST_KEY) {
        return true;
      }
    }
    for (Map.Entry<ApiKey, Range> api : versions.apis().entrySet()) {
      if (api.getValue().max() > api.getKey().highestUnstableVersion()) {
        return true;
      }
    }
    return false;
  }
}
