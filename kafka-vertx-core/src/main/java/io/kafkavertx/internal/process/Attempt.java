package io.kafkavertx.internal.process;

import io.kafkavertx.ConsumerRecord;

/** One attempt to work on a record: a message to where the work runs, and its outcome back. */
public final class Attempt<K, V> {
  private final Processor<K, V> processor;
  private final Work<K, V> work;
  private final Gate gate;
  private final ConsumerRecord<K, V> record;
  private final int number;

  /** On the loop. */
  Attempt(Processor<K, V> processor, Work<K, V> work) {
    this.processor = processor;
    this.work = work;
    this.gate = work.lane.gate;
    this.record = work.record;
    this.number = work.attempts();
  }

  /** What to work on. */
  public ConsumerRecord<K, V> record() {
    return record;
  }

  /** False when its partition has been given up meanwhile. */
  public boolean mayStart() {
    return gate.isOpen();
  }

  /**
   * The work has ended. On the loop.
   *
   * @param cause null when it has succeeded
   */
  public void ended(Throwable cause) {
    processor.ended(work, number, cause);
  }

  /** It was too late to start. On the loop. */
  public void notStarted() {
    processor.notStarted(work, number);
  }

  /** The consumer is being closed from within this work: closing does not wait for it. */
  public void closesTheConsumer() {
    processor.exempt(work, number);
  }
}
