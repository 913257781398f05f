package io.kafkavertx.testkit.proxy;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What went through a proxy; written by its event loop, read by anybody. */
final class Traffic {
  final AtomicInteger accepted = new AtomicInteger();
  final AtomicInteger open = new AtomicInteger();
  private final AtomicLong toBroker = new AtomicLong();
  private final AtomicLong toClient = new AtomicLong();

  void add(Direction direction, int bytes) {
    counter(direction).addAndGet(bytes);
  }

  long bytes(Direction direction) {
    return counter(direction).get();
  }

  private AtomicLong counter(Direction direction) {
    return direction == Direction.TO_BROKER ? toBroker : toClient;
  }
}
