package io.kafkavertx.internal.produce;

import io.kafkavertx.RecordMetadata;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Who waits for the results of a batch's records. Positions in arrays stand for records: a record
 * that somebody waits for costs its promise and nothing else; records that were merely written
 * share one promise.
 */
final class RecordResults {
  private static final Promise<RecordMetadata>[] NONE = array(0);

  private final int expected;
  private int count;
  private Promise<RecordMetadata>[] promises = NONE;
  private long[] timestamps;
  private long[] sizes;

  /** Whose the promises are; one for each position only when they are not all the same caller's. */
  private Caller caller;

  private Caller[] callers;

  private Caller sharedCaller;
  private Promise<Void> shared;
  private List<Promise<Void>> moreShared = List.of();

  /**
   * @param expected how many records are likely to come
   */
  RecordResults(int expected) {
    this.expected = Math.max(8, expected);
  }

  @SuppressWarnings("unchecked")
  private static Promise<RecordMetadata>[] array(int size) {
    return (Promise<RecordMetadata>[]) new Promise<?>[size];
  }

  int count() {
    return count;
  }

  /** Whether records were written without a promise of their own. */
  boolean hasWrites() {
    return shared != null;
  }

  /** Notes a record that {@code promise} waits for. */
  void add(Caller from, Promise<RecordMetadata> promise, long timestamp, byte[] key, byte[] value) {
    add(from, promise, timestamp, sizes(key, value));
  }

  private void add(Caller from, Promise<RecordMetadata> promise, long timestamp, long bothSizes) {
    if (count >= promises.length) {
      grow();
    }
    if (caller == null) {
      caller = from;
    } else if (callers == null && caller != from && !caller.equals(from)) {
      callers = new Caller[promises.length];
      Arrays.fill(callers, 0, count, caller);
    }
    if (callers != null) {
      callers[count] = from;
    }
    promises[count] = promise;
    timestamps[count] = timestamp;
    sizes[count] = bothSizes;
    count++;
  }

  private void grow() {
    int size = Math.max(Math.max(expected, count + 1), promises.length * 2);
    promises = Arrays.copyOf(promises, size);
    timestamps = timestamps == null ? new long[size] : Arrays.copyOf(timestamps, size);
    sizes = sizes == null ? new long[size] : Arrays.copyOf(sizes, size);
    callers = callers == null ? null : Arrays.copyOf(callers, size);
  }

  private static long sizes(byte[] key, byte[] value) {
    long keySize = key == null ? -1 : key.length;
    long valueSize = value == null ? -1 : value.length;
    return keySize << 32 | valueSize & 0xffffffffL;
  }

  /** Notes a record that nobody waits for alone. */
  Future<Void> addWrite(Caller from) {
    count++;
    if (shared == null) {
      sharedCaller = from;
      shared = from.promise();
    } else if (sharedCaller != from && !sharedCaller.equals(from)) {
      share(shared);
      sharedCaller = from;
      shared = from.promise();
    }
    return shared.future();
  }

  /** Takes over a promise that stands for some of the records, to be completed with them. */
  void share(Promise<Void> promise) {
    moreShared = moreShared.isEmpty() ? new ArrayList<>(2) : moreShared;
    moreShared.add(promise);
  }

  /**
   * Parts the records of a batch that has to be split: positions before {@code at} go to the first
   * part, the others to the second. A shared promise completes when both parts have.
   */
  List<RecordResults> split(int at) {
    RecordResults low = new RecordResults(at);
    RecordResults high = new RecordResults(count - at);
    for (int i = 0; i < count; i++) {
      RecordResults part = i < at ? low : high;
      if (waitedFor(i)) {
        part.add(callers == null ? caller : callers[i], promises[i], timestamps[i], sizes[i]);
      } else {
        part.count++;
      }
    }
    for (Promise<Void> promise : sharedPromises()) {
      Promise<Void> first = Promise.promise();
      Promise<Void> second = Promise.promise();
      low.share(first);
      high.share(second);
      Future.join(first.future(), second.future()).<Void>mapEmpty().onComplete(promise);
    }
    return List.of(low, high);
  }

  private boolean waitedFor(int i) {
    return i < promises.length && promises[i] != null;
  }

  private List<Promise<Void>> sharedPromises() {
    if (shared == null) {
      return moreShared;
    }
    List<Promise<Void>> all = new ArrayList<>(moreShared);
    all.add(shared);
    return all;
  }

  /**
   * All records were stored.
   *
   * @param baseOffset the offset of the first, -1 when the broker did not tell
   * @param appendTime the broker's timestamp, -1 when the records keep their own
   */
  void succeed(TopicPartition partition, long baseOffset, long appendTime) {
    each(
        i ->
            promises[i].tryComplete(
                new RecordMetadata(
                    partition,
                    baseOffset < 0 ? -1 : baseOffset + i,
                    appendTime < 0 ? timestamps[i] : appendTime,
                    (int) (sizes[i] >> 32),
                    (int) sizes[i])));
    if (shared != null) {
      shared.tryComplete();
    }
    for (int i = 0; i < moreShared.size(); i++) {
      moreShared.get(i).tryComplete();
    }
  }

  /**
   * No record was stored. {@code causes} says why, by position; {@code general} is for promises
   * that stand for many records.
   */
  void fail(IntFunction<? extends Throwable> causes, Throwable general) {
    each(i -> promises[i].tryFail(causes.apply(i)));
    sharedPromises().forEach(promise -> promise.tryFail(general));
  }

  private interface One {
    void complete(int index);
  }

  /** Neighbours that want their results in the same place get them in one task. */
  private void each(One one) {
    int known = Math.min(count, promises.length);
    if (callers == null) {
      if (caller != null) {
        caller.run(() -> range(one, 0, known));
      }
      return;
    }
    int from = 0;
    while (from < known) {
      Caller place = callers[from];
      int to = from + 1;
      while (to < known
          && (callers[to] == null || callers[to] == place || callers[to].equals(place))) {
        to++;
      }
      if (place != null) {
        int start = from;
        int end = to;
        place.run(() -> range(one, start, end));
      }
      from = to;
    }
  }

  private void range(One one, int from, int to) {
    for (int i = from; i < to; i++) {
      if (promises[i] != null) {
        one.complete(i);
      }
    }
  }
}
