package io.kafkavertx;

import io.kafkavertx.internal.vertx.ClientShell;
import io.kafkavertx.internal.vertx.ReceiveTracer;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Those who watch records being handed out: interceptors and the tracer. Without any, what they are
 * put around stays what it is.
 */
final class RecordObservers<K, V> {
  private final ConsumerInterceptors<K, V> interceptors;
  private final ReceiveTracer tracer;

  RecordObservers(ClientShell shell, ConsumerOptions options) {
    interceptors = new ConsumerInterceptors<>(options.getInterceptors());
    tracer =
        ReceiveTracer.of(
            shell, options.getTracingPolicy(), options.getClientId(), options.getGroupId());
  }

  ConsumerInterceptors<K, V> interceptors() {
    return interceptors;
  }

  Handler<ConsumerRecord<K, V>> around(Handler<ConsumerRecord<K, V>> handler) {
    Handler<ConsumerRecord<K, V>> traced =
        tracer == null ? handler : record -> tracer.handle(record, handler);
    return interceptors.isEmpty()
        ? traced
        : record -> traced.handle(interceptors.onConsume(record));
  }

  Function<ConsumerRecord<K, V>, Future<?>> around(Function<ConsumerRecord<K, V>, Future<?>> work) {
    Function<ConsumerRecord<K, V>, Future<?>> traced =
        tracer == null ? work : record -> tracer.process(record, work);
    return interceptors.isEmpty() ? traced : record -> traced.apply(interceptors.onConsume(record));
  }

  /** Several at once have no span of their own. */
  ConsumerRecords<K, V> seen(ConsumerRecords<K, V> records) {
    if (interceptors.isEmpty() || records.isEmpty()) {
      return records;
    }
    List<ConsumerRecord<K, V>> seen = new ArrayList<>(records.size());
    records.forEach(record -> seen.add(interceptors.onConsume(record)));
    return new ConsumerRecords<>(seen, records.groupMetadata());
  }

  ConsumerRecord<K, V> seen(ConsumerRecord<K, V> record) {
    return interceptors.isEmpty() ? record : interceptors.onConsume(record);
  }
}
