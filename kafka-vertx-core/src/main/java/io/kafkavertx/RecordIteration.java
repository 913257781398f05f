package io.kafkavertx;

import io.kafkavertx.internal.consumer.Pulls;
import io.kafkavertx.internal.vertx.BlockingWait;
import io.kafkavertx.internal.vertx.ClientShell;
import io.kafkavertx.internal.vertx.PulledRecords;
import io.vertx.core.Promise;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.RejectedExecutionException;

/** Iterates over records on a thread that may block. */
final class RecordIteration<K, V> implements RecordIterable<K, V> {
  private static final String NOT_HERE =
      "iterating over records blocks, and this is an event loop: set a handler, or iterate in a"
          + " virtual thread, a worker or a thread of your own";

  private final ClientShell shell;
  private final Pulls<K, V> pulls;
  private final long timeoutNanos;
  private final RecordObservers<K, V> observers;
  private final Runnable release;

  // Of the thread that iterates.
  private Thread thread;
  private PulledRecords<ConsumerRecord<K, V>> current;
  private ConsumerRecord<K, V> next;

  /**
   * @param timeoutNanos how long to wait for a record; {@link Long#MAX_VALUE} is for ever
   * @param release called when the iteration is closed
   */
  RecordIteration(
      ClientShell shell,
      Pulls<K, V> pulls,
      RecordObservers<K, V> observers,
      long timeoutNanos,
      Runnable release) {
    this.shell = shell;
    this.pulls = pulls;
    this.observers = observers;
    this.timeoutNanos = timeoutNanos;
    this.release = release;
  }

  @Override
  public Iterator<ConsumerRecord<K, V>> iterator() {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return RecordIteration.this.hasNext();
      }

      @Override
      public ConsumerRecord<K, V> next() {
        return RecordIteration.this.next();
      }
    };
  }

  private boolean hasNext() {
    BlockingWait.check(NOT_HERE);
    if (next != null) {
      return true;
    }
    thread = Thread.currentThread();
    if (current != null) {
      // Whoever asks for another record is through with this one.
      current.done();
      next = current.take();
    }
    while (next == null) {
      current = await();
      if (current == null) {
        return false;
      }
      next = current.take();
    }
    return true;
  }

  private ConsumerRecord<K, V> next() {
    if (!hasNext()) {
      throw new NoSuchElementException("no record in time, or the consumer is closed");
    }
    ConsumerRecord<K, V> record = next;
    next = null;
    return observers.seen(record);
  }

  /** The next handful; null when there is none in time. */
  private PulledRecords<ConsumerRecord<K, V>> await() {
    // Completes on the loop: the caller's context is busy with the caller.
    Promise<PulledRecords<ConsumerRecord<K, V>>> promise = Promise.promise();
    try {
      shell.run(() -> pulls.next(timeoutNanos, PulledRecords::new).onComplete(promise));
      return BlockingWait.await(promise.future());
    } catch (RejectedExecutionException vertxIsClosed) {
      return null;
    } catch (InterruptedException e) {
      shell.run(pulls::finish);
      Thread.currentThread().interrupt();
      throw new KafkaException("interrupted while waiting for a record", e);
    }
  }

  /** The record at hand is part of what is committed; when called by the thread that iterates. */
  void reportProgress() {
    if (Thread.currentThread() == thread && current != null && next == null) {
      current.done();
    }
  }

  @Override
  public void close() {
    next = null;
    current = null;
    release.run();
  }
}
