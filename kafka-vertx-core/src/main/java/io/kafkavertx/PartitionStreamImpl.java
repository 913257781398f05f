package io.kafkavertx;

import io.kafkavertx.internal.consumer.ConsumerCore;
import io.kafkavertx.internal.consumer.PartitionOutlet;
import io.kafkavertx.internal.vertx.CallerContext;
import io.kafkavertx.internal.vertx.ClientShell;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import java.util.function.Consumer;

/** The outer side of the stream of one partition. */
final class PartitionStreamImpl<K, V> implements PartitionStream<K, V> {
  private final ClientShell shell;
  private final ConsumerCore<K, V> core;
  private final PartitionOutlet<K, V> outlet;
  private final DeliverySide<K, V> side;

  PartitionStreamImpl(
      ClientShell shell,
      ConsumerCore<K, V> core,
      PartitionOutlet<K, V> outlet,
      RecordObservers<K, V> observers,
      int maxBatch) {
    this.shell = shell;
    this.core = core;
    this.outlet = outlet;
    this.side = new DeliverySide<>(shell, core, outlet.delivery(), observers, maxBatch);
  }

  @Override
  public TopicPartition topicPartition() {
    return outlet.topicPartition();
  }

  @Override
  public PartitionStream<K, V> handler(Handler<ConsumerRecord<K, V>> handler) {
    side.handler(handler);
    return this;
  }

  @Override
  public PartitionStream<K, V> batchHandler(Handler<ConsumerRecords<K, V>> handler) {
    side.batchHandler(handler);
    return this;
  }

  @Override
  public PartitionStream<K, V> exceptionHandler(Handler<Throwable> handler) {
    CallerContext caller = CallerContext.current();
    Consumer<Throwable> there = handler == null ? null : failure -> caller.emit(failure, handler);
    shell.run(() -> outlet.exceptionHandler(there));
    return this;
  }

  @Override
  public PartitionStream<K, V> endHandler(Handler<Void> handler) {
    CallerContext caller = CallerContext.current();
    // After what the handler of records is at: it may be that which ends the stream.
    Runnable there = handler == null ? null : () -> caller.execute(() -> handler.handle(null));
    shell.run(() -> outlet.endHandler(there));
    return this;
  }

  @Override
  public PartitionStream<K, V> pause() {
    side.pause();
    return this;
  }

  @Override
  public PartitionStream<K, V> resume() {
    return fetch(Long.MAX_VALUE);
  }

  @Override
  public PartitionStream<K, V> fetch(long amount) {
    side.fetch(amount);
    return this;
  }

  @Override
  public Future<Long> demand() {
    return side.demand();
  }

  @Override
  public Future<OffsetAndMetadata> commit() {
    side.reportProgress();
    TopicPartition partition = topicPartition();
    return shell
        .call(() -> core.calls().commit(partition))
        .map(committed -> committed.get(partition));
  }

  @Override
  public String toString() {
    return "PartitionStream(" + topicPartition() + ")";
  }
}
