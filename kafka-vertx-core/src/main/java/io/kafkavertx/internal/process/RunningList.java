package io.kafkavertx.internal.process;

/** The records that are being worked on, in the order of their starts; nothing but links. */
final class RunningList<K, V> {
  private Work<K, V> head;
  private Work<K, V> tail;

  void add(Work<K, V> work) {
    work.before = tail;
    work.after = null;
    if (tail == null) {
      head = work;
    } else {
      tail.after = work;
    }
    tail = work;
  }

  void remove(Work<K, V> work) {
    if (work.before == null) {
      head = work.after;
    } else {
      work.before.after = work.after;
    }
    if (work.after == null) {
      tail = work.before;
    } else {
      work.after.before = work.before;
    }
    work.before = null;
    work.after = null;
  }

  /** The one that was started first; null when nothing runs. */
  Work<K, V> oldest() {
    return head;
  }
}
