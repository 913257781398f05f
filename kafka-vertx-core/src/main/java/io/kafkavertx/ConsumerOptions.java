package io.kafkavertx;

import io.kafkavertx.internal.fetch.ResetPolicy;
import io.vertx.codegen.annotations.DataObject;
import io.vertx.core.json.JsonObject;
import io.vertx.core.tracing.TracingPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a {@link KafkaConsumer} can be told. Names and defaults are those of the Java client where
 * the thing is the same.
 */
@DataObject
public final class ConsumerOptions extends FetchOptions {
  /** Which records of transactions are read. */
  public enum IsolationLevel {
    /** All of them, at once, those of aborted transactions too. */
    READ_UNCOMMITTED,
    /** Those of committed transactions, and nothing after the start of one that is still open. */
    READ_COMMITTED
  }

  /** What happens after a record that cannot be deserialized. */
  public enum BadRecordPolicy {
    /** The partition stands still at the record until the application seeks. */
    STOP,
    /** Reading goes on after the record. */
    SKIP,
    /**
     * The record is handed out like any other, without key and value but with {@link
     * ConsumerRecord#failure()}, {@link ConsumerRecord#rawKey()} and {@link
     * ConsumerRecord#rawValue()}. Nothing is reported.
     */
    RAW
  }

  /** What happens when the application makes no progress for the rebalance timeout. */
  public enum NoProgressPolicy {
    /**
     * The member stays in its group as long as heartbeats get through: its partitions wait for the
     * application.
     */
    STAY,
    /**
     * The member leaves its group, so that others read its partitions, and joins again when there
     * is progress: what the Java client does. A static member only stops its heartbeats.
     */
    LEAVE
  }

  private String groupId;
  private String groupInstanceId;
  private String autoOffsetReset = "latest";
  private boolean enableAutoCommit = true;
  private Duration autoCommitInterval = Duration.ofSeconds(5);
  private Duration sessionTimeout = Duration.ofSeconds(45);
  private Duration heartbeatInterval = Duration.ofSeconds(3);
  private Duration rebalanceTimeout = Duration.ofMinutes(5);
  private List<String> partitionAssignmentStrategy = List.of("range", "cooperative-sticky");
  private int maxPollRecords = 500;
  private BadRecordPolicy onBadRecord = BadRecordPolicy.STOP;
  private NoProgressPolicy onNoProgress = NoProgressPolicy.STAY;
  private boolean allowAutoCreateTopics = true;
  private boolean excludeInternalTopics = true;
  private Duration defaultApiTimeout = Duration.ofSeconds(60);
  private Duration consumerTimeout;
  private List<ConsumerInterceptor<?, ?>> interceptors = List.of();
  private TracingPolicy tracingPolicy = TracingPolicy.PROPAGATE;

  public ConsumerOptions() {}

  /** As {@link #toJson()} writes it. An unknown key is an error that names the nearest one. */
  public ConsumerOptions(JsonObject json) {
    readJson(json);
  }

  /** A copy that shares nothing with {@code other}. */
  public ConsumerOptions(ConsumerOptions other) {
    super(other);
    groupId = other.groupId;
    groupInstanceId = other.groupInstanceId;
    autoOffsetReset = other.autoOffsetReset;
    enableAutoCommit = other.enableAutoCommit;
    autoCommitInterval = other.autoCommitInterval;
    sessionTimeout = other.sessionTimeout;
    heartbeatInterval = other.heartbeatInterval;
    rebalanceTimeout = other.rebalanceTimeout;
    partitionAssignmentStrategy = other.partitionAssignmentStrategy;
    maxPollRecords = other.maxPollRecords;
    onBadRecord = other.onBadRecord;
    onNoProgress = other.onNoProgress;
    allowAutoCreateTopics = other.allowAutoCreateTopics;
    excludeInternalTopics = other.excludeInternalTopics;
    defaultApiTimeout = other.defaultApiTimeout;
    consumerTimeout = other.consumerTimeout;
    interceptors = other.interceptors;
    tracingPolicy = other.tracingPolicy;
  }

  /**
   * Options out of a map with the Java client's property names. An unknown key is an error that
   * names the nearest one.
   */
  public static ConsumerOptions fromProperties(Map<?, ?> properties) {
    return new ConsumerOptions().readProperties(properties);
  }

  /**
   * The JSON schema (draft 2020-12) of the JSON form: names, types and constants. Whether values go
   * together it cannot say; {@link #validate()} does.
   */
  public static JsonObject jsonSchema() {
    return OptionSchema.of(ConsumerOptionTable.TABLE.named());
  }

  @Override
  ConsumerOptions self() {
    return this;
  }

  @Override
  OptionTable<ConsumerOptions> table() {
    return ConsumerOptionTable.TABLE;
  }

  @Override
  public ConsumerOptions copy() {
    return new ConsumerOptions(this);
  }

  /**
   * The consumer group. Without one there is no {@link KafkaConsumer#subscribe}, and nothing is
   * committed. Default null; {@code group.id}.
   */
  public String getGroupId() {
    return groupId;
  }

  /** See {@link #getGroupId()}. */
  public ConsumerOptions setGroupId(String groupId) {
    this.groupId = groupId;
    return this;
  }

  /**
   * The name of a static member (KIP-345): it may be away for up to the session timeout without a
   * rebalance. Unique in the group. Default null, a dynamic member; {@code group.instance.id}.
   */
  public String getGroupInstanceId() {
    return groupInstanceId;
  }

  /** See {@link #getGroupInstanceId()}. */
  public ConsumerOptions setGroupInstanceId(String groupInstanceId) {
    this.groupInstanceId = groupInstanceId;
    return this;
  }

  /**
   * Where to read when the group has no committed offset, or the log no longer holds it: {@code
   * earliest}, {@code latest}, {@code by_duration:} with an ISO-8601 duration such as {@code
   * by_duration:P1D} (the first record not older than that), or {@code none}, which is an error.
   * Default {@code latest}; {@code auto.offset.reset}.
   */
  public String getAutoOffsetReset() {
    return autoOffsetReset;
  }

  /** See {@link #getAutoOffsetReset()}. */
  public ConsumerOptions setAutoOffsetReset(String autoOffsetReset) {
    this.autoOffsetReset = checkReset(autoOffsetReset);
    return this;
  }

  /**
   * Whether offsets of handled records are committed every {@code autoCommitInterval}, before
   * partitions are given up and on close. Without effect without a group. Default true; {@code
   * enable.auto.commit}.
   */
  public boolean isEnableAutoCommit() {
    return enableAutoCommit;
  }

  /** See {@link #isEnableAutoCommit()}. */
  public ConsumerOptions setEnableAutoCommit(boolean enableAutoCommit) {
    this.enableAutoCommit = enableAutoCommit;
    return this;
  }

  /**
   * The time between automatic commits. Default 5 s; more than zero; {@code
   * auto.commit.interval.ms}.
   */
  public Duration getAutoCommitInterval() {
    return autoCommitInterval;
  }

  /** See {@link #getAutoCommitInterval()}. */
  public ConsumerOptions setAutoCommitInterval(Duration autoCommitInterval) {
    this.autoCommitInterval = positive("autoCommitInterval", autoCommitInterval);
    return this;
  }

  /**
   * How long the group waits for a heartbeat before it gives this member's partitions to others.
   * Brokers allow 6 s to 30 min ({@code group.min/max.session.timeout.ms}). Default 45 s; more than
   * zero; {@code session.timeout.ms}.
   */
  public Duration getSessionTimeout() {
    return sessionTimeout;
  }

  /** See {@link #getSessionTimeout()}. */
  public ConsumerOptions setSessionTimeout(Duration sessionTimeout) {
    this.sessionTimeout = positive("sessionTimeout", sessionTimeout);
    return this;
  }

  /**
   * The time between heartbeats; shorter than the session timeout, best a third of it or less.
   * Default 3 s; more than zero; {@code heartbeat.interval.ms}.
   */
  public Duration getHeartbeatInterval() {
    return heartbeatInterval;
  }

  /** See {@link #getHeartbeatInterval()}. */
  public ConsumerOptions setHeartbeatInterval(Duration heartbeatInterval) {
    this.heartbeatInterval = positive("heartbeatInterval", heartbeatInterval);
    return this;
  }

  /**
   * How long members may take to join again in a rebalance, and so how long the group waits for the
   * handler of revoked partitions. Also how long the application may make no progress with records
   * that it was handed before it is told so; see {@link #setOnNoProgress}. Default 5 min; more than
   * zero; {@code max.poll.interval.ms}.
   */
  public Duration getRebalanceTimeout() {
    return rebalanceTimeout;
  }

  /** See {@link #getRebalanceTimeout()}. */
  public ConsumerOptions setRebalanceTimeout(Duration rebalanceTimeout) {
    this.rebalanceTimeout = positive("rebalanceTimeout", rebalanceTimeout);
    return this;
  }

  /**
   * What happens when the application has records in its hands, or does not poll for those that
   * wait, and is through with none for the rebalance timeout. The {@link
   * KafkaConsumer#exceptionHandler} gets a {@link NoProgressException} in either case. Default
   * {@code STAY}.
   */
  public NoProgressPolicy getOnNoProgress() {
    return onNoProgress;
  }

  /** See {@link #getOnNoProgress()}. */
  public ConsumerOptions setOnNoProgress(NoProgressPolicy onNoProgress) {
    this.onNoProgress = Objects.requireNonNull(onNoProgress, "onNoProgress");
    return this;
  }

  /**
   * Names of assignor plug-ins, best first; all members must share one. When all of them support
   * the cooperative rebalance protocol, as {@code cooperative-sticky} does, the member uses it:
   * partitions that stay are read throughout a rebalance. The names of the Java client's classes
   * are understood. Default {@code range}, {@code cooperative-sticky}, from where a group can be
   * moved to {@code cooperative-sticky} member by member; {@code partition.assignment.strategy}.
   */
  public List<String> getPartitionAssignmentStrategy() {
    return partitionAssignmentStrategy;
  }

  /** See {@link #getPartitionAssignmentStrategy()}. */
  public ConsumerOptions setPartitionAssignmentStrategy(List<String> partitionAssignmentStrategy) {
    this.partitionAssignmentStrategy = checkStrategies(partitionAssignmentStrategy);
    return this;
  }

  /**
   * The most records that one {@link KafkaConsumer#poll} returns. Default 500; at least 1; {@code
   * max.poll.records}.
   */
  public int getMaxPollRecords() {
    return maxPollRecords;
  }

  /** See {@link #getMaxPollRecords()}. */
  public ConsumerOptions setMaxPollRecords(int maxPollRecords) {
    this.maxPollRecords = inRange("maxPollRecords", maxPollRecords, 1, Integer.MAX_VALUE);
    return this;
  }

  /**
   * What to do with a record that cannot be deserialized; {@code STOP} and {@code SKIP} report it
   * to the exception handler. Default {@code STOP}.
   */
  public BadRecordPolicy getOnBadRecord() {
    return onBadRecord;
  }

  /** See {@link #getOnBadRecord()}. */
  public ConsumerOptions setOnBadRecord(BadRecordPolicy onBadRecord) {
    this.onBadRecord = Objects.requireNonNull(onBadRecord, "onBadRecord");
    return this;
  }

  /**
   * Whether subscribing to a topic that does not exist may create it, if the brokers allow that.
   * Default true; {@code allow.auto.create.topics}.
   */
  public boolean isAllowAutoCreateTopics() {
    return allowAutoCreateTopics;
  }

  /** See {@link #isAllowAutoCreateTopics()}. */
  public ConsumerOptions setAllowAutoCreateTopics(boolean allowAutoCreateTopics) {
    this.allowAutoCreateTopics = allowAutoCreateTopics;
    return this;
  }

  /**
   * Whether a pattern never matches topics of Kafka's own, such as {@code __consumer_offsets}.
   * Topics that are subscribed to by name are not concerned. Default true; {@code
   * exclude.internal.topics}.
   */
  public boolean isExcludeInternalTopics() {
    return excludeInternalTopics;
  }

  /** See {@link #isExcludeInternalTopics()}. */
  public ConsumerOptions setExcludeInternalTopics(boolean excludeInternalTopics) {
    this.excludeInternalTopics = excludeInternalTopics;
    return this;
  }

  /**
   * How long a call such as {@link KafkaConsumer#commit()} or {@link KafkaConsumer#position} may
   * take, repetitions included. Default 60 s; more than zero; {@code default.api.timeout.ms}.
   */
  public Duration getDefaultApiTimeout() {
    return defaultApiTimeout;
  }

  /** See {@link #getDefaultApiTimeout()}. */
  public ConsumerOptions setDefaultApiTimeout(Duration defaultApiTimeout) {
    this.defaultApiTimeout = positive("defaultApiTimeout", defaultApiTimeout);
    return this;
  }

  /**
   * How long an iteration over {@link KafkaConsumer#records()} waits for a record before it ends.
   * Default null: for ever; {@code consumer.timeout.ms}.
   */
  public Duration getConsumerTimeout() {
    return consumerTimeout;
  }

  /** See {@link #getConsumerTimeout()}. */
  public ConsumerOptions setConsumerTimeout(Duration consumerTimeout) {
    this.consumerTimeout =
        consumerTimeout == null ? null : nonNegative("consumerTimeout", consumerTimeout);
    return this;
  }

  /**
   * Who sees every record before the application does, and every commit, in this order. Copies of
   * the options share them. Default none; not in the JSON form; {@code interceptor.classes}.
   */
  public List<ConsumerInterceptor<?, ?>> getInterceptors() {
    return interceptors;
  }

  /** Adds one to {@link #getInterceptors()}; its types must be those of the consumer. */
  public ConsumerOptions addInterceptor(ConsumerInterceptor<?, ?> interceptor) {
    List<ConsumerInterceptor<?, ?>> more = new ArrayList<>(interceptors);
    more.add(Objects.requireNonNull(interceptor, "interceptor"));
    interceptors = List.copyOf(more);
    return this;
  }

  /**
   * Which records get a span from Vert.x's tracer while they are handled: {@code PROPAGATE}, the
   * default, those with a trace in their headers; {@code ALWAYS} all; {@code IGNORE} none. Without
   * a tracer nothing is traced.
   */
  public TracingPolicy getTracingPolicy() {
    return tracingPolicy;
  }

  /** See {@link #getTracingPolicy()}. */
  public ConsumerOptions setTracingPolicy(TracingPolicy tracingPolicy) {
    this.tracingPolicy = Objects.requireNonNull(tracingPolicy, "tracingPolicy");
    return this;
  }

  @Override
  public void validate() {
    super.validate();
    if (heartbeatInterval.compareTo(sessionTimeout) >= 0) {
      throw new ConfigException(
          "heartbeatInterval ("
              + heartbeatInterval
              + ") must be shorter than sessionTimeout ("
              + sessionTimeout
              + ")");
    }
    if (groupInstanceId != null && groupId == null) {
      throw new ConfigException("groupInstanceId is set, but groupId is not");
    }
  }

  private static String checkReset(String value) {
    ResetPolicy.parse(value);
    return value;
  }

  private static List<String> checkStrategies(List<String> value) {
    if (value.isEmpty()) {
      throw new ConfigException("partitionAssignmentStrategy needs at least one name");
    }
    return List.copyOf(value);
  }
}
