package io.kafkavertx.internal.fetch;

import io.kafkavertx.ClusterMetadata;
import io.kafkavertx.OffsetAndMetadata;
import io.kafkavertx.OffsetReset;
import io.kafkavertx.protocol.wire.Uuids;
import io.kafkavertx.spi.PartitionInfo;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A partition that the consumer reads: where it stands, what has been fetched, where it lives.
 *
 * <pre>
 *            committed offset              looked up
 *   UNKNOWN ------------------> READING <------------- RESETTING
 *      |  no offset, by policy            out of range     ^
 *      +--------------------------------------------------+
 *   any phase: seek -> READING or RESETTING, error that the application must see -> STOPPED
 * </pre>
 *
 * <p>The generation changes whenever the position is moved by anything but reading on. Whoever asks
 * a broker for something on behalf of the partition notes it and drops an answer to an older one:
 * otherwise a late answer would undo a seek.
 */
final class PartitionState {
  /** Where a partition is on its way to being read. */
  enum Phase {
    /** There is no position, and the group has not been asked for one. */
    UNKNOWN,
    /** The position is to be looked up by a timestamp. */
    RESETTING,
    /** There is a position. */
    READING,
    /** Stands still after an error, until somebody seeks. */
    STOPPED
  }

  final TopicPartition topicPartition;
  final InboxWalk walk;

  /** Its measurements, from when it is added to when it is removed. */
  PartitionMeters meters;

  final ArrayDeque<FetchedData> inbox = new ArrayDeque<>();

  private final BufferedBytes buffered;
  private final List<Promise<Long>> waiting = new ArrayList<>();
  private Phase phase = Phase.UNKNOWN;
  private int generation;

  /**
   * Changes when records that were handed out no longer count: after a seek, not after an error.
   */
  private int run;

  /** The application has paused it. */
  boolean paused;

  /** Neither fetched nor delivered: a rebalance handler is at work. */
  boolean held;

  /** A request for its position is on its way. */
  boolean looking;

  /** No longer assigned. */
  boolean removed;

  /** In the source's queue of partitions with data. */
  boolean queued;

  /** The next offset to ask a broker for, and the epoch of the batch before it. */
  long fetchOffset = -1;

  int fetchEpoch = -1;

  /** The next offset to hand out, and the epoch of the record before it. */
  long position = -1;

  int positionEpoch = -1;

  /** Up to here the application is through with everything. */
  private long handled = -1;

  private int handledEpoch = -1;
  private int outstanding;

  long inboxBytes;
  int maxBytes;
  boolean fetchBlocked;
  long highWatermark = -1;
  long lastStableOffset = -1;

  /** What to look up in phase RESETTING, and why. */
  long resetTimestamp;

  OffsetReset.Reason resetReason;
  long resetFrom;

  int failures;
  long retryAtNanos;
  int lastFetch;

  private ClusterMetadata located;
  int leaderId = -1;
  int leaderEpoch = -1;
  UUID topicId = Uuids.ZERO;

  PartitionState(TopicPartition topicPartition, InboxWalk.Settings settings, int maxBytes) {
    this.topicPartition = topicPartition;
    this.buffered = settings.buffered();
    this.maxBytes = maxBytes;
    this.walk = new InboxWalk(this, settings);
  }

  Phase phase() {
    return phase;
  }

  int generation() {
    return generation;
  }

  int run() {
    return run;
  }

  /** True when records of it may be handed out. */
  boolean isDeliverable() {
    return phase == Phase.READING && !paused && !held && !removed;
  }

  /** Goes on at {@code offset}; everything fetched before is dropped. */
  void moveTo(long offset, int epoch) {
    newGeneration();
    newRun();
    phase = Phase.READING;
    fetchOffset = offset;
    fetchEpoch = epoch;
    position = offset;
    positionEpoch = epoch;
    handled = offset;
    handledEpoch = epoch;
    List<Promise<Long>> ready = new ArrayList<>(waiting);
    waiting.clear();
    ready.forEach(promise -> promise.tryComplete(offset));
  }

  /** Fetches again what has not been handed out. */
  void refetch() {
    dropInbox();
    fetchOffset = position;
    fetchEpoch = -1;
  }

  /** The position is to be looked up. */
  void reset(long timestamp, OffsetReset.Reason reason) {
    long from = position;
    newGeneration();
    newRun();
    phase = Phase.RESETTING;
    resetTimestamp = timestamp;
    resetReason = reason;
    resetFrom = from;
  }

  /** Stands still where it is. */
  void stop(Throwable cause) {
    newGeneration();
    phase = Phase.STOPPED;
    List<Promise<Long>> failed = new ArrayList<>(waiting);
    waiting.clear();
    failed.forEach(promise -> promise.tryFail(cause));
  }

  /** No longer assigned: whatever is still on its way for it is of no use. */
  void remove(Throwable cause) {
    stop(cause);
    newRun();
    removed = true;
  }

  private void newGeneration() {
    generation++;
    dropInbox();
    looking = false;
    failures = 0;
    retryAtNanos = 0;
  }

  private void newRun() {
    run++;
    outstanding = 0;
  }

  private void dropInbox() {
    inbox.clear();
    buffered.remove(inboxBytes);
    inboxBytes = 0;
    walk.clear();
    fetchBlocked = false;
  }

  /** Whether somebody waits for the position. */
  boolean isAwaited() {
    return !waiting.isEmpty();
  }

  /** Completes with the position as soon as there is one. */
  void whenPositioned(Promise<Long> promise) {
    if (phase == Phase.READING) {
      promise.complete(position);
    } else {
      waiting.add(promise);
    }
  }

  /** Takes in what a fetch brought; reading goes on at {@code nextOffset} after it. */
  void received(FetchedData data, long nextOffset, int epoch) {
    inbox.add(data);
    inboxBytes += data.bytes();
    buffered.add(data.bytes());
    fetchOffset = nextOffset;
    fetchEpoch = epoch;
  }

  /** The oldest of what was received has been read. */
  void read(FetchedData data) {
    inbox.poll();
    inboxBytes -= data.bytes();
    buffered.remove(data.bytes());
  }

  /** A record up to {@code next} is handed out. */
  void delivered(long next, int epoch) {
    position = next;
    positionEpoch = epoch;
    outstanding++;
  }

  /** The application is through with a record that was handed out in {@code ofRun}. */
  void handled(int ofRun, long next, int epoch) {
    if (ofRun != run) {
      return;
    }
    outstanding--;
    if (outstanding == 0) {
      // Gaps after the last record (compaction, markers) count as handled with it.
      handled = position;
      handledEpoch = positionEpoch;
    } else if (next > handled) {
      // What a handler on another thread reports may overtake what it reported before.
      handled = next;
      handledEpoch = epoch;
    }
  }

  /** Passes over offsets that hold nothing for the application. */
  void passOver(long next) {
    position = next;
    if (outstanding == 0) {
      handled = next;
      handledEpoch = positionEpoch;
    }
  }

  /** Where the application is: null while there is no position. */
  OffsetAndMetadata delivered() {
    return hasPosition() ? new OffsetAndMetadata(position, positionEpoch, "") : null;
  }

  /** Up to where the application has handled everything: null while there is no position. */
  OffsetAndMetadata handled() {
    return hasPosition() ? new OffsetAndMetadata(handled, handledEpoch, "") : null;
  }

  boolean hasPosition() {
    return position >= 0 && (phase == Phase.READING || phase == Phase.STOPPED);
  }

  /**
   * Looks up where the partition lives now.
   *
   * @return true when the topic was deleted and made again since
   */
  boolean locate(ClusterMetadata metadata) {
    if (metadata == located) {
      return false;
    }
    located = metadata;
    PartitionInfo info = metadata.partition(topicPartition);
    int newLeader = info == null || info.leader() == null ? -1 : info.leader().id();
    int newEpoch = info == null ? -1 : info.leaderEpoch();
    if (newLeader != leaderId || newEpoch != leaderEpoch) {
      leaderId = newLeader;
      leaderEpoch = newEpoch;
      // News: worth a try at once.
      failures = 0;
      retryAtNanos = 0;
    }
    UUID newId = metadata.topicId(topicPartition.topic());
    if (newId.equals(Uuids.ZERO) || newId.equals(topicId)) {
      return false;
    }
    boolean recreated = !topicId.equals(Uuids.ZERO);
    topicId = newId;
    return recreated;
  }
}
