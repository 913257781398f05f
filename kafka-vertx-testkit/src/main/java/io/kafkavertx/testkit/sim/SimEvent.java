package io.kafkavertx.testkit.sim;

/** Something that happens at a moment of virtual time. */
final class SimEvent implements Comparable<SimEvent> {
  private final long at;
  private final long order;
  private Runnable task;

  SimEvent(long at, long order, Runnable task) {
    this.at = at;
    this.order = order;
    this.task = task;
  }

  long at() {
    return at;
  }

  long order() {
    return order;
  }

  void cancel() {
    task = null;
  }

  boolean isCancelled() {
    return task == null;
  }

  void run() {
    Runnable mine = task;
    task = null;
    mine.run();
  }

  @Override
  public int compareTo(SimEvent other) {
    int byTime = Long.compare(at, other.at);
    return byTime != 0 ? byTime : Long.compare(order, other.order);
  }
}
