package intruder;

/** Must not compile. */
final class Intruder {
  private io.kafkavertx.internal.net.EventLoop internal;
}
