package io.kafkavertx.testkit.proxy;

import io.vertx.core.buffer.Buffer;

/** Lets so many bytes pass and then ends the connection. */
final class CutFlow implements Fault.Flow {
  private final Ending ending;
  private long left;

  CutFlow(long bytes, Ending ending) {
    if (bytes < 0) {
      throw new IllegalArgumentException("bytes must not be negative: " + bytes);
    }
    this.left = bytes;
    this.ending = ending;
  }

  @Override
  public void onBytes(Buffer bytes, Fault.Way way) {
    if (left < 0) {
      return;
    }
    if (bytes.length() < left || (bytes.length() == left && left > 0)) {
      left -= bytes.length();
      way.send(bytes);
    } else if (left > 0) {
      way.send(bytes.slice(0, (int) left));
      left = 0;
    }
    if (left == 0) {
      left = -1;
      way.end(ending);
    }
  }
}
