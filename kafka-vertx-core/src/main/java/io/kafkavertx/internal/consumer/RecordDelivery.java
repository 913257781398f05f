package io.kafkavertx.internal.consumer;

import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.internal.fetch.RecordFetcher;
import io.kafkavertx.internal.net.EventLoop;
import io.kafkavertx.internal.process.Demand;
import io.kafkavertx.internal.process.RecordTaker;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * A stream of records, of all partitions or of one: hands them to the handler as long as it wants
 * some. On the loop.
 *
 * <p>A handler on the consumer's own event loop is called record by record, straight from the
 * decoder. One on another thread gets records in chunks, with one wake-up each. A handler of
 * batches gets what is ready of one partition at once.
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
  private final TopicPartition only;
  private final Returned<K, V> returned;
  private final List<Promise<Void>> recalls = new ArrayList<>();

  /** One of the two, or none. */
  private Consumer<ConsumerRecord<K, V>> handler;

  private Consumer<List<ConsumerRecord<K, V>>> batchHandler;
  private int maxBatch;
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

  /**
   * @param only the one partition whose records this delivers; null for those of all
   */
  RecordDelivery(EventLoop loop, RecordFetcher<K, V> fetcher, TopicPartition only) {
    this.loop = loop;
    this.fetcher = fetcher;
    this.only = only;
    this.returned = new Returned<>(fetcher);
  }

  /**
   * Sets the handler, in place of one of batches too.
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
    batchHandler = null;
    changed(newThread);
  }

  /**
   * Sets a handler of batches, in place of one of records too.
   *
   * @param newHandler must not throw; null stops delivery
   * @param max the most records that it gets at once
   */
  public void batchHandler(
      Consumer<List<ConsumerRecord<K, V>>> newHandler, int max, HandlerThread newThread) {
    recall();
    handler = null;
    batchHandler = newHandler;
    maxBatch = max;
    changed(newThread);
  }

  private void changed(HandlerThread newThread) {
    tellDemand();
    if (hasHandler()) {
      thread = newThread;
      schedule();
    } else if (out == null) {
      returned.giveBack();
    }
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
    return hasHandler() || taker != null;
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

  private boolean hasHandler() {
    return handler != null || batchHandler != null;
  }

  /** How many records are wanted still; {@link Long#MAX_VALUE} is without end. */
  public long demand() {
    return demand;
  }

  public void pause() {
    demand = 0;
    refund = false;
    tellDemand();
    recall();
  }

  public void fetch(long amount) {
    demand = demand + amount < 0 ? Long.MAX_VALUE : demand + amount;
    tellDemand();
    schedule();
  }

  /** One partition that nobody wants is not to take the room of others. */
  private void tellDemand() {
    if (only != null) {
      fetcher.stalled(only, !closed && (demand == 0 || !hasHandler()));
    }
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
    if (pumping || closed || !hasHandler() || demand == 0) {
      return;
    }
    returned.unpark();
    if (!thread.isLoop()) {
      handOver();
      return;
    }
    if (!isReady()) {
      return;
    }
    pumping = true;
    try {
      thread.dispatch(batchHandler == null ? this::burst : this::burstOfBatches);
    } finally {
      pumping = false;
    }
    tellDemand();
    if (isReady()) {
      schedule();
    }
  }

  private boolean isReady() {
    return !returned.isEmpty() || (only == null ? fetcher.isReady() : fetcher.isReady(only));
  }

  private int drain(int max, Predicate<ConsumerRecord<K, V>> sink) {
    return only == null ? fetcher.drain(max, sink) : fetcher.drain(only, max, sink);
  }

  /** There may be records, to be delivered in a turn of its own. */
  void wake() {
    schedule();
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
    while (demand > 0 && handler != null && (old = returned.next()) != null) {
      emit(old);
    }
    if (demand == 0 || handler == null || closed) {
      return;
    }
    int[] count = {0};
    drain(
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

  private void emit(ConsumerRecord<K, V> record) {
    if (demand != Long.MAX_VALUE) {
      demand--;
    }
    handler.accept(record);
    fetcher.handled(record);
  }

  private void burstOfBatches() {
    long end = loop.nanoTime() + BURST_NANOS;
    while (demand > 0 && batchHandler != null && !closed) {
      List<ConsumerRecord<K, V>> batch = nextBatch();
      if (batch.isEmpty()) {
        return;
      }
      spend(batch.size());
      batchHandler.accept(batch);
      batch.forEach(fetcher::handled);
      if (loop.nanoTime() >= end) {
        return;
      }
    }
  }

  /** What is ready of one partition, cut off where the demand ends. */
  private List<ConsumerRecord<K, V>> nextBatch() {
    int wanted = (int) Math.min(maxBatch, demand);
    List<ConsumerRecord<K, V>> batch = returned.nextOfOnePartition(wanted);
    while (batch.isEmpty() && (only == null ? fetcher.isReady() : fetcher.isReady(only))) {
      // A partition whose turn it is may have nothing for the application after all.
      fetcher.drain(only, wanted, batch::add);
    }
    return batch;
  }

  private void spend(int records) {
    if (demand != Long.MAX_VALUE) {
      demand -= records;
    }
  }

  private void handOver() {
    if (out != null) {
      return;
    }
    pumping = true;
    List<ConsumerRecord<K, V>> records;
    try {
      records = batchHandler == null ? nextChunk() : nextBatch();
    } finally {
      pumping = false;
    }
    if (records.isEmpty()) {
      return;
    }
    spend(records.size());
    out =
        new Chunk<>(
            records,
            handler,
            batchHandler,
            loop::nanoTime,
            back -> loop.execute(() -> cameBack(back)));
    outAt = loop.nanoTime();
    refund = true;
    tellDemand();
    thread.hand(out);
  }

  private List<ConsumerRecord<K, V>> nextChunk() {
    int wanted = (int) Math.min(CHUNK, demand);
    List<ConsumerRecord<K, V>> records = new ArrayList<>();
    ConsumerRecord<K, V> old;
    while (records.size() < wanted && (old = returned.next()) != null) {
      records.add(old);
    }
    if (records.size() < wanted) {
      drain(wanted - records.size(), records::add);
    }
    return records;
  }

  private void cameBack(Chunk<K, V> chunk) {
    out = null;
    chunk.unreported().forEach(fetcher::handled);
    List<ConsumerRecord<K, V>> rest = chunk.rest();
    // Paid for, but not delivered; after a pause nothing is owed any more.
    if (refund && demand != Long.MAX_VALUE) {
      demand += rest.size();
      tellDemand();
    }
    returned.add(rest);
    List<Promise<Void>> done = new ArrayList<>(recalls);
    recalls.clear();
    done.forEach(Promise::complete);
    if (hasHandler()) {
      pump();
    } else {
      returned.giveBack();
    }
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

  /** No further record. */
  void close() {
    close(0);
  }

  /**
   * No further record.
   *
   * @param deadline when the consumer is to be closed
   */
  public void close(long deadline) {
    closed = true;
    tellDemand();
    if (taker != null) {
      taker.closing(deadline);
    }
    recall();
  }
}
