package io.kafkavertx.testkit.scripted;

import java.time.Duration;

/** The configuration of a scripted cluster. May be changed at any time. */
public final class ClusterSettings {
  private String clusterId = "c2NyaXB0ZWQtY2x1c3Rlcg";
  private boolean autoCreateTopics = true;
  private int defaultPartitions = 1;
  private int minInsyncReplicas = 1;
  private int maxMessageBytes = 1_048_588;
  private boolean leaderHints = true;
  private boolean rackAwareReads;
  private Duration metadataLag = Duration.ZERO;
  private Duration initialRebalanceDelay = Duration.ZERO;
  private Duration saslSessionLifetime = Duration.ZERO;
  private int transactionVersion;
  private Duration markerDelay = Duration.ofMillis(2);

  /** The id of the cluster. */
  public String clusterId() {
    return clusterId;
  }

  public ClusterSettings clusterId(String id) {
    clusterId = id;
    return this;
  }

  /** {@code auto.create.topics.enable}, default true. */
  public boolean autoCreateTopics() {
    return autoCreateTopics;
  }

  public ClusterSettings autoCreateTopics(boolean on) {
    autoCreateTopics = on;
    return this;
  }

  /** {@code num.partitions} of topics created by themselves, default 1. */
  public int defaultPartitions() {
    return defaultPartitions;
  }

  public ClusterSettings defaultPartitions(int count) {
    defaultPartitions = count;
    return this;
  }

  /** {@code min.insync.replicas}, default 1. */
  public int minInsyncReplicas() {
    return minInsyncReplicas;
  }

  public ClusterSettings minInsyncReplicas(int count) {
    minInsyncReplicas = count;
    return this;
  }

  /** {@code message.max.bytes}, default 1,048,588: the largest record batch. */
  public int maxMessageBytes() {
    return maxMessageBytes;
  }

  public ClusterSettings maxMessageBytes(int bytes) {
    maxMessageBytes = bytes;
    return this;
  }

  /** Whether a broker that does not lead a partition says who does (KIP-951), default true. */
  public boolean leaderHints() {
    return leaderHints;
  }

  public ClusterSettings leaderHints(boolean on) {
    leaderHints = on;
    return this;
  }

  /**
   * Whether leaders send consumers to a replica in their rack, as with {@code
   * replica.selector.class=RackAwareReplicaSelector} (KIP-392); default false.
   */
  public boolean rackAwareReads() {
    return rackAwareReads;
  }

  public ClusterSettings rackAwareReads(boolean on) {
    rackAwareReads = on;
    return this;
  }

  /**
   * How old, at most, a broker's view of partition leaders is when it answers Metadata; default
   * zero.
   */
  public Duration metadataLag() {
    return metadataLag;
  }

  public ClusterSettings metadataLag(Duration lag) {
    metadataLag = lag;
    return this;
  }

  /** {@code group.initial.rebalance.delay.ms}, default zero. */
  public Duration initialRebalanceDelay() {
    return initialRebalanceDelay;
  }

  public ClusterSettings initialRebalanceDelay(Duration delay) {
    initialRebalanceDelay = delay;
    return this;
  }

  /** The level of {@code transaction.version} that brokers tell from now on, default 0. */
  public int transactionVersion() {
    return transactionVersion;
  }

  public ClusterSettings transactionVersion(int level) {
    transactionVersion = level;
    return this;
  }

  /** From the answer to the end of a transaction until its markers are written, default 2 ms. */
  public Duration markerDelay() {
    return markerDelay;
  }

  public ClusterSettings markerDelay(Duration delay) {
    markerDelay = delay;
    return this;
  }

  /** How long a SASL session lives before the client must log in again (KIP-368); zero for ever. */
  public Duration saslSessionLifetime() {
    return saslSessionLifetime;
  }

  public ClusterSettings saslSessionLifetime(Duration lifetime) {
    saslSessionLifetime = lifetime;
    return this;
  }
}
