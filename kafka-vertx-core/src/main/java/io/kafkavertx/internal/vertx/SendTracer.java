package io.kafkavertx.internal.vertx;

import io.kafkavertx.ProducerRecord;
import io.kafkavertx.RecordMetadata;
import io.kafkavertx.spi.Header;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.spi.tracing.SpanKind;
import io.vertx.core.spi.tracing.TagExtractor;
import io.vertx.core.spi.tracing.VertxTracer;
import io.vertx.core.tracing.TracingPolicy;
import java.util.ArrayList;
import java.util.List;

/**
 * Traces records with the tracer of Vert.x: a span from send to acknowledgement, whose context
 * travels in the record's headers. Tags are those of OpenTelemetry's conventions for messaging.
 */
public final class SendTracer {
  private final VertxTracer<?, ?> tracer;
  private final TracingPolicy policy;
  private final ContextInternal fallback;
  private final SentTags sentTags;

  private SendTracer(
      VertxTracer<?, ?> tracer, TracingPolicy policy, ContextInternal fallback, String clientId) {
    this.tracer = tracer;
    this.policy = policy;
    this.fallback = fallback;
    this.sentTags = new SentTags(clientId);
  }

  /** The tracer of a client; null when nothing is traced. */
  public static SendTracer of(ClientShell shell, TracingPolicy policy, String clientId) {
    Vertx vertx = shell.vertx();
    VertxTracer<?, ?> tracer = ((VertxInternal) vertx).tracer();
    return tracer == null || policy == TracingPolicy.IGNORE
        ? null
        : new SendTracer(tracer, policy, shell.context(), clientId);
  }

  /** A record under way. */
  public final class Sent<K, V> {
    private final ContextInternal context;
    private final Object span;
    private final ProducerRecord<K, V> record;

    private Sent(ContextInternal context, Object span, ProducerRecord<K, V> record) {
      this.context = context;
      this.span = span;
      this.record = record;
    }

    /** The record with the headers that carry the trace on. */
    public ProducerRecord<K, V> record() {
      return record;
    }

    /** Ends the span. */
    public void end(RecordMetadata metadata, Throwable failure) {
      if (span != null) {
        received(tracer, context, metadata, span, failure);
      }
    }
  }

  /** Starts a span in the trace of the caller, when the policy wants one. */
  public <K, V> Sent<K, V> start(ProducerRecord<K, V> record) {
    ContextInternal current = ContextInternal.current();
    ContextInternal context = current == null ? fallback : current;
    List<Header> headers = new ArrayList<>(record.headers());
    Object span =
        tracer.sendRequest(
            context,
            SpanKind.MESSAGING,
            policy,
            record,
            "send " + record.topic(),
            (key, value) -> set(headers, Header.of(key, value)),
            sentTags);
    return new Sent<>(
        context,
        span,
        headers.equals(record.headers())
            ? record
            : new ProducerRecord<>(
                record.topic(),
                record.partition(),
                record.timestamp(),
                record.key(),
                record.value(),
                headers));
  }

  /** A record that is passed on carries the trace it came with; the new one takes its place. */
  private static void set(List<Header> headers, Header header) {
    headers.removeIf(old -> old.key().equals(header.key()));
    headers.add(header);
  }

  @SuppressWarnings("unchecked") // What the tracer gave comes back to it.
  private static <O> void received(
      VertxTracer<?, O> tracer,
      ContextInternal context,
      RecordMetadata metadata,
      Object span,
      Throwable failure) {
    tracer.receiveResponse(context, metadata, (O) span, failure, StoredTags.INSTANCE);
  }

  /** What is known before a record is sent. */
  private record SentTags(String clientId) implements TagExtractor<ProducerRecord<?, ?>> {
    private static final String[] NAMES = {
      "messaging.system",
      "messaging.operation.name",
      "messaging.operation.type",
      "messaging.destination.name",
      "messaging.client.id"
    };

    @Override
    public int len(ProducerRecord<?, ?> record) {
      return NAMES.length;
    }

    @Override
    public String name(ProducerRecord<?, ?> record, int index) {
      return NAMES[index];
    }

    @Override
    public String value(ProducerRecord<?, ?> record, int index) {
      return switch (index) {
        case 0 -> "kafka";
        case 1, 2 -> "send";
        case 3 -> record.topic();
        default -> clientId;
      };
    }
  }

  /** What is known when it has been stored. */
  private static final class StoredTags implements TagExtractor<RecordMetadata> {
    static final StoredTags INSTANCE = new StoredTags();
    private static final String[] NAMES = {
      "messaging.destination.partition.id", "messaging.kafka.offset"
    };

    @Override
    public int len(RecordMetadata metadata) {
      return metadata == null ? 0 : NAMES.length;
    }

    @Override
    public String name(RecordMetadata metadata, int index) {
      return NAMES[index];
    }

    @Override
    public String value(RecordMetadata metadata, int index) {
      return index == 0 ? Integer.toString(metadata.partition()) : Long.toString(metadata.offset());
    }
  }
}
