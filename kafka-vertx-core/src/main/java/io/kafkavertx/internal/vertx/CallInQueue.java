package io.kafkavertx.internal.vertx;

import io.kafkavertx.internal.net.EventLoop;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * The way onto the event loop for callers from other threads: many of them in, one wake-up of the
 * loop per burst.
 *
 * @param <T> what comes in
 */
public final class CallInQueue<T> {
  private static final Logger LOG = LoggerFactory.getLogger(CallInQueue.class);

  /** How many to take in one turn before timers and sockets get theirs. */
  private static final int TURN = 1024;

  private final EventLoop loop;
  private final Consumer<? super T> consumer;
  private final Queue<T> queue = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean awake = new AtomicBoolean();

  /**
   * @param consumer called on the loop, in the order in which one thread put things in
   */
  public CallInQueue(EventLoop loop, Consumer<? super T> consumer) {
    this.loop = loop;
    this.consumer = consumer;
  }

  /**
   * Puts something in. From any thread.
   *
   * @throws java.util.concurrent.RejectedExecutionException when the loop has ended
   */
  public void add(T item) {
    queue.add(item);
    wake();
  }

  private void wake() {
    if (!awake.getAndSet(true)) {
      try {
        loop.execute(this::drain);
      } catch (RuntimeException e) {
        awake.set(false);
        throw e;
      }
    }
  }

  private void drain() {
    // Before the first look: whatever comes after it finds the loop asleep and wakes it again.
    awake.set(false);
    for (int i = 0; i < TURN; i++) {
      T item = queue.poll();
      if (item == null) {
        return;
      }
      try {
        consumer.accept(item);
      } catch (RuntimeException e) {
        LOG.error("A call from another thread has failed", e);
      }
    }
    wake();
  }
}
