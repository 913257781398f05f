package io.kafkavertx.internal.vertx;

import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.spi.Header;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.spi.tracing.SpanKind;
import io.vertx.core.spi.tracing.TagExtractor;
import io.vertx.core.spi.tracing.VertxTracer;
import io.vertx.core.tracing.TracingPolicy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Traces what is done with records, with the tracer of Vert.x: the span goes on with the trace in
 * the record's headers. The record is handled on a duplicate of the handler's context, so that what
 * it does in turn belongs to the span.
 */
public final class ReceiveTracer {
  private final VertxTracer<?, ?> tracer;
  private final TracingPolicy policy;
  private final ContextInternal fallback;
  private final Tags tags;

  private ReceiveTracer(
      VertxTracer<?, ?> tracer, TracingPolicy policy, ContextInternal fallback, Tags tags) {
    this.tracer = tracer;
    this.policy = policy;
    this.fallback = fallback;
    this.tags = tags;
  }

  /** The tracer of a client; null when nothing is traced. */
  public static ReceiveTracer of(
      ClientShell shell, TracingPolicy policy, String clientId, String group) {
    Vertx vertx = shell.vertx();
    VertxTracer<?, ?> tracer = ((VertxInternal) vertx).tracer();
    return tracer == null || policy == TracingPolicy.IGNORE
        ? null
        : new ReceiveTracer(tracer, policy, shell.context(), new Tags(clientId, group));
  }

  /** Calls the handler within a span that ends when it returns. */
  public <K, V> void handle(ConsumerRecord<K, V> record, Handler<ConsumerRecord<K, V>> handler) {
    ContextInternal context = context();
    Object span = start(tracer, context, record);
    ContextInternal before = context.beginDispatch();
    Throwable failure = null;
    try {
      handler.handle(record);
    } catch (Throwable thrown) {
      failure = thrown;
      throw thrown;
    } finally {
      context.endDispatch(before);
      end(tracer, context, span, failure);
    }
  }

  /** Starts work within a span that ends with the work's future. */
  public <K, V> Future<?> process(
      ConsumerRecord<K, V> record, Function<ConsumerRecord<K, V>, Future<?>> work) {
    ContextInternal context = context();
    Object span = start(tracer, context, record);
    ContextInternal before = context.beginDispatch();
    Future<?> future;
    try {
      future = work.apply(record);
    } catch (Throwable thrown) {
      end(tracer, context, span, thrown);
      throw thrown;
    } finally {
      context.endDispatch(before);
    }
    if (future == null) {
      end(tracer, context, span, null);
    } else {
      future.onComplete(done -> end(tracer, context, span, done.cause()));
    }
    return future;
  }

  private ContextInternal context() {
    ContextInternal current = ContextInternal.current();
    return (current == null ? fallback : current).duplicate();
  }

  private <I> Object start(
      VertxTracer<I, ?> with, ContextInternal context, ConsumerRecord<?, ?> record) {
    return with.receiveRequest(
        context,
        SpanKind.MESSAGING,
        policy,
        record,
        "process " + record.topic(),
        headers(record),
        tags);
  }

  private static List<Map.Entry<String, String>> headers(ConsumerRecord<?, ?> record) {
    List<Map.Entry<String, String>> texts = new ArrayList<>(record.headers().size());
    for (Header header : record.headers()) {
      if (header.value() != null) {
        texts.add(Map.entry(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
      }
    }
    return texts;
  }

  @SuppressWarnings("unchecked") // What the tracer gave comes back to it.
  private static <I> void end(
      VertxTracer<I, ?> with, ContextInternal context, Object span, Throwable failure) {
    if (span != null) {
      with.sendResponse(context, null, (I) span, failure, TagExtractor.empty());
    }
  }

  /** As OpenTelemetry's conventions for messaging have them. */
  private record Tags(String clientId, String group) implements TagExtractor<ConsumerRecord<?, ?>> {
    private static final String[] NAMES = {
      "messaging.system",
      "messaging.operation.name",
      "messaging.operation.type",
      "messaging.destination.name",
      "messaging.destination.partition.id",
      "messaging.kafka.offset",
      "messaging.client.id",
      "messaging.consumer.group.name"
    };

    @Override
    public int len(ConsumerRecord<?, ?> record) {
      return group == null ? NAMES.length - 1 : NAMES.length;
    }

    @Override
    public String name(ConsumerRecord<?, ?> record, int index) {
      return NAMES[index];
    }

    @Override
    public String value(ConsumerRecord<?, ?> record, int index) {
      return switch (index) {
        case 0 -> "kafka";
        case 1, 2 -> "process";
        case 3 -> record.topic();
        case 4 -> Integer.toString(record.partition());
        case 5 -> Long.toString(record.offset());
        case 6 -> clientId;
        default -> group;
      };
    }
  }
}
