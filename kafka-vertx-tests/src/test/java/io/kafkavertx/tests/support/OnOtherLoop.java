package io.kafkavertx.tests.support;

import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.internal.consumer.Chunk;
import io.kafkavertx.internal.consumer.HandlerThread;
import io.kafkavertx.internal.net.EventLoop;
import java.util.function.Consumer;

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
  public <K, V> void hand(Chunk<K, V> chunk, Consumer<ConsumerRecord<K, V>> handler) {
    loop.execute(
        () -> {
          running = chunk;
          chunk.emit(handler);
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
