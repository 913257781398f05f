package io.kafkavertx.internal.vertx;

import io.kafkavertx.internal.net.EventLoop;
import io.kafkavertx.internal.net.FrameStore;
import io.netty.util.concurrent.FastThreadLocal;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * An event loop of Vert.x. Tasks run as Vert.x runs its own: watched, and with their failures
 * reported.
 */
final class VertxEventLoop implements EventLoop {
  /** Time starts near zero, so that sums with it do not overflow. */
  private static final long ORIGIN = System.nanoTime();

  /** One for all clients of a thread, so that many clients need no more than one. */
  private static final FastThreadLocal<FrameStore> FRAMES =
      new FastThreadLocal<>() {
        @Override
        protected FrameStore initialValue() {
          return new FrameStore();
        }
      };

  private final ContextInternal context;
  private final io.netty.channel.EventLoop netty;
  private final RandomGenerator random = new SplittableRandom();

  VertxEventLoop(ContextInternal context) {
    this.context = context;
    this.netty = context.nettyEventLoop();
  }

  ContextInternal context() {
    return context;
  }

  io.netty.channel.EventLoop netty() {
    return netty;
  }

  @Override
  public long nanoTime() {
    return System.nanoTime() - ORIGIN;
  }

  @Override
  public long wallMillis() {
    return System.currentTimeMillis();
  }

  @Override
  public void execute(Runnable task) {
    netty.execute(() -> context.dispatch(task));
  }

  @Override
  public Timer schedule(long delayNanos, Runnable task) {
    ScheduledFuture<?> scheduled =
        netty.schedule(() -> context.dispatch(task), Math.max(0, delayNanos), TimeUnit.NANOSECONDS);
    return () -> scheduled.cancel(false);
  }

  @Override
  public boolean inLoop() {
    return netty.inEventLoop();
  }

  @Override
  public RandomGenerator random() {
    return random;
  }

  @Override
  public FrameStore frames() {
    return FRAMES.get();
  }

  @Override
  public <T> Future<T> executeBlocking(Callable<T> work) {
    return context.executeBlocking(work, false);
  }
}
