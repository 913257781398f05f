package io.kafkavertx.internal.consumer;

import io.kafkavertx.ClientClosedException;
import io.kafkavertx.ProcessingStatus;
import io.kafkavertx.internal.process.DeadLetterWriter;
import io.kafkavertx.internal.process.ProcessConfig;
import io.kafkavertx.internal.process.Processor;
import io.kafkavertx.internal.process.WorkPlace;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;

/** The records of a consumer that are processed, in place of a handler. On the loop. */
public final class ProcessedRecords<K, V> {
  private final RecordDelivery<K, V> delivery;
  private final Processor.Surroundings<K, V> around;

  /** Null until there is something to do, and after the end. */
  private Processor<K, V> processor;

  ProcessedRecords(RecordDelivery<K, V> delivery, Processor.Surroundings<K, V> around) {
    this.delivery = delivery;
    this.around = around;
  }

  /**
   * Has work done on records from now on.
   *
   * @param deadLetters null unless the policy needs it
   * @throws IllegalStateException when records go elsewhere already
   */
  public void start(ProcessConfig config, WorkPlace<K, V> place, DeadLetterWriter deadLetters) {
    delivery.requireFree();
    processor = new Processor<>(around, config, place, deadLetters);
    delivery.taker(processor);
  }

  public Future<ProcessingStatus> status() {
    return processor == null ? closed() : Future.succeededFuture(processor.status());
  }

  /** Goes on with a partition that a record has stopped. */
  public Future<Void> resume(TopicPartition partition) {
    if (processor == null) {
      return closed();
    }
    try {
      return processor.resume(partition);
    } catch (IllegalStateException e) {
      return Future.failedFuture(e);
    }
  }

  private static <T> Future<T> closed() {
    return Future.failedFuture(new ClientClosedException("the consumer is closed"));
  }

  /** The age of the oldest record that is not done, in nanoseconds; 0 when there is none. */
  public long oldestAge() {
    return processor == null ? 0 : processor.oldestAge();
  }

  void close() {
    if (processor != null) {
      processor.close();
      processor = null;
    }
  }
}
