package io.kafkavertx.internal.consumer;

import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.internal.fetch.RecordFetcher;
import io.kafkavertx.internal.net.EventLoop;
import io.kafkavertx.internal.process.Demand;
import io.kafkavertx.internal.process.RecordTaker;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/**
 * The stream of records: hands them to the handler as long as it wants some. On the loop.
 *
 * <p>A handler on the consumer's own event loop is called record by record, straight from the
 * decoder. One on another thread gets records in chunks, with one wake-up each.
 */
public final class RecordDelivery<K, V> implements Demand {
  /** How many records go to another thread at once. */
  private static final int CHUNK = 256;

  /** After so many records, or so long, others on the loop have their turn. */
  private static final int BURST = 8192;

  private static final int CLOCK_MASK = 63;
  private static final long BURST_NANOS = 5_000_000;

  private final EventLoop loop;
  private final RecordFetcher<K, V> fetcher;
  private final ArrayDeque<ConsumerRecord<K, V>> returned = new ArrayDeque<>();

  /** Came back, but their partitions are paused or on their way to another member. */
  private final ArrayDeque<ConsumerRecord<K, V>> parked = new ArrayDeque<>();

  private final List<Promise<Void>> recalls = new ArrayList<>();
  private Consumer<ConsumerRecord<K, V>> handler;
  private HandlerThread thread;

  /** Null unless somebody takes records in place of the handler. */
  private RecordTaker taker;

  private long demand = Long.MAX_VALUE;
  private Chunk<K, V> out;
  private long outAt;
  private boolean refund;
  private boolean pumping;
  private boolean scheduled;
  private boolean closed;

  public RecordDelivery(EventLoop loop, RecordFetcher<K, V> fetcher) {
    this.loop = loop;
    this.fetcher = fetcher;
  }

  /**
   * Sets the handler.
   *
   * @param newHandler must not throw; null stops delivery
   */
  public void handler(Consumer<ConsumerRecord<K, V>> newHandler, HandlerThread newThread) {
    if (taker != null && newHandler != null) {
      throw new IllegalStateException("a handler of records cannot be mixed with process");
    }
    // What is out belongs to the old thread.
    recall();
    handler = newHandler;
    thread = newThread;
    schedule();
  }

  /**
   * Has somebody else take the records.
   *
   * @throws IllegalStateException when somebody does already
   */
  void taker(RecordTaker newTaker) {
    requireFree();
    taker = newTaker;
    schedule();
  }

  /** Fails with {@link IllegalStateException} when records go somewhere already. */
  void requireFree() {
    if (isTaken()) {
      throw new IllegalStateException(
          "process cannot be mixed with a handler of records, or with itself");
    }
  }

  /** Whether records go to a handler, or to somebody in its place. */
  public boolean isTaken() {
    return handler != null || taker != null;
  }

  @Override
  public boolean any() {
    return demand > 0;
  }

  @Override
  public void spend() {
    if (demand != Long.MAX_VALUE) {
      demand--;
    }
  }

  public void pause() {
    demand = 0;
    refund = false;
    recall();
  }

  public void fetch(long amount) {
    demand = demand + amount < 0 ? Long.MAX_VALUE : demand + amount;
    schedule();
  }

  /** True when positions are those of handled records: what is out may come back undelivered. */
  public boolean isRemote() {
    return taker != null || out != null || (thread != null && !thread.isLoop());
  }

  /** There may be records. */
  public void pump() {
    if (taker != null) {
      taker.pump();
      return;
    }
    if (pumping || closed || handler == null || demand == 0) {
      return;
    }
    unpark();
    if (!thread.isLoop()) {
      handOver();
      return;
    }
    if (!fetcher.isReady() && returned.isEmpty()) {
      return;
    }
    pumping = true;
    try {
      thread.dispatch(this::burst);
    } finally {
      pumping = false;
    }
    if (fetcher.isReady() || !returned.isEmpty()) {
      schedule();
    }
  }

  /** Since when the handler's thread has had what it was handed last; {@code now} without. */
  long outSince(long now) {
    if (taker != null) {
      return taker.isBusy() ? now - 1 : now;
    }
    return out == null ? now : outAt;
  }

  /** Grows with records that are done, in whatever order. */
  long steps() {
    return taker == null ? 0 : taker.steps();
  }

  private void schedule() {
    // At the end of a burst it looks again by itself.
    if (!scheduled && !pumping && !closed && isTaken() && demand > 0) {
      scheduled = true;
      loop.execute(
          () -> {
            scheduled = false;
            pump();
          });
    }
  }

  private void burst() {
    long end = loop.nanoTime() + BURST_NANOS;
    ConsumerRecord<K, V> old;
    while (demand > 0 && handler != null && (old = nextReturned()) != null) {
      emit(old);
    }
    if (demand == 0 || handler == null || closed) {
      return;
    }
    int[] count = {0};
    fetcher.drain(
        BURST,
        record -> {
          emit(record);
          count[0]++;
          return demand > 0
              && handler != null
              && !closed
              && ((count[0] & CLOCK_MASK) != 0 || loop.nanoTime() < end);
        });
  }

  /** The next record that came back and may still be delivered, null when there is none. */
  private ConsumerRecord<K, V> nextReturned() {
    ConsumerRecord<K, V> record;
    while ((record = returned.poll()) != null) {
      if (fetcher.isCurrent(record)) {
        if (fetcher.isDeliverable(record)) {
          return record;
        }
        parked.add(record);
      }
    }
    return null;
  }

  /** Partitions may have been resumed, or may be gone. What came back is older than the rest. */
  private void unpark() {
    if (parked.isEmpty()) {
      return;
    }
    List<ConsumerRecord<K, V>> all = new ArrayList<>(parked);
    all.addAll(returned);
    parked.clear();
    returned.clear();
    for (ConsumerRecord<K, V> record : all) {
      if (fetcher.isCurrent(record)) {
        (fetcher.isDeliverable(record) ? returned : parked).add(record);
      }
    }
  }

  private void emit(ConsumerRecord<K, V> record) {
    if (demand != Long.MAX_VALUE) {
      demand--;
    }
    handler.accept(record);
    fetcher.handled(record);
  }

  private void handOver() {
    if (out != null) {
      return;
    }
    int wanted = (int) Math.min(CHUNK, demand);
    List<ConsumerRecord<K, V>> records = new ArrayList<>();
    ConsumerRecord<K, V> old;
    while (records.size() < wanted && (old = nextReturned()) != null) {
      records.add(old);
    }
    if (records.size() < wanted) {
      pumping = true;
      try {
        fetcher.drain(wanted - records.size(), records::add);
      } finally {
        pumping = false;
      }
    }
    if (records.isEmpty()) {
      return;
    }
    if (demand != Long.MAX_VALUE) {
      demand -= records.size();
    }
    Chunk<K, V> chunk = new Chunk<>(records, back -> loop.execute(() -> cameBack(back)));
    out = chunk;
    outAt = loop.nanoTime();
    refund = true;
    thread.hand(chunk, handler);
  }

  private void cameBack(Chunk<K, V> chunk) {
    out = null;
    chunk.unreported().forEach(fetcher::handled);
    List<ConsumerRecord<K, V>> rest = chunk.rest();
    // Paid for, but not delivered; after a pause nothing is owed any more.
    if (refund && demand != Long.MAX_VALUE) {
      demand += rest.size();
    }
    for (int i = rest.size() - 1; i >= 0; i--) {
      returned.addFirst(rest.get(i));
    }
    List<Promise<Void>> done = new ArrayList<>(recalls);
    recalls.clear();
    done.forEach(Promise::complete);
    pump();
  }

  /** The application says what it has been handed, before it asks for a commit. */
  public void progress(List<ConsumerRecord<K, V>> records) {
    records.forEach(fetcher::handled);
  }

  /**
   * Takes back what was handed over and is not delivered yet.
   *
   * @return completes when nothing is out any more; a handler that is at a chunk may finish it
   *     first
   */
  public Future<Void> recall() {
    if (taker != null) {
      taker.forget();
    }
    if (out == null) {
      return Future.succeededFuture();
    }
    thread.stop(out);
    Promise<Void> promise = Promise.promise();
    recalls.add(promise);
    return promise.future();
  }

  /**
   * Takes back what was handed over, before these partitions go; waits for what is being worked on.
   */
  Future<Void> giveUp(Collection<TopicPartition> partitions) {
    return taker == null ? recall() : taker.drain(partitions);
  }

  /** How long {@link #giveUp} may wait, in nanoseconds. */
  long patience() {
    return taker == null ? 0 : taker.drainNanos();
  }

  /** Partitions are gone. */
  void forget() {
    if (taker != null) {
      taker.forget();
    }
  }

  /**
   * No further record.
   *
   * @param deadline when the consumer is to be closed
   */
  public void close(long deadline) {
    closed = true;
    if (taker != null) {
      taker.closing(deadline);
    }
    recall();
  }
}
