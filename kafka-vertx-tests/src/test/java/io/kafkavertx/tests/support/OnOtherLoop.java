package io.kafkavertx.tests.support;

import io.kafkavertx.internal.consumer.Chunk;
import io.kafkavertx.internal.consumer.HandlerThread;
import io.kafkavertx.internal.net.EventLoop;

/** The handler runs on a loop of its own, as on another context. */
public final class OnOtherLoop implements HandlerThread {
  private final EventLoop loop;
  private Chunk<?, ?> running;

  public OnOtherLoop(EventLoop loop) {
    this.loop = loop;
  }

  @Override
  public boolean isLoop() {
    return false;
  }

  @Override
  public void dispatch(Runnable burst) {
    throw new IllegalStateException("the handler is on another loop");
  }

  @Override
  public void hand(Chunk<?, ?> chunk) {
    loop.execute(
        () -> {
          running = chunk;
          chunk.emit();
          running = null;
        });
  }

  @Override
  public void stop(Chunk<?, ?> chunk) {
    loop.execute(chunk::stop);
  }

  /** The handler does not want the next record: called in it. */
  public void pauseHere() {
    running.stop();
  }
}
