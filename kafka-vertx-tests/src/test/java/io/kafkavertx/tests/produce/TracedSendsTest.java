package io.kafkavertx.tests.produce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkavertx.KafkaProducer;
import io.kafkavertx.ProducerOptions;
import io.kafkavertx.ProducerRecord;
import io.kafkavertx.RecordMetadata;
import io.kafkavertx.spi.Serializer;
import io.kafkavertx.tests.support.SharedBroker;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.vertx.core.Vertx;
import io.vertx.core.tracing.TracingPolicy;
import io.vertx.tracing.opentelemetry.OpenTelemetryTracingFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("slow")
@Timeout(120)
class TracedSendsTest {
  private final Spans spans = new Spans();
  private final OpenTelemetrySdk telemetry =
      OpenTelemetrySdk.builder()
          .setTracerProvider(
              SdkTracerProvider.builder()
                  .addSpanProcessor(SimpleSpanProcessor.create(spans))
                  .build())
          .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
          .build();
  private final Vertx vertx =
      Vertx.builder().withTracer(new OpenTelemetryTracingFactory(telemetry)).build();
  private String topic;

  /** Keeps the spans that have ended. */
  private static final class Spans implements SpanExporter {
    private final List<SpanData> ended = new CopyOnWriteArrayList<>();

    @Override
    public CompletableResultCode export(Collection<SpanData> some) {
      ended.addAll(some);
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }

  @BeforeEach
  void createTopic() {
    topic = SharedBroker.name("traced");
    SharedBroker.createTopic(topic, 1);
  }

  @AfterEach
  void close() throws Exception {
    vertx.close().await(30, TimeUnit.SECONDS);
    telemetry.close();
  }

  private KafkaProducer<String, String> producer(TracingPolicy policy) {
    return KafkaProducer.create(
        vertx,
        new ProducerOptions()
            .setBootstrapServers(SharedBroker.bootstrapServers())
            .setClientId("tracing")
            .setTracingPolicy(policy),
        Serializer.string(),
        Serializer.string());
  }

  @Test
  void aRecordsSpanEndsWithItsAcknowledgementAndGoesOnInItsHeaders() throws Exception {
    KafkaProducer<String, String> producer = producer(TracingPolicy.ALWAYS);
    RecordMetadata stored =
        producer.send(ProducerRecord.of(topic, "value")).await(30, TimeUnit.SECONDS);
    producer.close().await(30, TimeUnit.SECONDS);
    assertThat(spans.ended).hasSize(1);
    SpanData span = spans.ended.get(0);
    assertThat(span.getName()).isEqualTo("send " + topic);
    assertThat(attribute(span, "messaging.system")).isEqualTo("kafka");
    assertThat(attribute(span, "messaging.destination.name")).isEqualTo(topic);
    assertThat(attribute(span, "messaging.client.id")).isEqualTo("tracing");
    assertThat(attribute(span, "messaging.kafka.offset")).isEqualTo("" + stored.offset());
    List<ConsumerRecord<byte[], byte[]>> read = new ArrayList<>();
    JavaClientReader.read(SharedBroker.bootstrapServers(), topic, 1, 1, read::add);
    String parent =
        new String(read.get(0).headers().lastHeader("traceparent").value(), StandardCharsets.UTF_8);
    assertThat(parent).isEqualTo("00-" + span.getTraceId() + "-" + span.getSpanId() + "-01");
  }

  @Test
  void aRecordThatIsPassedOnCarriesOneTrace() throws Exception {
    KafkaProducer<String, String> producer = producer(TracingPolicy.ALWAYS);
    producer
        .write(
            ProducerRecord.<String, String>of(topic, "value")
                .header(
                    io.kafkavertx.spi.Header.of(
                        "traceparent", "00-11111111111111111111111111111111-2222222222222222-01")))
        .await(30, TimeUnit.SECONDS);
    producer.close().await(30, TimeUnit.SECONDS);
    List<ConsumerRecord<byte[], byte[]>> read = new ArrayList<>();
    JavaClientReader.read(SharedBroker.bootstrapServers(), topic, 1, 1, read::add);
    assertThat(read.get(0).headers().headers("traceparent")).hasSize(1);
    assertThat(
            new String(
                read.get(0).headers().lastHeader("traceparent").value(), StandardCharsets.UTF_8))
        .contains(spans.ended.get(0).getSpanId());
  }

  @Test
  void aRecordThatFailsEndsItsSpanWithTheFailure() throws Exception {
    KafkaProducer<String, String> producer = producer(TracingPolicy.ALWAYS);
    assertThatThrownBy(
            () ->
                producer
                    .send(ProducerRecord.of(topic, "x".repeat(2_000_000)))
                    .await(30, TimeUnit.SECONDS))
        .hasMessageContaining("maxRequestSize");
    producer.close().await(30, TimeUnit.SECONDS);
    assertThat(spans.ended).hasSize(1);
    assertThat(spans.ended.get(0).getEvents()).extracting(EventData::getName).contains("exception");
  }

  @Test
  void withoutATraceThereIsNoSpanUnlessAskedFor() throws Exception {
    for (TracingPolicy policy : List.of(TracingPolicy.PROPAGATE, TracingPolicy.IGNORE)) {
      KafkaProducer<String, String> producer = producer(policy);
      producer.send(ProducerRecord.of(topic, "value")).await(30, TimeUnit.SECONDS);
      producer.close().await(30, TimeUnit.SECONDS);
    }
    assertThat(spans.ended).isEmpty();
    List<ConsumerRecord<byte[], byte[]>> read = new ArrayList<>();
    JavaClientReader.read(SharedBroker.bootstrapServers(), topic, 1, 2, read::add);
    assertThat(read).allMatch(record -> record.headers().toArray().length == 0);
  }

  private static String attribute(SpanData span, String name) {
    return span.getAttributes().get(AttributeKey.stringKey(name));
  }
}
