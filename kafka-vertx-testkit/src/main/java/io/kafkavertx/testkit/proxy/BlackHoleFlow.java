package io.kafkavertx.testkit.proxy;

import io.vertx.core.buffer.Buffer;

/** Passes nothing on. */
final class BlackHoleFlow implements Fault.Flow {
  @Override
  public void onBytes(Buffer bytes, Fault.Way way) {}

  @Override
  public void onEnd(Ending ending, Fault.Way way) {}
}
