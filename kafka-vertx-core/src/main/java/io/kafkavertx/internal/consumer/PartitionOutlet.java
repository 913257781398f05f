package io.kafkavertx.internal.consumer;

import io.kafkavertx.spi.TopicPartition;
import java.util.function.Consumer;

/** The stream of one partition, from when it is assigned until it is not any more. On the loop. */
public final class PartitionOutlet<K, V> {
  private final TopicPartition topicPartition;
  private final RecordDelivery<K, V> delivery;
  private Consumer<Throwable> exceptionHandler;
  private Runnable endHandler;
  private boolean ended;

  PartitionOutlet(TopicPartition topicPartition, RecordDelivery<K, V> delivery) {
    this.topicPartition = topicPartition;
    this.delivery = delivery;
  }

  public TopicPartition topicPartition() {
    return topicPartition;
  }

  public RecordDelivery<K, V> delivery() {
    return delivery;
  }

  /** Told of what goes wrong with the partition; null leaves that to the consumer. */
  public void exceptionHandler(Consumer<Throwable> handler) {
    exceptionHandler = handler;
  }

  /** Called once after the last record; at once when that is past. */
  public void endHandler(Runnable handler) {
    endHandler = handler;
    if (ended) {
      callEndHandler();
    }
  }

  /** Returns false when nobody listens. */
  boolean failed(Throwable cause) {
    if (exceptionHandler == null) {
      return false;
    }
    exceptionHandler.accept(cause);
    return true;
  }

  void end() {
    delivery.close();
    ended = true;
    callEndHandler();
  }

  private void callEndHandler() {
    Runnable handler = endHandler;
    endHandler = null;
    if (handler != null) {
      handler.run();
    }
  }
}
