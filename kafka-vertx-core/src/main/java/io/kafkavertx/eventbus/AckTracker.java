package io.kafkavertx.eventbus;

import java.util.ArrayDeque;

/**
 * Which records of one partition have been acknowledged. Acknowledgements may come in any order;
 * what may be committed is the offset after the longest run of acknowledged records from the start.
 */
final class AckTracker {
  private final ArrayDeque<Entry> entries = new ArrayDeque<>();
  private long committable = -1;
  private int leaderEpoch = -1;

  /** A record that has been handed out. */
  static final class Entry {
    private final long offset;
    private final int leaderEpoch;
    private final long sinceNanos;
    private boolean acknowledged;

    private Entry(long offset, int leaderEpoch, long sinceNanos) {
      this.offset = offset;
      this.leaderEpoch = leaderEpoch;
      this.sinceNanos = sinceNanos;
    }
  }

  /**
   * Notes that the record at {@code offset} is being handed out; offsets must rise.
   *
   * @param nowNanos for its age
   */
  Entry delivered(long offset, int epoch, long nowNanos) {
    Entry last = entries.peekLast();
    if ((last != null && offset <= last.offset) || offset < committable) {
      throw new IllegalStateException(
          "offset " + offset + " comes after " + (last == null ? committable : last.offset));
    }
    Entry entry = new Entry(offset, epoch, nowNanos);
    entries.addLast(entry);
    return entry;
  }

  /** Notes the acknowledgement of a record. Returns true when more may be committed than before. */
  boolean acknowledged(Entry entry) {
    entry.acknowledged = true;
    boolean moved = false;
    for (Entry head = entries.peekFirst();
        head != null && head.acknowledged;
        head = entries.peekFirst()) {
      entries.removeFirst();
      committable = head.offset + 1;
      leaderEpoch = head.leaderEpoch;
      moved = true;
    }
    return moved;
  }

  /**
   * The offset that may be committed: the next one to read; -1 before the first acknowledgement.
   */
  long committable() {
    return committable;
  }

  /** The leader epoch of the last record before {@link #committable()}, -1 when unknown. */
  int leaderEpoch() {
    return leaderEpoch;
  }

  /** How long the oldest record without an acknowledgement has been out; 0 when there is none. */
  long oldestAge(long nowNanos) {
    Entry oldest = entries.peekFirst();
    return oldest == null ? 0 : nowNanos - oldest.sinceNanos;
  }

  /** How many records have been handed out and not been passed by {@link #committable()}. */
  int outstanding() {
    return entries.size();
  }
}
