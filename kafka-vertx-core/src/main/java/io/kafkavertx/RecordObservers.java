package io.kafkavertx;

import io.kafkavertx.internal.vertx.ClientShell;
import io.kafkavertx.internal.vertx.ReceiveTracer;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Those who watch records being handed out: interceptors and the tracer. Without any, what they are
 * put around stays what it is.
 */
final class RecordObservers<K, V> {
  private final Interceptors<ConsumerInterceptor<K, V>, ConsumerRecord<K, V>> interceptors;
  private final ReceiveTracer tracer;

  RecordObservers(ClientShell shell, ConsumerOptions options) {
    interceptors =
        new Interceptors<>(
            typed(options.getInterceptors()),
            ConsumerInterceptor::onConsume,
            RecordObservers::where);
    tracer =
        ReceiveTracer.of(
            shell, options.getTracingPolicy(), options.getClientId(), options.getGroupId());
  }

  @SuppressWarnings("unchecked") // Options do not know the types of the consumer that is made.
  private static <K, V> List<ConsumerInterceptor<K, V>> typed(
      List<ConsumerInterceptor<?, ?>> interceptors) {
    return interceptors.stream().map(one -> (ConsumerInterceptor<K, V>) one).toList();
  }

  /** Not the record's own text: it may be somebody else's class, and show what is secret. */
  private static String where(ConsumerRecord<?, ?> record) {
    return "the record at offset " + record.offset() + " of " + record.topicPartition();
  }

  /** Whether there is an interceptor to be told of commits. */
  boolean wantCommits() {
    return !interceptors.isEmpty();
  }

  void committed(Map<TopicPartition, OffsetAndMetadata> offsets) {
    interceptors.tell(one -> one.onCommit(offsets), () -> "a commit");
  }

  Handler<ConsumerRecord<K, V>> around(Handler<ConsumerRecord<K, V>> handler) {
    Handler<ConsumerRecord<K, V>> traced =
        tracer == null ? handler : record -> tracer.handle(record, handler);
    return interceptors.isEmpty() ? traced : record -> traced.handle(interceptors.pass(record));
  }

  Function<ConsumerRecord<K, V>, Future<?>> around(Function<ConsumerRecord<K, V>, Future<?>> work) {
    Function<ConsumerRecord<K, V>, Future<?>> traced =
        tracer == null ? work : record -> traced(record, work);
    return interceptors.isEmpty() ? traced : record -> traced.apply(interceptors.pass(record));
  }

  @SuppressWarnings("unchecked") // A future of anything is one of something.
  private Future<?> traced(
      ConsumerRecord<K, V> record, Function<ConsumerRecord<K, V>, Future<?>> work) {
    return tracer.process(record, one -> (Future<Object>) work.apply(one));
  }

  /** Work on a record within a span, when there is a tracer. */
  <T> Future<T> inSpan(
      ConsumerRecord<K, V> record, Function<ConsumerRecord<K, V>, Future<T>> work) {
    return tracer == null ? work.apply(record) : tracer.process(record, work);
  }

  Handler<ConsumerRecords<K, V>> aroundBatch(Handler<ConsumerRecords<K, V>> handler) {
    Handler<ConsumerRecords<K, V>> traced =
        tracer == null ? handler : records -> tracer.handleBatch(records, handler);
    return interceptors.isEmpty() ? traced : records -> traced.handle(seen(records));
  }

  Function<ConsumerRecords<K, V>, Future<?>> aroundBatchWork(
      Function<ConsumerRecords<K, V>, Future<?>> work) {
    Function<ConsumerRecords<K, V>, Future<?>> traced =
        tracer == null ? work : records -> tracedBatch(records, work);
    return interceptors.isEmpty() ? traced : records -> traced.apply(seen(records));
  }

  @SuppressWarnings("unchecked") // A future of anything is one of something.
  private Future<?> tracedBatch(
      ConsumerRecords<K, V> records, Function<ConsumerRecords<K, V>, Future<?>> work) {
    return tracer.processBatch(records, all -> (Future<Object>) work.apply(all));
  }

  /** Without a span: nobody can say which of them the application is at. */
  ConsumerRecords<K, V> seen(ConsumerRecords<K, V> records) {
    if (interceptors.isEmpty() || records.isEmpty()) {
      return records;
    }
    List<ConsumerRecord<K, V>> seen = new ArrayList<>(records.size());
    records.forEach(record -> seen.add(interceptors.pass(record)));
    return new ConsumerRecords<>(seen, records.groupMetadata());
  }

  ConsumerRecord<K, V> seen(ConsumerRecord<K, V> record) {
    return interceptors.isEmpty() ? record : interceptors.pass(record);
  }
}
