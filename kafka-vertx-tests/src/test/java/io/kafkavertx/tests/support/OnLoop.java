package io.kafkavertx.tests.support;

import io.kafkavertx.internal.consumer.Chunk;
import io.kafkavertx.internal.consumer.HandlerThread;

/** The handler runs on the consumer's own loop, as in all simulations. */
public final class OnLoop implements HandlerThread {
  @Override
  public boolean isLoop() {
    return true;
  }

  @Override
  public void dispatch(Runnable burst) {
    burst.run();
  }

  @Override
  public void hand(Chunk<?, ?> chunk) {
    throw new IllegalStateException("the handler is on the loop");
  }

  @Override
  public void stop(Chunk<?, ?> chunk) {
    throw new IllegalStateException("the handler is on the loop");
  }
}
