package io.kafkavertx.internal.produce;

import io.kafkavertx.internal.metrics.Count;
import io.kafkavertx.internal.net.EventLoop;
import io.kafkavertx.spi.Node;
import io.kafkavertx.spi.PartitionInfo;
import io.kafkavertx.spi.TopicPartition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * The batches of one partition in their order: those that wait to be sent (the last of them takes
 * records) and those under way. In the linger chain while it has an open batch.
 */
final class PartitionQueue extends Chain.Link<PartitionQueue> {
  private static final int UNKNOWN = -1;
  private static final long FORGETFUL_NANOS = 600_000_000_000L;

  final TopicQueue topic;
  final TopicPartition topicPartition;

  private final ArrayDeque<ProducerBatch> pending = new ArrayDeque<>(4);
  private final ArrayDeque<ProducerBatch> inFlight = new ArrayDeque<>(8);

  /** Stored, but an earlier batch has no result yet. */
  private final ArrayDeque<ProducerBatch> answered = new ArrayDeque<>(0);

  private ProducerBatch open;
  private long batches;
  private long pendingBytes;
  private int leader = UNKNOWN;
  private String leaderRack;
  private int inFlightNode = UNKNOWN;

  /** The sequence number of the next batch that is sealed. */
  int nextSequence;

  /** Set while the partition waits before it tries again. */
  EventLoop.Timer backoff;

  /** Whether that wait ends when the partition gets another leader. */
  boolean backoffEndsWithNewLeader;

  /** Nothing is sent before the epoch has been bumped: the broker would refuse it. */
  boolean waitsForBump;

  /** The node whose ready queue this queue stands in; null for none. */
  NodeQueue readyAt;

  /** Whether the leader remembers a batch of this producer's epoch. */
  private boolean knownToBroker;

  private long answeredNanos;

  /** Records and bytes that were acknowledged; made when the first are. */
  Count sentRecords;

  Count sentBytes;

  /** How many records the last full batch had, as a hint. */
  int expectedCount = 16;

  PartitionQueue(TopicQueue topic, int partition) {
    this.topic = topic;
    this.topicPartition = new TopicPartition(topic.topic(), partition);
  }

  /** The batch that takes records; null when there is none. */
  ProducerBatch open() {
    return open;
  }

  /** The order of a new batch. There is room in between for the halves of halves. */
  long nextOrder() {
    return batches++ * ProducerBatch.SPAN;
  }

  long pendingBytes() {
    return pendingBytes;
  }

  int inFlightCount() {
    return inFlight.size();
  }

  boolean isEmpty() {
    return pending.isEmpty() && inFlight.isEmpty() && answered.isEmpty();
  }

  boolean hasPending() {
    return !pending.isEmpty();
  }

  ArrayDeque<ProducerBatch> pending() {
    return pending;
  }

  ArrayDeque<ProducerBatch> inFlight() {
    return inFlight;
  }

  /** The leader's id, -1 while it is not known. */
  int leader() {
    return leader;
  }

  String leaderRack() {
    return leaderRack;
  }

  /** Takes over what metadata says; true when another broker leads now. */
  boolean leaderFrom(PartitionInfo info) {
    Node node = info == null ? null : info.leader();
    int id = node == null ? UNKNOWN : node.id();
    boolean changed = id != leader;
    leader = id;
    leaderRack = node == null ? null : node.rack();
    return changed;
  }

  void opened(ProducerBatch batch, long nowNanos) {
    if (isEmpty() && nowNanos - answeredNanos > FORGETFUL_NANOS) {
      // Brokers forget producers that are silent for long (producer.id.expiration.ms, one day by
      // default).
      knownToBroker = false;
    }
    if (open != null) {
      throw new IllegalStateException(topicPartition + " has an open batch already: " + open);
    }
    open = batch;
    pending.addLast(batch);
  }

  void grew(int bytes) {
    pendingBytes += bytes;
  }

  /** The open batch takes no more records. */
  void closeOpen() {
    if (open != null) {
      expectedCount = open.count();
      open.close();
      open = null;
    }
  }

  /**
   * The batch that may be sent now; null when none may.
   *
   * <p>With idempotence: the broker takes batches in the order of their sequence numbers only.
   * Several may be under way to one leader, in order. After a failure they go one by one until the
   * failed ones are through; and none goes to a new leader before those under way to the old one
   * have their answers.
   *
   * <p>The first batch of an epoch goes alone: a broker that knows nothing of a producer takes any
   * sequence number, so it would take the second batch although it had refused the first, and their
   * order would be lost.
   */
  ProducerBatch next(ProduceConfig config) {
    ProducerBatch first = pending.peekFirst();
    if (first == null || waitsForBump || backoff != null) {
      return null;
    }
    if (first == open && !first.due) {
      return null;
    }
    if (inFlight.isEmpty()) {
      return first;
    }
    if (inFlightNode != leader || inFlight.size() >= config.maxInFlight()) {
      return null;
    }
    boolean oneByOne = !knownToBroker || first.attempts > 0 || inFlight.peekFirst().attempts > 1;
    return config.idempotent() && oneByOne ? null : first;
  }

  /** The first pending batch leaves for {@code node}. */
  void sent(ProducerBatch batch, int node, long nowNanos) {
    if (pending.pollFirst() != batch) {
      throw new IllegalStateException(batch + " is not the first that waits");
    }
    if (batch == open) {
      throw new IllegalStateException(batch + " still takes records");
    }
    pendingBytes -= batch.memory();
    batch.sent(nowNanos);
    inFlight.addLast(batch);
    inFlightNode = node;
  }

  /** A batch under way goes back to those that wait, to its place. */
  void retry(ProducerBatch batch, long nowNanos) {
    inFlight.remove(batch);
    batch.retry(nowNanos);
    insert(batch);
  }

  /** Puts a closed batch to its place among those that wait. */
  void insert(ProducerBatch batch) {
    pendingBytes += batch.memory();
    if (pending.isEmpty() || pending.peekFirst().order > batch.order) {
      pending.addFirst(batch);
      return;
    }
    ArrayDeque<ProducerBatch> before = new ArrayDeque<>();
    while (!pending.isEmpty() && pending.peekFirst().order < batch.order) {
      before.addLast(pending.pollFirst());
    }
    pending.addFirst(batch);
    while (!before.isEmpty()) {
      pending.addFirst(before.pollLast());
    }
  }

  /** A batch is done with and leaves. */
  void remove(ProducerBatch batch) {
    if (batch == open) {
      open = null;
    }
    if (inFlight.remove(batch) || answered.remove(batch)) {
      return;
    }
    if (pending.remove(batch)) {
      pendingBytes -= batch.memory();
    }
  }

  /** A batch was stored. It leaves those under way, so that earlier ones may be sent again. */
  void answered(ProducerBatch batch, long nowNanos) {
    knownToBroker = true;
    answeredNanos = nowNanos;
    inFlight.remove(batch);
    answered.addLast(batch);
  }

  /**
   * The next stored batch whose result may be told, since none before it waits; null when there is
   * none.
   */
  ProducerBatch nextResult() {
    ProducerBatch first = null;
    for (ProducerBatch batch : answered) {
      first = first == null || batch.order < first.order ? batch : first;
    }
    return first != null && isHead(first) ? first : null;
  }

  /** Every batch, in no particular order. */
  List<ProducerBatch> all() {
    List<ProducerBatch> all = new ArrayList<>(answered);
    all.addAll(inFlight);
    all.addAll(pending);
    return all;
  }

  /** Whether no batch before {@code batch} still waits for its result. */
  boolean isHead(ProducerBatch batch) {
    return !earlier(pending, batch) && !earlier(inFlight, batch);
  }

  private static boolean earlier(ArrayDeque<ProducerBatch> batches, ProducerBatch batch) {
    for (ProducerBatch other : batches) {
      if (other.order < batch.order) {
        return true;
      }
    }
    return false;
  }

  /** Whether a batch after {@code batch} has a sequence number that follows from it. */
  boolean hasSequencedAfter(ProducerBatch batch) {
    return sequencedAfter(pending, batch)
        || sequencedAfter(inFlight, batch)
        || sequencedAfter(answered, batch);
  }

  private static boolean sequencedAfter(ArrayDeque<ProducerBatch> batches, ProducerBatch batch) {
    Iterator<ProducerBatch> backwards = batches.descendingIterator();
    while (backwards.hasNext()) {
      ProducerBatch other = backwards.next();
      if (other != batch && other.isSequenced() && other.order > batch.order) {
        return true;
      }
    }
    return false;
  }

  /** Whether a batch that waits to be sent again may have been stored already. */
  boolean hasUnresolved() {
    for (ProducerBatch batch : pending) {
      if (batch.maybeStored && batch.isSequenced()) {
        return true;
      }
    }
    return false;
  }

  /** The epoch was bumped: sequence numbers start again. Nothing is under way. */
  void restartSequences() {
    nextSequence = 0;
    knownToBroker = false;
    waitsForBump = false;
    for (ProducerBatch batch : pending) {
      if (batch.isSequenced()) {
        batch.unstamp();
      }
    }
  }

  @Override
  public String toString() {
    return topicPartition + " (" + pending.size() + " waiting, " + inFlight.size() + " under way)";
  }
}
