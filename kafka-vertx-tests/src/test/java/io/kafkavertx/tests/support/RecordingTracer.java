package io.kafkavertx.tests.support;

import io.vertx.core.Context;
import io.vertx.core.spi.tracing.SpanKind;
import io.vertx.core.spi.tracing.TagExtractor;
import io.vertx.core.spi.tracing.VertxTracer;
import io.vertx.core.tracing.TracingPolicy;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;

/** A tracer that notes what it is told. The trace of a record is in its header {@link #HEADER}. */
public final class RecordingTracer
    implements VertxTracer<RecordingTracer.Span, RecordingTracer.Span> {
  public static final String HEADER = "trace";

  /** What is noted of a span. */
  public static final class Span {
    public final String name;
    public final String trace;
    public final Map<String, String> tags;
    public volatile boolean ended;
    public volatile Throwable failure;

    Span(String name, String trace, Map<String, String> tags) {
      this.name = name;
      this.trace = trace;
      this.tags = tags;
    }
  }

  public final List<Span> received = new CopyOnWriteArrayList<>();
  public final List<Span> sent = new CopyOnWriteArrayList<>();
  private final Map<Context, Span> current = new ConcurrentHashMap<>();

  /** Those that have ended. */
  public List<Span> ended() {
    return received.stream().filter(span -> span.ended).toList();
  }

  @Override
  public <R> Span receiveRequest(
      Context context,
      SpanKind kind,
      TracingPolicy policy,
      R request,
      String operation,
      Iterable<Map.Entry<String, String>> headers,
      TagExtractor<R> tags) {
    String trace = null;
    for (Map.Entry<String, String> header : headers) {
      if (header.getKey().equals(HEADER)) {
        trace = header.getValue();
      }
    }
    if (trace == null && policy != TracingPolicy.ALWAYS) {
      return null;
    }
    Span span = new Span(operation, trace, tags.extract(request));
    received.add(span);
    current.put(context, span);
    return span;
  }

  @Override
  public <R> void sendResponse(
      Context context, R response, Span span, Throwable failure, TagExtractor<R> tags) {
    if (span.ended) {
      throw new AssertionError("a span has ended twice: " + span.name);
    }
    span.failure = failure;
    span.ended = true;
  }

  @Override
  public <R> Span sendRequest(
      Context context,
      SpanKind kind,
      TracingPolicy policy,
      R request,
      String operation,
      BiConsumer<String, String> headers,
      TagExtractor<R> tags) {
    Span parent = current.get(context);
    if (parent == null || parent.ended) {
      return null;
    }
    Span span = new Span(operation, parent.trace, tags.extract(request));
    headers.accept(HEADER, parent.trace);
    sent.add(span);
    return span;
  }

  @Override
  public <R> void receiveResponse(
      Context context, R response, Span span, Throwable failure, TagExtractor<R> tags) {
    span.ended = true;
  }
}
