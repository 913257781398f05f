package io.kafkavertx.eventbus;

import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.OffsetAndMetadata;
import io.kafkavertx.internal.process.AckTracker;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The records of one partition between the consumer and the event bus.
 *
 * <pre>
 *   OPEN --stop()--> STOPPED          records wait; nothing is sent
 *   OPEN, STOPPED --drain()--> DRAINING   nothing new is sent; waits for what is on its way
 *   any --drop()--> CLOSED            replies that still come are ignored
 * </pre>
 */
final class PartitionLane {
  private enum State {
    OPEN,
    STOPPED,
    DRAINING,
    CLOSED
  }

  final TopicPartition partition;
  private final ArrayDeque<ConsumerRecord<Buffer, Buffer>> waiting = new ArrayDeque<>();
  private final AckTracker acks = new AckTracker();
  private final Map<Sent, Runnable> retries = new LinkedHashMap<>();
  private final Promise<Void> drained = Promise.promise();
  private State state = State.OPEN;
  private long committed = -1;
  private int inFlight;
  private boolean consumerPaused;

  PartitionLane(TopicPartition partition) {
    this.partition = partition;
  }

  /** A record that has been sent to the bus, until it is acknowledged or given up. */
  static final class Sent {
    final ConsumerRecord<Buffer, Buffer> record;
    private final AckTracker.Entry entry;
    private int attempts;

    private Sent(ConsumerRecord<Buffer, Buffer> record, AckTracker.Entry entry) {
      this.record = record;
      this.entry = entry;
    }

    int nextAttempt() {
      return ++attempts;
    }
  }

  void add(ConsumerRecord<Buffer, Buffer> record) {
    waiting.addLast(record);
  }

  int waiting() {
    return waiting.size();
  }

  /**
   * The next record to send, null when none may be sent now.
   *
   * @param nowNanos when it is sent, for its age
   */
  Sent next(int mostInFlight, long nowNanos) {
    if (state != State.OPEN || inFlight >= mostInFlight || waiting.isEmpty()) {
      return null;
    }
    ConsumerRecord<Buffer, Buffer> record = waiting.pollFirst();
    inFlight++;
    return new Sent(record, acks.delivered(record.offset(), record.leaderEpoch(), nowNanos));
  }

  /** The record has been dealt with: acknowledged, or skipped by the route's policy. */
  void done(Sent sent) {
    acks.acknowledged(sent.entry);
    leave();
  }

  /** The record will not be sent again and not be counted as acknowledged. */
  void givenUp() {
    leave();
  }

  private void leave() {
    inFlight--;
    if (state == State.DRAINING && inFlight == 0) {
      drained.tryComplete();
    }
  }

  /**
   * Sends nothing more until the partition is assigned anew. Returns how many waiting records were
   * dropped.
   */
  int stop() {
    if (state == State.OPEN) {
      state = State.STOPPED;
    }
    return dropWaiting();
  }

  /** True while records may be sent, and sent again. */
  boolean isOpen() {
    return state == State.OPEN;
  }

  boolean isClosed() {
    return state == State.CLOSED;
  }

  /** What to do with a record that waits for its next attempt when the lane leaves {@code OPEN}. */
  void beforeClosing(Sent sent, Runnable cancelRetry) {
    retries.put(sent, cancelRetry);
  }

  /** The record does not wait any more. */
  void closingNeedsNothing(Sent sent) {
    retries.remove(sent);
  }

  /**
   * Sends nothing more; completes {@link #drained()} when all is answered. Returns how many waiting
   * records were dropped.
   */
  int drain() {
    if (state == State.CLOSED) {
      return 0;
    }
    int dropped = dropWaiting();
    state = State.DRAINING;
    cancelRetries();
    if (inFlight == 0) {
      drained.tryComplete();
    }
    return dropped;
  }

  /** Completes when nothing is on its way any more; only after {@link #drain()}. */
  Future<Void> drained() {
    return drained.future();
  }

  /** Forgets everything. Returns how many records, waiting or on their way, were dropped. */
  int drop() {
    if (state == State.CLOSED) {
      return 0;
    }
    cancelRetries();
    int dropped = dropWaiting() + inFlight;
    state = State.CLOSED;
    drained.tryComplete();
    return dropped;
  }

  private int dropWaiting() {
    int dropped = waiting.size();
    waiting.clear();
    return dropped;
  }

  private void cancelRetries() {
    List<Runnable> all = List.copyOf(retries.values());
    retries.clear();
    all.forEach(Runnable::run);
  }

  /** What to commit; null when nothing new has been acknowledged. */
  OffsetAndMetadata toCommit() {
    return acks.committable() > committed
        ? new OffsetAndMetadata(acks.committable(), acks.leaderEpoch(), "")
        : null;
  }

  void committed(long offset) {
    committed = Math.max(committed, offset);
  }

  int inFlight() {
    return inFlight;
  }

  /** Of the records sent, in nanoseconds; 0 when all are acknowledged. */
  long oldestAge(long nowNanos) {
    return acks.oldestAge(nowNanos);
  }

  boolean isConsumerPaused() {
    return consumerPaused;
  }

  void consumerPaused(boolean paused) {
    consumerPaused = paused;
  }

  JsonObject status() {
    return new JsonObject()
        .put("topic", partition.topic())
        .put("partition", partition.partition())
        .put("outstanding", acks.outstanding() + waiting.size())
        .put("committable", acks.committable())
        .put("committed", committed)
        .put("stopped", state == State.STOPPED);
  }
}
