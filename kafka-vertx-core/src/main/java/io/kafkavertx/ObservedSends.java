package io.kafkavertx;

import io.kafkavertx.internal.vertx.ClientShell;
import io.kafkavertx.internal.vertx.SendTracer;
import io.vertx.core.Future;
import java.util.function.Function;

/** Sends on behalf of those who watch: interceptors and the tracer. */
final class ObservedSends<K, V> {
  private final Interceptors<K, V> interceptors;
  private final SendTracer tracer;

  private ObservedSends(Interceptors<K, V> interceptors, SendTracer tracer) {
    this.interceptors = interceptors;
    this.tracer = tracer;
  }

  /** Null when nobody watches, so that this costs a producer nothing. */
  static <K, V> ObservedSends<K, V> of(ClientShell shell, ProducerOptions options) {
    Interceptors<K, V> interceptors = new Interceptors<>(options.getInterceptors());
    SendTracer tracer = SendTracer.of(shell, options.getTracingPolicy(), options.getClientId());
    return interceptors.isEmpty() && tracer == null
        ? null
        : new ObservedSends<>(interceptors, tracer);
  }

  Future<RecordMetadata> send(
      ProducerRecord<K, V> record, Function<ProducerRecord<K, V>, Future<RecordMetadata>> send) {
    ProducerRecord<K, V> intercepted = interceptors.onSend(record);
    SendTracer.Sent<K, V> traced = tracer == null ? null : tracer.start(intercepted);
    ProducerRecord<K, V> sent = traced == null ? intercepted : traced.record();
    return send.apply(sent)
        .onComplete(
            result -> {
              if (traced != null) {
                traced.end(result.result(), result.cause());
              }
              interceptors.onAcknowledgement(sent, result.result(), result.cause());
            });
  }
}
