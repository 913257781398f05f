package io.kafkavertx.internal.vertx;

import io.kafkavertx.internal.process.Gate;

/** A gate that other threads look at. */
public final class SharedGate implements Gate {
  private final Published<Boolean> open = new Published<>(true);

  @Override
  public boolean isOpen() {
    return open.get();
  }

  @Override
  public void shut() {
    open.set(false);
  }
}
