package io.kafkavertx.internal.produce;

/**
 * A doubly linked list whose members carry the links: adding and removing anywhere cost the same
 * few instructions and no allocation. A member is in at most one chain at a time.
 */
final class Chain<T extends Chain.Link<T>> {
  /** A member. */
  abstract static class Link<T extends Link<T>> {
    private T previous;
    private T next;
    private Chain<T> chain;

    final boolean isLinked() {
      return chain != null;
    }

    /** The member after this one; null at the end. */
    final T next() {
      return next;
    }
  }

  private T first;
  private T last;
  private int size;

  T first() {
    return first;
  }

  T last() {
    return last;
  }

  int size() {
    return size;
  }

  boolean isEmpty() {
    return first == null;
  }

  void addLast(T member) {
    addAfter(last, member);
  }

  /** Adds {@code member} behind {@code place}, at the front when that is null. */
  void addAfter(T place, T member) {
    Link<T> link = member;
    if (link.chain != null) {
      throw new IllegalStateException("already in a chain: " + member);
    }
    link.chain = this;
    link.previous = place;
    T follower = place == null ? first : ((Link<T>) place).next;
    link.next = follower;
    if (place == null) {
      first = member;
    } else {
      ((Link<T>) place).next = member;
    }
    if (follower == null) {
      last = member;
    } else {
      ((Link<T>) follower).previous = member;
    }
    size++;
  }

  /** The member before {@code member}; null at the front. */
  T before(T member) {
    return ((Link<T>) member).previous;
  }

  /** Removes a member; does nothing when it is in no chain. */
  void remove(T member) {
    Link<T> link = member;
    if (link.chain == null) {
      return;
    }
    if (link.chain != this) {
      throw new IllegalStateException("in another chain: " + member);
    }
    if (link.previous == null) {
      first = link.next;
    } else {
      ((Link<T>) link.previous).next = link.next;
    }
    if (link.next == null) {
      last = link.previous;
    } else {
      ((Link<T>) link.next).previous = link.previous;
    }
    link.previous = null;
    link.next = null;
    link.chain = null;
    size--;
  }
}
