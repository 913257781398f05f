package io.kafkavertx.tests.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.ConsumerInterceptor;
import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.ConsumerState;
import io.kafkavertx.KafkaConsumer;
import io.kafkavertx.KafkaProducer;
import io.kafkavertx.OffsetAndMetadata;
import io.kafkavertx.Ordering;
import io.kafkavertx.ProducerOptions;
import io.kafkavertx.ProducerRecord;
import io.kafkavertx.spi.Deserializer;
import io.kafkavertx.spi.Serializer;
import io.kafkavertx.spi.TopicPartition;
import io.kafkavertx.tests.support.SharedBroker;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.tracing.TracingPolicy;
import io.vertx.tracing.opentelemetry.OpenTelemetryTracingFactory;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Interceptors, spans and the state of a consumer, on a real broker. */
@Tag("slow")
final class WatchedRecordsTest extends ConsumerTestBase {
  /** Notes what it sees; the first of two throws. */
  private static final class Noting implements ConsumerInterceptor<byte[], byte[]> {
    private final List<Long> records = new CopyOnWriteArrayList<>();
    private final List<Long> commits = new CopyOnWriteArrayList<>();
    private final boolean throwing;

    Noting(boolean throwing) {
      this.throwing = throwing;
    }

    @Override
    public ConsumerRecord<byte[], byte[]> onConsume(ConsumerRecord<byte[], byte[]> record) {
      records.add(record.offset());
      if (throwing) {
        throw new IllegalStateException("on purpose");
      }
      return record;
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
      offsets.values().forEach(offset -> commits.add(offset.offset()));
      if (throwing) {
        throw new IllegalStateException("on purpose");
      }
    }
  }

  @Test
  void interceptorsSeeRecordsAndCommitsAndOneThatThrowsStopsNothing() throws Exception {
    createTopic(1);
    TestRecords.produce(topic, 1, 0, 10, Map.of());
    Noting bad = new Noting(true);
    Noting good = new Noting(false);
    KafkaConsumer<byte[], byte[]> consumer =
        consumer(options().setGroupId(group).addInterceptor(bad).addInterceptor(good));
    List<Long> seen = new CopyOnWriteArrayList<>();
    consumer.handler(record -> seen.add(record.offset()));
    await(consumer.assign(partitions(1)));
    eventually(vertx(), "all records", () -> seen.size() == 10);
    assertThat(await(consumer.commit()).get(partition(0)).offset()).isEqualTo(10);
    assertThat(good.records).isEqualTo(seen);
    assertThat(bad.records).isEqualTo(seen);
    assertThat(good.commits).contains(10L);
    consumer.handler(null);
    await(consumer.seek(partition(0), 4));
    assertThat(await(consumer.poll(Duration.ofSeconds(30), 2))).hasSize(2);
    assertThat(good.records.subList(10, 12)).containsExactly(4L, 5L);
    await(consumer.close());
  }

  @Test
  void theStateOfAConsumerTellsWhatHealthChecksAsk() throws Exception {
    createTopic(2);
    TestRecords.produce(topic, 2, 0, 20, Map.of());
    KafkaConsumer<byte[], byte[]> consumer = consumer(options().setGroupId(group));
    ConsumerState before = await(consumer.state());
    assertThat(before)
        .isEqualTo(new ConsumerState(false, false, 0, 0, Duration.ZERO, Duration.ZERO, null));
    Promise<Void> atHand = Promise.promise();
    await(
        on(
            ((io.vertx.core.internal.VertxInternal) vertx()).createWorkerContext(),
            () -> {
              consumer.handler(
                  record -> {
                    atHand.tryComplete();
                    consumer.pause();
                  });
              return consumer.subscribe(topic);
            }));
    await(atHand.future());
    ConsumerState reading = await(consumer.state());
    assertThat(reading.connected()).isTrue();
    assertThat(reading.joined()).isTrue();
    assertThat(reading.assigned()).isEqualTo(2);
    assertThat(await(consumer.highWatermarks()).values()).contains(10L);
    assertThat(await(consumer.listTopics()).get(topic)).hasSize(2);
    await(consumer.close());
    assertThat(failure(consumer.state())).isInstanceOf(io.kafkavertx.ClientClosedException.class);
  }

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

  @Test
  void aRecordsTraceGoesOnInItsHandlerAndInWhatThatSends() throws Exception {
    createTopic(1);
    Spans spans = new Spans();
    OpenTelemetrySdk telemetry =
        OpenTelemetrySdk.builder()
            .setTracerProvider(
                SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(spans))
                    .build())
            .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
            .build();
    Vertx traced = Vertx.builder().withTracer(new OpenTelemetryTracingFactory(telemetry)).build();
    String reply = SharedBroker.name("replies");
    SharedBroker.createTopic(reply, 1);
    KafkaProducer<String, String> producer =
        KafkaProducer.create(
            traced,
            new ProducerOptions()
                .setBootstrapServers(SharedBroker.bootstrapServers())
                .setTracingPolicy(TracingPolicy.PROPAGATE),
            Serializer.string(),
            Serializer.string());
    KafkaProducer<String, String> first =
        KafkaProducer.create(
            traced,
            new ProducerOptions()
                .setBootstrapServers(SharedBroker.bootstrapServers())
                .setTracingPolicy(TracingPolicy.ALWAYS),
            Serializer.string(),
            Serializer.string());
    await(first.send(ProducerRecord.of(topic, "hello")));
    for (boolean process : List.of(false, true)) {
      KafkaConsumer<String, String> consumer =
          KafkaConsumer.create(traced, options(), Deserializer.string(), Deserializer.string());
      Promise<Void> replied = Promise.promise();
      if (process) {
        consumer.process(
            Ordering.PARTITION,
            1,
            record ->
                traced
                    .timer(20)
                    .compose(later -> producer.send(ProducerRecord.of(reply, "again")))
                    .<Void>mapEmpty()
                    .onComplete(replied));
      } else {
        consumer.handler(
            record ->
                producer
                    .send(ProducerRecord.of(reply, record.value()))
                    .<Void>mapEmpty()
                    .onComplete(replied));
      }
      await(consumer.assign(partitions(1)));
      await(replied.future());
      int expected = process ? 5 : 3;
      eventually(traced, "all spans", () -> spans.ended.size() == expected);
      await(consumer.close());
    }
    SpanData send = named(spans, "send " + topic).get(0);
    List<SpanData> handled = named(spans, "process " + topic);
    List<SpanData> replies = named(spans, "send " + reply);
    assertThat(handled).hasSize(2).allMatch(span -> span.getTraceId().equals(send.getTraceId()));
    assertThat(handled).allMatch(span -> span.getParentSpanId().equals(send.getSpanId()));
    assertThat(replies).hasSize(2);
    for (int i = 0; i < 2; i++) {
      assertThat(replies.get(i).getParentSpanId()).isEqualTo(handled.get(i).getSpanId());
    }
    // The span of process lasts as long as its future.
    assertThat(handled.get(1).getEndEpochNanos())
        .isGreaterThanOrEqualTo(replies.get(1).getStartEpochNanos());
    await(first.close());
    await(producer.close());
    await(traced.close());
    telemetry.close();
  }

  private static List<SpanData> named(Spans spans, String name) {
    return spans.ended.stream().filter(span -> span.getName().equals(name)).toList();
  }
}
