package io.kafkavertx;

import io.kafkavertx.internal.consumer.ConsumerCore;
import io.kafkavertx.internal.consumer.RecordDelivery;
import io.kafkavertx.internal.vertx.CallerContext;
import io.kafkavertx.internal.vertx.ClientShell;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import java.util.List;
import java.util.function.Consumer;

/** The outer side of a stream of records: its handler runs on the context that sets it. */
final class DeliverySide<K, V> {
  private final ClientShell shell;
  private final ConsumerCore<K, V> core;
  private final RecordDelivery<K, V> delivery;
  private final RecordObservers<K, V> observers;
  private final int maxBatch;

  // Written where handlers are set, read on the handler's own context.
  private StreamContext stream;

  DeliverySide(
      ClientShell shell,
      ConsumerCore<K, V> core,
      RecordDelivery<K, V> delivery,
      RecordObservers<K, V> observers,
      int maxBatch) {
    this.shell = shell;
    this.core = core;
    this.delivery = delivery;
    this.observers = observers;
    this.maxBatch = maxBatch;
  }

  /** Null stops delivery. */
  void handler(Handler<ConsumerRecord<K, V>> handler) {
    CallerContext caller = CallerContext.current();
    StreamContext context = new StreamContext(caller);
    stream = context;
    Handler<ConsumerRecord<K, V>> observed = handler == null ? null : observers.around(handler);
    Consumer<ConsumerRecord<K, V>> safe =
        handler == null
            ? null
            : record -> {
              try {
                observed.handle(record);
              } catch (Throwable failure) {
                handlerFailed(caller, record, record, failure);
              }
            };
    shell.run(() -> delivery.handler(safe, context));
  }

  /** Null stops delivery. */
  void batchHandler(Handler<ConsumerRecords<K, V>> handler) {
    CallerContext caller = CallerContext.current();
    StreamContext context = new StreamContext(caller);
    stream = context;
    Handler<ConsumerRecords<K, V>> observed =
        handler == null ? null : observers.aroundBatch(handler);
    Consumer<List<ConsumerRecord<K, V>>> safe =
        handler == null
            ? null
            : records -> {
              try {
                observed.handle(new ConsumerRecords<>(records));
              } catch (Throwable failure) {
                handlerFailed(caller, records.get(0), records.get(records.size() - 1), failure);
              }
            };
    shell.run(() -> delivery.batchHandler(safe, maxBatch, context));
  }

  private void handlerFailed(
      CallerContext caller,
      ConsumerRecord<K, V> first,
      ConsumerRecord<K, V> last,
      Throwable failure) {
    KafkaException named =
        new KafkaException(
            first == last
                ? "the handler of records has failed at offset "
                    + first.offset()
                    + " of "
                    + first.topicPartition()
                    + "; the record counts as handled"
                : "the handler of batches has failed with the offsets "
                    + first.offset()
                    + " to "
                    + last.offset()
                    + " of "
                    + first.topicPartition()
                    + "; they count as handled",
            failure);
    shell.run(() -> core.report(named, caller::report));
  }

  void pause() {
    StreamContext current = stream;
    if (current != null) {
      current.pauseHere();
    }
    shell.run(delivery::pause);
  }

  void fetch(long amount) {
    if (amount < 0) {
      throw new IllegalArgumentException("cannot fetch " + amount + " records");
    }
    shell.run(() -> delivery.fetch(amount));
  }

  Future<Long> demand() {
    return shell.call(() -> Future.succeededFuture(delivery.demand()));
  }

  /** On another thread the loop does not know which record the handler is at. */
  void reportProgress() {
    StreamContext current = stream;
    if (current != null) {
      List<ConsumerRecord<K, V>> handed = current.progress();
      if (!handed.isEmpty()) {
        shell.run(() -> delivery.progress(handed));
      }
    }
  }
}
