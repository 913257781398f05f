package io.kafkavertx;

import io.kafkavertx.internal.vertx.ClientShell;
import io.kafkavertx.internal.vertx.SendTracer;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Function;

/** Sends on behalf of those who watch: interceptors and the tracer. */
final class ObservedSends<K, V> {
  private final Interceptors<ProducerInterceptor<K, V>, ProducerRecord<K, V>> interceptors;
  private final SendTracer tracer;

  private ObservedSends(
      Interceptors<ProducerInterceptor<K, V>, ProducerRecord<K, V>> interceptors,
      SendTracer tracer) {
    this.interceptors = interceptors;
    this.tracer = tracer;
  }

  /** Null when nobody watches, so that this costs a producer nothing. */
  static <K, V> ObservedSends<K, V> of(ClientShell shell, ProducerOptions options) {
    Interceptors<ProducerInterceptor<K, V>, ProducerRecord<K, V>> interceptors =
        new Interceptors<>(
            typed(options.getInterceptors()), ProducerInterceptor::onSend, Object::toString);
    SendTracer tracer = SendTracer.of(shell, options.getTracingPolicy(), options.getClientId());
    return interceptors.isEmpty() && tracer == null
        ? null
        : new ObservedSends<>(interceptors, tracer);
  }

  @SuppressWarnings("unchecked") // Options do not know the types of the producer that is made.
  private static <K, V> List<ProducerInterceptor<K, V>> typed(
      List<ProducerInterceptor<?, ?>> interceptors) {
    return interceptors.stream().map(one -> (ProducerInterceptor<K, V>) one).toList();
  }

  Future<RecordMetadata> send(
      ProducerRecord<K, V> record, Function<ProducerRecord<K, V>, Future<RecordMetadata>> send) {
    ProducerRecord<K, V> intercepted = interceptors.pass(record);
    SendTracer.Sent<K, V> traced = tracer == null ? null : tracer.start(intercepted);
    ProducerRecord<K, V> sent = traced == null ? intercepted : traced.record();
    return send.apply(sent)
        .onComplete(
            result -> {
              if (traced != null) {
                traced.end(result.result(), result.cause());
              }
              interceptors.tell(
                  one -> one.onAcknowledgement(sent, result.result(), result.cause()),
                  () -> "the result of " + sent);
            });
  }
}
