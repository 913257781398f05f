package io.kafkavertx.internal.fetch;

import io.kafkavertx.ClusterMetadata;
import io.kafkavertx.OffsetAndMetadata;
import io.kafkavertx.OffsetReset;
import io.kafkavertx.internal.net.EventLoop;
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

  /** How many leaders in a row are tried at once. */
  private static final int MOST_HINTS = 3;

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

  /** Not delivered for now, but fetched: whoever takes its records has enough of them. */
  boolean full;

  /** The stream of its own that it has wants no records for now. */
  boolean stalled;

  /** While it was full, others needed the room that its data took: fetched again when it is not. */
  boolean evicted;

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

  /** The size of a batch that an old broker cut off. */
  int cutOffBatch;

  boolean fetchBlocked;
  long highWatermark = -1;
  long lastStableOffset = -1;

  /** What to look up in phase RESETTING, and why. */
  long resetTimestamp;

  OffsetReset.Reason resetReason;
  long resetFrom;

  int failures;
  long retryAtNanos;

  /** How many brokers in a row have said that another one leads. */
  private int hints;

  /** The leader has said that it has no such offset, and is asked once more. */
  boolean doubted;

  /** The leader's epoch under which the position was last known to be one of its log. */
  int checkedEpoch = -1;

  boolean checking;
  int lastFetch;

  /** When records of it came last. */
  long lastArrival;

  private ClusterMetadata located;
  int leaderId = -1;
  int leaderEpoch = -1;
  final ReadReplica replica = new ReadReplica();
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

  /** True when it may be fetched. */
  boolean isFetchable() {
    return phase == Phase.READING && !paused && !held && !removed && !evicted;
  }

  /** True while nobody wants its records, for a time. */
  boolean isIdle() {
    return full || stalled;
  }

  /** True when records of it may be handed out. */
  boolean isDeliverable() {
    return isFetchable() && !full;
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

  /**
   * Drops what has not been handed out, to be fetched again. Records that were handed out keep
   * their meaning.
   */
  void refetch() {
    dropInbox();
    fetchOffset = position;
    fetchEpoch = positionEpoch;
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
    checking = false;
    checkedEpoch = -1;
    doubted = false;
    retryAtNanos = 0;
  }

  /** A broker does not lead it. Returns false when it is time to be patient. */
  boolean hinted() {
    hints++;
    return hints <= MOST_HINTS;
  }

  /** A broker has answered a fetch of it. */
  void answered() {
    failures = 0;
    hints = 0;
    doubted = false;
  }

  /** Waits for a while before the next request. */
  void backOff(EventLoop loop, FetchConfig config) {
    failures++;
    retryAtNanos = loop.nanoTime() + config.backoff(failures, loop.random());
  }

  private void newRun() {
    run++;
    outstanding = 0;
    full = false;
    evicted = false;
  }

  private void dropInbox() {
    inbox.forEach(data -> data.answer().release(buffered));
    inbox.clear();
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
    data.answer().retain(buffered);
    fetchOffset = nextOffset;
    fetchEpoch = epoch;
  }

  /** The oldest of what was received has been read. */
  void read(FetchedData data) {
    inbox.poll();
    inboxBytes -= data.bytes();
    data.answer().release(buffered);
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

  /**
   * Passes over offsets that hold nothing for the application.
   *
   * @param epoch of the batch that ends there: with the epoch of an older one a broker would take
   *     the position for one in a log that was cut off
   */
  void passOver(long next, int epoch) {
    position = next;
    positionEpoch = epoch;
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

  /** Where committed records end; brokers that know no transactions do not say. */
  long stableEnd() {
    return lastStableOffset < 0 ? highWatermark : lastStableOffset;
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
      replica.leader();
      if (hints <= MOST_HINTS) {
        // News: worth a try at once.
        failures = 0;
        retryAtNanos = 0;
      }
    }
    if (replica.named() >= 0 && !holds(metadata, info, replica.named())) {
      replica.leader();
    }
    UUID newId = metadata.topicId(topicPartition.topic());
    if (newId.equals(Uuids.ZERO) || newId.equals(topicId)) {
      return false;
    }
    boolean recreated = !topicId.equals(Uuids.ZERO);
    topicId = newId;
    return recreated;
  }

  /** Whether a broker is there and has the partition. */
  private static boolean holds(ClusterMetadata metadata, PartitionInfo info, int broker) {
    return info != null
        && metadata.node(broker) != null
        && info.replicas().stream().anyMatch(node -> node.id() == broker)
        && info.offlineReplicas().stream().noneMatch(node -> node.id() == broker);
  }
}
