package io.kafkavertx;

import io.vertx.codegen.annotations.DataObject;
import io.vertx.codegen.annotations.GenIgnore;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Predicate;

/** How {@link KafkaConsumer#process} works on records. Not thread-safe; copied when it is used. */
@DataObject
public final class ProcessOptions {
  /** What happens to a record that has failed for good. */
  public enum OnFailure {
    /**
     * Its partition stands still at it, and the exception handler is told; the others go on. See
     * {@link Processing#resume}.
     */
    STOP_PARTITION,
    /** It counts as done, and the exception handler is told. */
    SKIP,
    /**
     * It is written to {@link #getDeadLetterTopic()} and then counts as done; the exception handler
     * is told. If it cannot be written, its partition stands still.
     */
    DEAD_LETTER
  }

  private Ordering ordering = Ordering.PARTITION;
  private int concurrency = 64;
  private int batchSize = 1;
  private int lookAhead = 500;
  private int maxUnfinished = 10_000;
  private Duration processingTimeout = Duration.ofMinutes(5);
  private int maxRetries = 5;
  private Duration retryBackoff = Duration.ofMillis(100);
  private Duration retryBackoffMax = Duration.ofSeconds(10);
  private OnFailure onFailure = OnFailure.STOP_PARTITION;
  private String deadLetterTopic;
  private Duration drainTimeout = Duration.ofSeconds(30);
  private boolean closeGaps;
  private int commitEvery;
  private boolean blocking;
  private Predicate<Throwable> retryIf = failure -> true;
  private Predicate<Throwable> blameless = failure -> false;
  private KafkaProducer<byte[], byte[]> deadLetterProducer;

  public ProcessOptions() {}

  /** As {@link #toJson()} writes it. An unknown key is an error that names it. */
  public ProcessOptions(JsonObject json) {
    ProcessOptionTable.read(this, json);
  }

  /** A copy. */
  public ProcessOptions(ProcessOptions other) {
    ordering = other.ordering;
    concurrency = other.concurrency;
    batchSize = other.batchSize;
    lookAhead = other.lookAhead;
    maxUnfinished = other.maxUnfinished;
    processingTimeout = other.processingTimeout;
    maxRetries = other.maxRetries;
    retryBackoff = other.retryBackoff;
    retryBackoffMax = other.retryBackoffMax;
    onFailure = other.onFailure;
    deadLetterTopic = other.deadLetterTopic;
    drainTimeout = other.drainTimeout;
    closeGaps = other.closeGaps;
    commitEvery = other.commitEvery;
    blocking = other.blocking;
    retryIf = other.retryIf;
    blameless = other.blameless;
    deadLetterProducer = other.deadLetterProducer;
  }

  /**
   * All options but {@link #getRetryIf()}, {@link #getBlameless()} and {@link
   * #getDeadLetterProducer()}.
   */
  public JsonObject toJson() {
    return ProcessOptionTable.write(this);
  }

  /** Which records are never worked on at the same time. Default {@link Ordering#PARTITION}. */
  public Ordering getOrdering() {
    return ordering;
  }

  /** See {@link #getOrdering()}. */
  public ProcessOptions setOrdering(Ordering ordering) {
    this.ordering = Objects.requireNonNull(ordering, "ordering");
    return this;
  }

  /**
   * The most records that are worked on at the same time, of all partitions together. Half of it is
   * shared out among the partitions, one each at least, so that none can use up everything; whoever
   * has work gets the rest. Default 64; at least 1. With fewer than there are partitions, records
   * that hang can hold up partitions that have none of them.
   */
  public int getConcurrency() {
    return concurrency;
  }

  /** See {@link #getConcurrency()}. */
  public ProcessOptions setConcurrency(int concurrency) {
    this.concurrency = atLeast("concurrency", concurrency, 1);
    return this;
  }

  /**
   * With {@link KafkaConsumer#processBatches}: the most records of one batch. Default 1; at least
   * 1, and no more than {@link #getConcurrency()}, which counts records.
   */
  public int getBatchSize() {
    return batchSize;
  }

  /** See {@link #getBatchSize()}. */
  public ProcessOptions setBatchSize(int batchSize) {
    this.batchSize = atLeast("batchSize", batchSize, 1);
    return this;
  }

  /**
   * With {@link Ordering#KEY}: how many records of a partition may wait for the one before them
   * with the same key, while others are looked for behind them; {@code maxPartitionFetchBytes}
   * bounds them too. Default 500; at least 1.
   */
  public int getLookAhead() {
    return lookAhead;
  }

  /** See {@link #getLookAhead()}. */
  public ProcessOptions setLookAhead(int lookAhead) {
    this.lookAhead = atLeast("lookAhead", lookAhead, 1);
    return this;
  }

  /**
   * How far work on a partition may run ahead of its first record that is not done, in records:
   * what is done after that one cannot be committed, and is done again after a crash. Default
   * 10,000; at least 1.
   */
  public int getMaxUnfinished() {
    return maxUnfinished;
  }

  /** See {@link #getMaxUnfinished()}. */
  public ProcessOptions setMaxUnfinished(int maxUnfinished) {
    this.maxUnfinished = atLeast("maxUnfinished", maxUnfinished, 1);
    return this;
  }

  /**
   * How long one attempt may take. Then it counts as failed, and is reported; nobody waits for its
   * future any more, though the work may still be going on. Default 5 min; zero for no limit: a
   * future that never completes then holds up what comes after it until the partition goes.
   */
  public Duration getProcessingTimeout() {
    return processingTimeout;
  }

  /** See {@link #getProcessingTimeout()}. */
  public ProcessOptions setProcessingTimeout(Duration processingTimeout) {
    this.processingTimeout = nonNegative("processingTimeout", processingTimeout);
    return this;
  }

  /**
   * How often a record is tried again before {@link #getOnFailure()} applies. Attempts are counted
   * in memory: a record that moves to another member starts anew. Default 5; zero or more.
   */
  public int getMaxRetries() {
    return maxRetries;
  }

  /** See {@link #getMaxRetries()}. */
  public ProcessOptions setMaxRetries(int maxRetries) {
    this.maxRetries = atLeast("maxRetries", maxRetries, 0);
    return this;
  }

  /**
   * The pause before a record is tried again, doubled for each further time, 20 % more or less by
   * chance. Records that must not overtake it wait too. Default 100 ms; more than zero.
   */
  public Duration getRetryBackoff() {
    return retryBackoff;
  }

  /** See {@link #getRetryBackoff()}. */
  public ProcessOptions setRetryBackoff(Duration retryBackoff) {
    this.retryBackoff = positive("retryBackoff", retryBackoff);
    return this;
  }

  /** The longest pause between attempts. Default 10 s; more than zero. */
  public Duration getRetryBackoffMax() {
    return retryBackoffMax;
  }

  /** See {@link #getRetryBackoffMax()}. */
  public ProcessOptions setRetryBackoffMax(Duration retryBackoffMax) {
    this.retryBackoffMax = positive("retryBackoffMax", retryBackoffMax);
    return this;
  }

  /**
   * What happens to a record that has failed {@code maxRetries} + 1 times, that {@link
   * #getRetryIf()} does not want tried again, or that cannot be deserialized (unless the consumer's
   * {@code onBadRecord} is {@code SKIP} or {@code RAW}). Default {@link OnFailure#STOP_PARTITION}.
   */
  public OnFailure getOnFailure() {
    return onFailure;
  }

  /** See {@link #getOnFailure()}. */
  public ProcessOptions setOnFailure(OnFailure onFailure) {
    this.onFailure = Objects.requireNonNull(onFailure, "onFailure");
    return this;
  }

  /**
   * The topic for dead letters; <code>{topic}</code> in it stands for the topic of the record. Must
   * be set with {@link OnFailure#DEAD_LETTER}. Default null.
   */
  public String getDeadLetterTopic() {
    return deadLetterTopic;
  }

  /** See {@link #getDeadLetterTopic()}. */
  public ProcessOptions setDeadLetterTopic(String deadLetterTopic) {
    if (deadLetterTopic != null && deadLetterTopic.isBlank()) {
      throw new ConfigException("deadLetterTopic is empty");
    }
    this.deadLetterTopic = deadLetterTopic;
    return this;
  }

  /**
   * When partitions are given up, how long to wait for their records that are being worked on, so
   * that they can be committed. What is not done by then is read again by the next owner. Zero does
   * not wait. Never longer than three quarters of {@code rebalanceTimeout}, and on close of its
   * time-out, which leaves time for the commit. Default 30 s; zero or more.
   */
  public Duration getDrainTimeout() {
    return drainTimeout;
  }

  /** See {@link #getDrainTimeout()}. */
  public ProcessOptions setDrainTimeout(Duration drainTimeout) {
    this.drainTimeout = nonNegative("drainTimeout", drainTimeout);
    return this;
  }

  /**
   * Whether giving up a partition closes gaps: records that come before one that has been begun are
   * then still worked on, repetitions included, as long as {@code drainTimeout} lets them. So
   * nothing that is done is done again by the next owner, at the cost of a longer rebalance. It
   * makes a difference with {@link Ordering#KEY}, where records wait for those of their key, and
   * for records that wait for another attempt. Default false: nothing more is started.
   */
  public boolean isCloseGaps() {
    return closeGaps;
  }

  /** See {@link #isCloseGaps()}. */
  public ProcessOptions setCloseGaps(boolean closeGaps) {
    this.closeGaps = closeGaps;
    return this;
  }

  /**
   * Commits as soon as this many more records can be committed, beside {@code autoCommitInterval};
   * only with {@code enableAutoCommit}. Default 0: by the interval alone.
   */
  public int getCommitEvery() {
    return commitEvery;
  }

  /** See {@link #getCommitEvery()}. */
  public ProcessOptions setCommitEvery(int commitEvery) {
    this.commitEvery = atLeast("commitEvery", commitEvery, 0);
    return this;
  }

  /**
   * Whether the work blocks: then it runs on threads of Vert.x' worker pool, several at a time, and
   * not on the context that called {@link KafkaConsumer#process}. Default false.
   */
  public boolean isBlocking() {
    return blocking;
  }

  /** See {@link #isBlocking()}. */
  public ProcessOptions setBlocking(boolean blocking) {
    this.blocking = blocking;
    return this;
  }

  /** Which failures are worth another attempt; called on the event loop. Default all. */
  public Predicate<Throwable> getRetryIf() {
    return retryIf;
  }

  /** See {@link #getRetryIf()}. */
  public ProcessOptions setRetryIf(Predicate<Throwable> retryIf) {
    this.retryIf = Objects.requireNonNull(retryIf, "retryIf");
    return this;
  }

  /**
   * Which failures say nothing about the record: the database is down, nobody is there to take it.
   * Such a record is tried again, with backoff, without end, and {@code maxRetries} does not count
   * it; other records wait as the ordering asks. Called on the event loop. Default none.
   */
  public Predicate<Throwable> getBlameless() {
    return blameless;
  }

  /** See {@link #getBlameless()}. */
  public ProcessOptions setBlameless(Predicate<Throwable> blameless) {
    this.blameless = Objects.requireNonNull(blameless, "blameless");
    return this;
  }

  /**
   * Writes the dead letters, and is not closed with the consumer. Default null: a producer of the
   * consumer's own, made when it is needed, with the options that it shares with the consumer
   * (addresses, security, time-outs), {@code acks=all} and idempotence.
   */
  @GenIgnore
  public KafkaProducer<byte[], byte[]> getDeadLetterProducer() {
    return deadLetterProducer;
  }

  /** See {@link #getDeadLetterProducer()}. */
  @GenIgnore
  public ProcessOptions setDeadLetterProducer(KafkaProducer<byte[], byte[]> deadLetterProducer) {
    this.deadLetterProducer = deadLetterProducer;
    return this;
  }

  void validate() {
    if (onFailure == OnFailure.DEAD_LETTER && deadLetterTopic == null) {
      throw new ConfigException("onFailure is DEAD_LETTER, but deadLetterTopic is not set");
    }
    if (batchSize > concurrency) {
      throw new ConfigException(
          "batchSize is "
              + batchSize
              + ", more than concurrency, which is "
              + concurrency
              + ": no batch could be that large");
    }
  }

  @Override
  public String toString() {
    return "ProcessOptions" + toJson().encode();
  }

  private static int atLeast(String name, int value, int least) {
    if (value < least) {
      throw new ConfigException(name + " must be at least " + least + ", but is " + value);
    }
    return value;
  }

  private static Duration nonNegative(String name, Duration value) {
    if (value.isNegative()) {
      throw new ConfigException(name + " must not be negative, but is " + value);
    }
    return value;
  }

  private static Duration positive(String name, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new ConfigException(name + " must be more than zero, but is " + value);
    }
    return value;
  }
}
