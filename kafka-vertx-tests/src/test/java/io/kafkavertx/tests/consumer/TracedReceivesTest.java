package io.kafkavertx.tests.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.ConsumerRecords;
import io.kafkavertx.KafkaConsumer;
import io.kafkavertx.KafkaProducer;
import io.kafkavertx.Ordering;
import io.kafkavertx.ProducerOptions;
import io.kafkavertx.ProducerRecord;
import io.kafkavertx.RecordIterable;
import io.kafkavertx.spi.Deserializer;
import io.kafkavertx.spi.Header;
import io.kafkavertx.spi.Serializer;
import io.kafkavertx.spi.TopicPartition;
import io.kafkavertx.testkit.scripted.ScriptedServer;
import io.kafkavertx.tests.support.RecordingTracer;
import io.kafkavertx.tests.support.RecordingTracer.Span;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.tracing.TracingPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Spans, by each way to take records. */
final class TracedReceivesTest {
  private static final String TOPIC = "orders";
  private static final String REPLIES = "replies";
  private static final int RECORDS = 3;

  private final RecordingTracer tracer = new RecordingTracer();
  private Vertx vertx;
  private ScriptedServer brokers;
  private KafkaProducer<String, String> producer;

  /** Three records of one partition, each with a trace of its own. */
  @BeforeEach
  void records() throws Exception {
    vertx = Vertx.builder().withTracer(options -> tracer).build();
    brokers = await(ScriptedServer.start(vertx, 1));
    await(brokers.run(cluster -> cluster.createTopic(TOPIC, 1)));
    await(brokers.run(cluster -> cluster.createTopic(REPLIES, 1)));
    producer =
        KafkaProducer.create(
            vertx,
            new ProducerOptions()
                .setBootstrapServers(brokers.bootstrapServers())
                .setTracingPolicy(TracingPolicy.PROPAGATE),
            Serializer.string(),
            Serializer.string());
    for (int i = 0; i < RECORDS; i++) {
      Header trace = Header.of(RecordingTracer.HEADER, "trace" + i);
      await(producer.send(ProducerRecord.of(TOPIC, "key", "" + i).header(trace)));
    }
  }

  @AfterEach
  void close() throws Exception {
    await(producer.close());
    await(brokers.close());
    await(vertx.close());
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }

  private KafkaConsumer<String, String> consumer(TracingPolicy policy) {
    return KafkaConsumer.create(
        vertx,
        new ConsumerOptions()
            .setBootstrapServers(brokers.bootstrapServers())
            .setGroupId("billing")
            .setAutoOffsetReset("earliest")
            .setEnableAutoCommit(false)
            .setTracingPolicy(policy),
        Deserializer.string(),
        Deserializer.string());
  }

  private static void assign(KafkaConsumer<?, ?> consumer) throws Exception {
    await(consumer.assign(List.of(new TopicPartition(TOPIC, 0))));
  }

  private Future<?> reply(ConsumerRecord<String, String> record) {
    return producer.send(ProducerRecord.of(REPLIES, record.value()));
  }

  /** Each record has had a span, in its trace, and so has what was sent for it. */
  private void checkSpans() {
    assertThat(tracer.ended()).hasSameSizeAs(tracer.received).hasSize(RECORDS);
    assertThat(tracer.sent).hasSize(RECORDS);
    for (int i = 0; i < RECORDS; i++) {
      Span span = tracer.received.get(i);
      assertThat(span.name).isEqualTo("process " + TOPIC);
      assertThat(span.trace).isEqualTo("trace" + i);
      assertThat(tracer.sent.get(i).trace).isEqualTo("trace" + i);
      assertThat(span.failure).isNull();
      assertThat(span.tags)
          .containsEntry("messaging.kafka.offset", "" + i)
          .containsEntry("messaging.consumer.group.name", "billing")
          .doesNotContainKey("messaging.batch.message_count");
    }
  }

  /** Sends for each record; completes when all are stored. */
  private final class Replies {
    private final List<Future<?>> sent = new ArrayList<>();
    private final Promise<Void> all = Promise.promise();

    Future<?> add(ConsumerRecord<String, String> record) {
      Future<?> one = reply(record);
      sent.add(one);
      if (sent.size() == RECORDS) {
        Future.all(sent).<Void>mapEmpty().onComplete(all);
      }
      return one;
    }

    void await() throws Exception {
      TracedReceivesTest.await(all.future());
    }
  }

  @Test
  void eachRecordOfAHandlerHasASpan() throws Exception {
    KafkaConsumer<String, String> consumer = consumer(TracingPolicy.PROPAGATE);
    Replies replies = new Replies();
    consumer.handler(replies::add);
    assign(consumer);
    replies.await();
    await(consumer.close());
    checkSpans();
  }

  @Test
  void eachRecordOfAPartitionsStreamHasASpan() throws Exception {
    KafkaConsumer<String, String> consumer = consumer(TracingPolicy.PROPAGATE);
    Replies replies = new Replies();
    consumer.partitionsHandler(stream -> stream.handler(replies::add));
    assign(consumer);
    replies.await();
    await(consumer.close());
    checkSpans();
  }

  @Test
  void theSpanOfAProcessedRecordEndsWithItsFuture() throws Exception {
    KafkaConsumer<String, String> consumer = consumer(TracingPolicy.PROPAGATE);
    Replies replies = new Replies();
    consumer.process(
        Ordering.PARTITION,
        1,
        record ->
            replies
                .add(record)
                .onSuccess(
                    stored ->
                        assertThat(tracer.received.get((int) record.offset()).ended).isFalse()));
    assign(consumer);
    replies.await();
    await(consumer.commit());
    await(consumer.close());
    checkSpans();
  }

  @Test
  void aBatchHasOneSpanWithoutATraceOfItsRecords() throws Exception {
    for (TracingPolicy policy : List.of(TracingPolicy.PROPAGATE, TracingPolicy.ALWAYS)) {
      KafkaConsumer<String, String> consumer = consumer(policy);
      Promise<Integer> taken = Promise.promise();
      consumer.batchHandler(
          batch -> {
            taken.tryComplete(batch.size());
            throw new IllegalStateException("on purpose");
          });
      Promise<Throwable> failed = Promise.promise();
      consumer.exceptionHandler(failed::tryComplete);
      assign(consumer);
      assertThat(await(taken.future())).isEqualTo(RECORDS);
      await(failed.future());
      await(consumer.close());
    }
    // Several records have no common trace to go on with.
    assertThat(tracer.ended()).hasSize(1);
    Span span = tracer.received.get(0);
    assertThat(span.trace).isNull();
    assertThat(span.failure).hasMessage("on purpose");
    assertThat(span.tags)
        .containsEntry("messaging.batch.message_count", "" + RECORDS)
        .containsEntry("messaging.kafka.offset", "0")
        .containsEntry("messaging.destination.partition.id", "0");
  }

  @Test
  void aBatchOfOneRecordGoesOnWithItsTrace() throws Exception {
    KafkaConsumer<String, String> consumer = consumer(TracingPolicy.PROPAGATE);
    Replies replies = new Replies();
    consumer.pause();
    consumer.batchHandler(
        batch -> {
          batch.forEach(replies::add);
          consumer.fetch(1);
        });
    assign(consumer);
    consumer.fetch(1);
    replies.await();
    await(consumer.close());
    checkSpans();
  }

  @Test
  void whatPollHasGivenHasASpanWhenTheApplicationSaysWhichRecordItIsAt() throws Exception {
    KafkaConsumer<String, String> consumer = consumer(TracingPolicy.PROPAGATE);
    assign(consumer);
    ConsumerRecords<String, String> records = await(consumer.poll(Duration.ofSeconds(30)));
    assertThat(records).hasSize(RECORDS);
    assertThat(tracer.received).isEmpty();
    for (ConsumerRecord<String, String> record : records) {
      await(consumer.inSpan(record, this::reply));
    }
    checkSpans();
    assertThatThrownBy(
            () ->
                consumer.inSpan(
                    records.records().get(0),
                    record -> {
                      throw new IllegalStateException("on purpose");
                    }))
        .hasMessage("on purpose");
    assertThat(tracer.received.get(RECORDS).failure).hasMessage("on purpose");
    await(consumer.close());
  }

  @Test
  void soDoRecordsOfALoop() throws Exception {
    KafkaConsumer<String, String> consumer = consumer(TracingPolicy.PROPAGATE);
    assign(consumer);
    int seen = 0;
    try (RecordIterable<String, String> records = consumer.records(Duration.ofSeconds(30))) {
      for (ConsumerRecord<String, String> record : records) {
        await(consumer.inSpan(record, this::reply));
        if (++seen == RECORDS) {
          break;
        }
      }
    }
    checkSpans();
    await(consumer.close());
  }

  @Test
  void withoutATracerTheWorkIsJustDone() throws Exception {
    KafkaConsumer<String, String> consumer = consumer(TracingPolicy.IGNORE);
    assign(consumer);
    ConsumerRecords<String, String> records = await(consumer.poll(Duration.ofSeconds(30)));
    Future<String> done =
        consumer.inSpan(records.records().get(0), record -> Future.succeededFuture(record.value()));
    assertThat(await(done)).isEqualTo("0");
    assertThat(tracer.received).isEmpty();
    await(consumer.close());
  }
}
