package io.kafkavertx.internal.process;

import io.kafkavertx.ConsumerRecord;

/**
 * A record on its way through processing.
 *
 * <pre>
 *   WAITING --start--> RUNNING --succeeded--> OVER
 *      ^                  | failed, and is to be tried again
 *      +------ due ---- RETRYING
 *   RUNNING --failed in a batch, after one of its order--> WAITING
 *   RUNNING --failed for good--> BURYING (a dead letter is written) --> OVER
 *   any --given up, skipped, partition stopped--> OVER
 * </pre>
 */
final class Work<K, V> extends AckTracker.Entry {
  /** Where it is. */
  enum State {
    WAITING,
    RUNNING,
    RETRYING,
    BURYING,
    OVER
  }

  final Lane<K, V> lane;

  /** Null when it is over. */
  ConsumerRecord<K, V> record;

  /** What it must be in order with; null for nothing. */
  Object key;

  /** The next with the same key. */
  Work<K, V> following;

  /** The one before it in its order, which was started with it. */
  Work<K, V> leader;

  /** Whether the attempt under way is one for several records. */
  boolean shared;

  /** Neighbours in the list of those that run. */
  Work<K, V> before;

  Work<K, V> after;

  /** When the attempt under way began; when the next one is due. */
  long at;

  /** Closing does not wait for it. */
  boolean exempt;

  private State state = State.WAITING;
  private int attempts;
  private int excused;

  Work(ConsumerRecord<K, V> record, Lane<K, V> lane, Object key, long nowNanos) {
    super(record.offset(), record.leaderEpoch(), nowNanos);
    this.record = record;
    this.lane = lane;
    this.key = key;
  }

  State state() {
    return state;
  }

  /** How often it has been started. */
  int attempts() {
    return attempts;
  }

  /** Whether one that must be done before it is not done, although both were started. */
  boolean isBehindLeader() {
    return leader != null && leader.state != State.OVER;
  }

  /** True until it is started for the first time. */
  boolean isNew() {
    return attempts == 0 && state == State.WAITING;
  }

  /** How many attempts count against it. */
  int countedAttempts() {
    return attempts - excused;
  }

  /** The attempt that has just failed was not its fault. */
  void excuse() {
    excused++;
  }

  int size() {
    return Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
  }

  void start(long now, boolean isAttempt) {
    move(State.WAITING, State.RUNNING);
    at = now;
    if (isAttempt) {
      attempts++;
    }
  }

  void retryAt(long due) {
    move(State.RUNNING, State.RETRYING);
    at = due;
  }

  /** Goes back, because the one before it in its order is to be tried again. */
  void park() {
    move(State.RUNNING, State.WAITING);
  }

  void due() {
    move(State.RETRYING, State.WAITING);
  }

  void bury() {
    move(State.RUNNING, State.BURYING);
  }

  void over() {
    if (state == State.OVER) {
      throw new IllegalStateException("the record at offset " + offset() + " has ended twice");
    }
    state = State.OVER;
    leader = null;
  }

  /**
   * It is over, but its offset may have to wait long for those before it: nobody needs its bytes
   * any more.
   */
  void forget() {
    record = null;
    key = null;
  }

  private void move(State from, State to) {
    if (state != from) {
      throw new IllegalStateException(
          "the record at offset " + offset() + " cannot go from " + state + " to " + to);
    }
    state = to;
  }
}
