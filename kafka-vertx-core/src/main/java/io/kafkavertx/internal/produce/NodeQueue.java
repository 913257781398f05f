package io.kafkavertx.internal.produce;

import io.kafkavertx.internal.net.EventLoop;
import java.util.ArrayDeque;

/**
 * Partitions that have something to send to one broker, in the order in which they became ready,
 * and what is under way there.
 */
final class NodeQueue {
  final int nodeId;
  private final ArrayDeque<PartitionQueue> ready = new ArrayDeque<>();

  /** Requests without an answer. */
  int inFlight;

  /** True while somebody has been asked to tell when the broker can take a request. */
  boolean waiting;

  /** Set while we wait before we try to reach the broker again. */
  EventLoop.Timer pause;

  /** Set while we look whether other brokers lead by now. */
  EventLoop.Timer watch;

  private boolean stalled;
  private long stalledSinceNanos;

  /** Why the broker could not be reached last; null when it could. */
  Throwable unreachable;

  NodeQueue(int nodeId) {
    this.nodeId = nodeId;
  }

  /** Adds a partition at the end, unless it stands here already. */
  void offer(PartitionQueue queue) {
    if (queue.readyAt != this) {
      queue.readyAt = this;
      ready.addLast(queue);
    }
  }

  /** Puts a partition back to the front. */
  void offerFirst(PartitionQueue queue) {
    queue.readyAt = this;
    ready.addFirst(queue);
  }

  /** The broker cannot take another request. */
  void stalls(long nowNanos) {
    if (!stalled) {
      stalled = true;
      stalledSinceNanos = nowNanos;
    }
  }

  /** The broker can take another request, or nothing is to be sent to it. */
  void takes() {
    stalled = false;
  }

  boolean isStalled() {
    return stalled;
  }

  long stalledSinceNanos() {
    return stalledSinceNanos;
  }

  /** The next partition; null when there is none. */
  PartitionQueue poll() {
    PartitionQueue queue;
    while ((queue = ready.pollFirst()) != null) {
      // One that has moved to another broker in the meantime has left its place here behind.
      if (queue.readyAt == this) {
        queue.readyAt = null;
        return queue;
      }
    }
    return null;
  }

  boolean isEmpty() {
    PartitionQueue first;
    while ((first = ready.peekFirst()) != null) {
      if (first.readyAt == this) {
        if (first.hasPending()) {
          return false;
        }
        // What it had has expired.
        first.readyAt = null;
      }
      ready.pollFirst();
    }
    return true;
  }
}
