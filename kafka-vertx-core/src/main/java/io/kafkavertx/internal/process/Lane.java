package io.kafkavertx.internal.process;

import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.ProcessingStatus.PartitionStatus;
import io.kafkavertx.internal.fetch.ReadRun;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/**
 * The records of one partition that have been taken and are not done: from an assignment or a seek
 * to the next one.
 *
 * <pre>
 *   OPEN --stop()--> STOPPED                a record has failed for good; nothing is started
 *   OPEN --finish()--> FINISHING            only what comes before something begun is started
 *   FINISHING --stop()--> DRAINING
 *   OPEN, STOPPED, FINISHING --drain()--> DRAINING
 *                                           nothing is started; what runs is waited for
 *   any --close()--> CLOSED                 outcomes that still come count no more
 * </pre>
 */
final class Lane<K, V> {
  private enum State {
    OPEN,
    STOPPED,
    FINISHING,
    DRAINING,
    CLOSED
  }

  final TopicPartition partition;
  final ReadRun run;
  final Gate gate;

  /** In the queue of lanes that have something to start. */
  boolean queued;

  private final AckTracker acks = new AckTracker();
  private final ArrayDeque<Work<K, V>> ready = new ArrayDeque<>();

  /** The last record of each key that is not done. */
  private final Map<Object, Work<K, V>> last = new HashMap<>();

  private State state = State.OPEN;
  private Promise<Void> idle;
  private int waiting;
  private long waitingBytes;
  private int inFlight;
  private int exempt;
  private int retrying;
  private boolean full;

  /** The highest offset of those that have been started. */
  private long begun = -1;

  Lane(TopicPartition partition, ReadRun run, Gate gate) {
    this.partition = partition;
    this.run = run;
    this.gate = gate;
  }

  /** Takes in the next record of the partition. */
  Work<K, V> add(ConsumerRecord<K, V> record, Object key, long now) {
    Work<K, V> work = new Work<>(record, this, key, now);
    acks.delivered(work);
    waiting++;
    waitingBytes += work.size();
    Work<K, V> ahead = key == null ? null : last.put(key, work);
    if (ahead == null) {
      ready.add(work);
    } else {
      ahead.following = work;
    }
    return work;
  }

  boolean isOpen() {
    return state == State.OPEN;
  }

  /** Whether only what comes before something begun is started. */
  boolean isFinishing() {
    return state == State.FINISHING;
  }

  /** Whether records are still started, and tried again. */
  boolean isAtWork() {
    return state == State.OPEN || state == State.FINISHING;
  }

  boolean isStopped() {
    return state == State.STOPPED;
  }

  boolean isClosed() {
    return state == State.CLOSED;
  }

  /** True while outcomes of its records count. */
  boolean counts() {
    return state != State.CLOSED && run.isCurrent();
  }

  /** The next record that its order allows to start; null when there is none. */
  Work<K, V> next() {
    return ready.peek();
  }

  /**
   * What may be started together with {@code work}, and in one attempt with it: the next of its
   * order, or else the next record that its order allows to start. Only what has not been tried:
   * what has failed is tried alone.
   *
   * @return null when there is none
   */
  Work<K, V> companion(Work<K, V> work) {
    Work<K, V> next = work.following != null ? work.following : ready.peek();
    return state == State.OPEN && next != null && next.isNew() ? next : null;
  }

  /** A record is going to be worked on. */
  void started(Work<K, V> work) {
    if (ready.peek() == work) {
      ready.poll();
    }
    inFlight++;
    begun = Math.max(begun, work.record.offset());
    if (work.isNew()) {
      waiting--;
      waitingBytes -= work.size();
    }
  }

  /** It will be tried again: nobody of its order may overtake it. */
  void retrying() {
    retrying++;
  }

  /** Its time to be tried again has come. */
  void retry(Work<K, V> work) {
    retrying--;
    ready.addFirst(work);
  }

  /**
   * A record is done.
   *
   * @param passed told of each record that may be committed now, in their order
   */
  void done(Work<K, V> work, java.util.function.Consumer<AckTracker.Entry> passed) {
    acks.acknowledged(work, passed);
    if (work.key == null || !isAtWork()) {
      return;
    }
    if (work.following != null) {
      if (work.following.state() == Work.State.WAITING
          && (state == State.OPEN || !isBeyond(work.following))) {
        ready.add(work.following);
      }
      work.following = null;
    } else {
      last.remove(work.key, work);
    }
  }

  /** A record is not being worked on any more. */
  void left(Work<K, V> work) {
    inFlight--;
    if (work.exempt) {
      work.exempt = false;
      exempt--;
    }
    tellIdle();
  }

  /** A record that nobody is to wait for. */
  void exempt(Work<K, V> work) {
    work.exempt = true;
    exempt++;
    tellIdle();
  }

  private boolean isIdle() {
    boolean unfinished = state == State.FINISHING && (!ready.isEmpty() || retrying > 0);
    return inFlight == exempt && !unfinished;
  }

  private void tellIdle() {
    if (idle != null && isIdle()) {
      idle.tryComplete();
    }
  }

  /** Completes when nothing is being worked on, and nothing is to be finished. */
  Future<Void> idle() {
    if (isIdle() || state == State.CLOSED) {
      return Future.succeededFuture();
    }
    if (idle == null || idle.future().isComplete()) {
      idle = Promise.promise();
    }
    return idle.future();
  }

  /** Starts nothing until somebody seeks. */
  void stop() {
    if (state == State.OPEN) {
      state = State.STOPPED;
      dropWaiting();
    } else if (state == State.FINISHING) {
      // There will be a gap at this record, whatever else is done.
      drain();
    }
  }

  /** Starts no more than what comes before something that has been begun. */
  void finish() {
    if (state == State.OPEN) {
      state = State.FINISHING;
      ready.removeIf(this::isBeyond);
      waiting = 0;
      acks.forEach(
          entry -> {
            Work<?, ?> work = (Work<?, ?>) entry;
            if (work.isNew() && !isBeyond(work)) {
              waiting++;
            }
          });
    } else {
      drain();
    }
  }

  private boolean isBeyond(Work<?, ?> work) {
    return work.record.offset() > begun;
  }

  /** Starts nothing more. */
  void drain() {
    if (state != State.CLOSED) {
      state = State.DRAINING;
      dropWaiting();
    }
  }

  void close() {
    if (state != State.CLOSED) {
      dropWaiting();
      state = State.CLOSED;
      if (idle != null) {
        idle.tryComplete();
      }
    }
  }

  private void dropWaiting() {
    gate.shut();
    ready.clear();
    last.clear();
    waiting = 0;
    waitingBytes = 0;
    retrying = 0;
  }

  /** Whether the lane has as many records as it may, with a gap between too many and enough. */
  boolean isFull(ProcessConfig config) {
    int part = full ? 2 : 1;
    full =
        waiting >= Math.max(1, config.lookAhead() / part)
            || waitingBytes >= Math.max(1, config.waitingBytes() / part)
            || acks.outstanding() >= config.maxUnfinished();
    return full;
  }

  int inFlight() {
    return inFlight;
  }

  int waiting() {
    return waiting;
  }

  /** In nanoseconds; 0 when everything is done. */
  long oldestAge(long now) {
    return acks.oldestAge(now);
  }

  PartitionStatus status(long now) {
    return new PartitionStatus(
        inFlight,
        waiting,
        retrying,
        acks.outstanding(),
        Duration.ofNanos(oldestAge(now)),
        acks.committable(),
        state == State.STOPPED);
  }
}
