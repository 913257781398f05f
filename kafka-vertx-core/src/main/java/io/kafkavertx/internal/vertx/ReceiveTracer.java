package io.kafkavertx.internal.vertx;

import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.ConsumerRecords;
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
  private final String clientId;
  private final String group;

  private ReceiveTracer(
      VertxTracer<?, ?> tracer,
      TracingPolicy policy,
      ContextInternal fallback,
      String clientId,
      String group) {
    this.tracer = tracer;
    this.policy = policy;
    this.fallback = fallback;
    this.clientId = clientId;
    this.group = group;
  }

  /** The tracer of a client; null when nothing is traced. */
  public static ReceiveTracer of(
      ClientShell shell, TracingPolicy policy, String clientId, String group) {
    Vertx vertx = shell.vertx();
    VertxTracer<?, ?> tracer = ((VertxInternal) vertx).tracer();
    return tracer == null || policy == TracingPolicy.IGNORE
        ? null
        : new ReceiveTracer(tracer, policy, shell.context(), clientId, group);
  }

  /** Calls the handler within a span that ends when it returns. */
  public <K, V> void handle(ConsumerRecord<K, V> record, Handler<ConsumerRecord<K, V>> handler) {
    handle(record, Subject.of(record), handler);
  }

  /**
   * Calls the handler within one span for records of one partition, at least one. It goes on with
   * the trace of a single record; several have no common one.
   */
  public <K, V> void handleBatch(
      ConsumerRecords<K, V> records, Handler<ConsumerRecords<K, V>> handler) {
    List<ConsumerRecord<K, V>> list = records.records();
    ConsumerRecord<K, V> first = list.get(0);
    handle(records, new Subject(first, list.size()), handler);
  }

  private <T> void handle(T records, Subject subject, Handler<T> handler) {
    ContextInternal context = context();
    Object span = start(tracer, context, records, subject);
    ContextInternal before = context.beginDispatch();
    Throwable failure = null;
    try {
      handler.handle(records);
    } catch (Throwable thrown) {
      failure = thrown;
      throw thrown;
    } finally {
      context.endDispatch(before);
      end(tracer, context, span, failure);
    }
  }

  /** Starts work within a span that ends with the work's future. */
  public <K, V, T> Future<T> process(
      ConsumerRecord<K, V> record, Function<ConsumerRecord<K, V>, Future<T>> work) {
    return process(record, Subject.of(record), work);
  }

  /** The same for records of one partition, at least one; see {@link #handleBatch}. */
  public <K, V, T> Future<T> processBatch(
      ConsumerRecords<K, V> records, Function<ConsumerRecords<K, V>, Future<T>> work) {
    List<ConsumerRecord<K, V>> list = records.records();
    return process(records, new Subject(list.get(0), list.size()), work);
  }

  private <R, T> Future<T> process(R records, Subject subject, Function<R, Future<T>> work) {
    ContextInternal context = context();
    Object span = start(tracer, context, records, subject);
    ContextInternal before = context.beginDispatch();
    Future<T> future;
    try {
      future = work.apply(records);
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
      VertxTracer<I, ?> with, ContextInternal context, Object request, Subject subject) {
    return with.receiveRequest(
        context,
        SpanKind.MESSAGING,
        policy,
        request,
        "process " + subject.first.topic(),
        subject.count == 1 ? headers(subject.first) : List.of(),
        new Tags(clientId, group, subject));
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

  /**
   * What a span is about.
   *
   * @param count how many records of the partition, from the first one on
   */
  private record Subject(ConsumerRecord<?, ?> first, int count) {
    static Subject of(ConsumerRecord<?, ?> record) {
      return new Subject(record, 1);
    }
  }

  /** As OpenTelemetry's conventions for messaging have them. */
  private record Tags(String clientId, String group, Subject subject)
      implements TagExtractor<Object> {
    private static final List<String> NAMES =
        List.of(
            "messaging.system",
            "messaging.operation.name",
            "messaging.operation.type",
            "messaging.destination.name",
            "messaging.destination.partition.id",
            "messaging.kafka.offset",
            "messaging.client.id");
    private static final String GROUP = "messaging.consumer.group.name";
    private static final String COUNT = "messaging.batch.message_count";

    @Override
    public int len(Object request) {
      return NAMES.size() + (group == null ? 0 : 1) + (subject.count == 1 ? 0 : 1);
    }

    @Override
    public String name(Object request, int index) {
      return index < NAMES.size() ? NAMES.get(index) : isGroup(index) ? GROUP : COUNT;
    }

    private boolean isGroup(int index) {
      return group != null && index == NAMES.size();
    }

    @Override
    public String value(Object request, int index) {
      return switch (index) {
        case 0 -> "kafka";
        case 1, 2 -> "process";
        case 3 -> subject.first.topic();
        case 4 -> Integer.toString(subject.first.partition());
        case 5 -> Long.toString(subject.first.offset());
        case 6 -> clientId;
        default -> isGroup(index) ? group : Integer.toString(subject.count);
      };
    }
  }
}
