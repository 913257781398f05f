package io.kafkavertx.testkit.proxy;

import io.vertx.core.buffer.Buffer;

/** Keeps everything, the end of the connection included. */
final class HoldFlow implements Fault.Flow {
  @Override
  public void onBytes(Buffer bytes, Fault.Way way) {
    way.hold(bytes);
  }

  @Override
  public void onEnd(Ending ending, Fault.Way way) {
    way.hold(Buffer.buffer());
    way.end(ending);
  }
}
