package io.kafkavertx.internal.process;

import io.kafkavertx.ConsumerRecord;
import java.util.List;

/**
 * One attempt to work on a record, or on a batch of them: a message to where the work runs, and its
 * outcome back.
 */
public final class Attempt<K, V> {
  private final Processor<K, V> processor;
  private final List<Work<K, V>> works;
  private final Gate gate;
  private final ConsumerRecord<K, V> record;

  /** Null for one record. Kept here: the works forget theirs on the loop, when they are over. */
  private final List<ConsumerRecord<K, V>> batch;

  private final int number;

  /**
   * On the loop.
   *
   * @param works of one partition, in the order of their offsets; several only where each is tried
   *     for the first time
   */
  Attempt(Processor<K, V> processor, List<Work<K, V>> works) {
    Work<K, V> first = works.get(0);
    this.processor = processor;
    this.works = works;
    this.gate = first.lane.gate;
    this.record = first.record;
    this.batch = works.size() == 1 ? null : works.stream().map(work -> work.record).toList();
    this.number = first.attempts();
  }

  /** What to work on; the first one of a batch. */
  public ConsumerRecord<K, V> record() {
    return record;
  }

  /** All that is to be worked on. */
  public List<ConsumerRecord<K, V>> records() {
    return batch == null ? List.of(record) : batch;
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
    works.forEach(work -> processor.ended(work, number, cause));
  }

  /** It was too late to start. On the loop. */
  public void notStarted() {
    works.forEach(work -> processor.notStarted(work, number));
  }

  /** The consumer is being closed from within this work: closing does not wait for it. */
  public void closesTheConsumer() {
    works.forEach(work -> processor.exempt(work, number));
  }
}
