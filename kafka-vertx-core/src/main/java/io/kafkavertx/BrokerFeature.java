package io.kafkavertx;

import io.kafkavertx.protocol.ApiKey;
import java.util.function.Predicate;

/** Something that brokers learned at some time, and how a broker shows that it can do it. */
public enum BrokerFeature {
  /** Offsets committed by groups are kept in ZooKeeper (0.8.1). */
  OFFSETS_IN_ZOOKEEPER(hasFrom(ApiKey.OFFSET_COMMIT, 0)),
  /** Offsets committed by groups are kept in Kafka (0.8.2). */
  OFFSETS_IN_KAFKA(has(ApiKey.OFFSET_COMMIT, 1)),
  /** Brokers coordinate consumer groups (0.9). */
  CONSUMER_GROUPS(has(ApiKey.JOIN_GROUP, 0)),
  /** Brokers tell which versions they support (0.10.0). */
  API_VERSIONS(has(ApiKey.API_VERSIONS, 0)),
  /** Records carry timestamps (0.10.0). */
  TIMESTAMPS(has(ApiKey.PRODUCE, 2)),
  /** Offsets can be looked up by timestamp (0.10.1). */
  OFFSETS_FOR_TIMES(has(ApiKey.LIST_OFFSETS, 1)),
  /** Topics can be created and deleted (0.10.1). */
  TOPIC_ADMINISTRATION(has(ApiKey.CREATE_TOPICS, 0)),
  /** Records carry headers and travel in batches of format 2 (0.11). */
  HEADERS(has(ApiKey.PRODUCE, 3)),
  /** Producers can be idempotent (0.11). */
  IDEMPOTENCE(has(ApiKey.INIT_PRODUCER_ID, 0)),
  /** Producers can be transactional (0.11). */
  TRANSACTIONS(has(ApiKey.ADD_PARTITIONS_TO_TXN, 0)),
  /** SASL tokens travel in requests, and errors are told (1.0). */
  SASL_AUTHENTICATE(has(ApiKey.SASL_AUTHENTICATE, 0)),
  /** Fetches tell only what has changed (1.1). */
  FETCH_SESSIONS(has(ApiKey.FETCH, 7)),
  /** Batches may be compressed with zstd (2.1). */
  ZSTD(has(ApiKey.PRODUCE, 7).and(has(ApiKey.FETCH, 10))),
  /** Group members may keep their identity over a restart (2.3). */
  STATIC_MEMBERSHIP(has(ApiKey.JOIN_GROUP, 5)),
  /** Configurations can be changed one by one (2.3). */
  INCREMENTAL_CONFIGS(has(ApiKey.INCREMENTAL_ALTER_CONFIGS, 0)),
  /** Consumers may read from a replica near them (2.4). */
  FOLLOWER_FETCHING(has(ApiKey.FETCH, 11)),
  /** Topics have ids (2.8). */
  TOPIC_IDS(has(ApiKey.METADATA, 10)),
  /** Groups whose assignment the broker computes (KIP-848; preview in 3.7, ready in 4.0). */
  CONSUMER_GROUP_PROTOCOL(has(ApiKey.CONSUMER_GROUP_HEARTBEAT, 0)),
  /** Transactions in which the broker guards every write (KIP-890; 4.0). */
  TRANSACTIONS_V2(finalized("transaction.version", 2)),
  /** Share groups (KIP-932; 4.1). */
  SHARE_GROUPS(has(ApiKey.SHARE_FETCH, 1)),
  /** Streams groups (KIP-1071; 4.2). */
  STREAMS_GROUPS(has(ApiKey.STREAMS_GROUP_HEARTBEAT, 0));

  private final Predicate<ApiVersions> shown;

  BrokerFeature(Predicate<ApiVersions> shown) {
    this.shown = shown;
  }

  /** Whether a broker with these versions has the feature. */
  public boolean in(ApiVersions versions) {
    return shown.test(versions);
  }

  private static Predicate<ApiVersions> has(ApiKey api, int version) {
    return versions -> versions.highest(api) >= version;
  }

  private static Predicate<ApiVersions> hasFrom(ApiKey api, int version) {
    return versions -> versions.supports(api, version);
  }

  private static Predicate<ApiVersions> finalized(String feature, int level) {
    return versions -> {
      ApiVersions.Range range = versions.finalizedFeatures().get(feature);
      return range != null && range.max() >= level;
    };
  }
}
