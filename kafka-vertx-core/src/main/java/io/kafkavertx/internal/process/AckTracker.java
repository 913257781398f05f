package io.kafkavertx.internal.process;

import java.util.ArrayDeque;
import java.util.function.Consumer;

/**
 * Which records of one partition have been acknowledged. Acknowledgements may come in any order;
 * what may be committed is the offset after the longest run of acknowledged records from the start.
 */
public final class AckTracker {
  private final ArrayDeque<Entry> entries = new ArrayDeque<>();
  private long committable = -1;
  private int leaderEpoch = -1;

  /** A record that has been handed out. */
  public static class Entry {
    private final long offset;
    private final int leaderEpoch;
    private final long sinceNanos;
    private boolean acknowledged;

    /**
     * @param sinceNanos when it was handed out, for its age
     */
    protected Entry(long offset, int leaderEpoch, long sinceNanos) {
      this.offset = offset;
      this.leaderEpoch = leaderEpoch;
      this.sinceNanos = sinceNanos;
    }

    final long offset() {
      return offset;
    }

    final int leaderEpoch() {
      return leaderEpoch;
    }
  }

  /**
   * Notes that the record at {@code offset} is being handed out; offsets must rise.
   *
   * @param nowNanos for its age
   */
  public Entry delivered(long offset, int epoch, long nowNanos) {
    Entry entry = new Entry(offset, epoch, nowNanos);
    delivered(entry);
    return entry;
  }

  /** Notes that a record is being handed out; offsets must rise. */
  void delivered(Entry entry) {
    Entry last = entries.peekLast();
    if ((last != null && entry.offset <= last.offset) || entry.offset < committable) {
      throw new IllegalStateException(
          "offset " + entry.offset + " comes after " + (last == null ? committable : last.offset));
    }
    entries.addLast(entry);
  }

  /** Notes the acknowledgement of a record. Returns true when more may be committed than before. */
  public boolean acknowledged(Entry entry) {
    return acknowledged(entry, passed -> {});
  }

  /**
   * Notes the acknowledgement of a record.
   *
   * @param passed told of each record that may be committed now, in their order
   * @return true when more may be committed than before
   */
  boolean acknowledged(Entry entry, Consumer<Entry> passed) {
    entry.acknowledged = true;
    boolean moved = false;
    for (Entry head = entries.peekFirst();
        head != null && head.acknowledged;
        head = entries.peekFirst()) {
      entries.removeFirst();
      committable = head.offset + 1;
      leaderEpoch = head.leaderEpoch;
      moved = true;
      passed.accept(head);
    }
    return moved;
  }

  /**
   * The offset that may be committed: the next one to read; -1 before the first acknowledgement.
   */
  public long committable() {
    return committable;
  }

  /** The leader epoch of the last record before {@link #committable()}, -1 when unknown. */
  public int leaderEpoch() {
    return leaderEpoch;
  }

  /** How long the oldest record without an acknowledgement has been out; 0 when there is none. */
  public long oldestAge(long nowNanos) {
    Entry oldest = entries.peekFirst();
    return oldest == null ? 0 : nowNanos - oldest.sinceNanos;
  }

  /** Each record that has been handed out and not been passed, in their order. */
  void forEach(Consumer<Entry> visitor) {
    entries.forEach(visitor);
  }

  /** How many records have been handed out and not been passed by {@link #committable()}. */
  public int outstanding() {
    return entries.size();
  }
}
