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
 *   OPEN, STOPPED --drain()--> DRAINING     nothing is started; what runs is waited for
 *   any --close()--> CLOSED                 outcomes that still come count no more
 * </pre>
 */
final class Lane<K, V> {
  private enum State {
    OPEN,
    STOPPED,
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

  /** The next record is going to be worked on. */
  void started(Work<K, V> work) {
    ready.poll();
    inFlight++;
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
    if (work.key == null || state != State.OPEN) {
      return;
    }
    if (work.following != null) {
      ready.add(work.following);
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

  private void tellIdle() {
    if (idle != null && inFlight == exempt) {
      idle.tryComplete();
    }
  }

  /** Completes when nothing is being worked on. */
  Future<Void> idle() {
    if (inFlight == exempt || state == State.CLOSED) {
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
    }
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
