package io.kafkavertx;

import io.kafkavertx.internal.consumer.Chunk;
import io.kafkavertx.internal.consumer.HandlerThread;
import io.kafkavertx.internal.vertx.CallerContext;
import java.util.List;

/**
 * The context of a handler of records. On another thread than the consumer's it also knows the
 * chunk that is being handed out there, so that a pause in the handler acts at the next record.
 */
final class StreamContext implements HandlerThread {
  private final CallerContext context;

  // Of the handler's context.
  private Chunk<?, ?> running;

  StreamContext(CallerContext context) {
    this.context = context;
  }

  @Override
  public boolean isLoop() {
    return context.sharesThisLoop();
  }

  @Override
  public void dispatch(Runnable burst) {
    context.dispatch(burst);
  }

  @Override
  public void hand(Chunk<?, ?> chunk) {
    context.execute(
        () -> {
          running = chunk;
          try {
            chunk.emit();
          } finally {
            running = null;
          }
        });
  }

  @Override
  public void stop(Chunk<?, ?> chunk) {
    context.execute(chunk::stop);
  }

  /** The handler does not want the next record. Of use on the handler's context only. */
  void pauseHere() {
    if (context.isCurrent() && running != null) {
      running.stop();
    }
  }

  /** What the handler has been handed since the last time, when this is called in it. */
  @SuppressWarnings("unchecked")
  <K, V> List<ConsumerRecord<K, V>> progress() {
    return context.isCurrent() && running != null ? ((Chunk<K, V>) running).progress() : List.of();
  }
}
