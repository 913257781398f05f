package io.kafkavertx.tests.produce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkavertx.KafkaProducer;
import io.kafkavertx.ProducerInterceptor;
import io.kafkavertx.ProducerOptions;
import io.kafkavertx.ProducerRecord;
import io.kafkavertx.RecordMetadata;
import io.kafkavertx.serdes.JavaSerializer;
import io.kafkavertx.spi.Header;
import io.kafkavertx.spi.Serializer;
import io.kafkavertx.tests.support.CapturedLog;
import io.kafkavertx.tests.support.GuardedVertx;
import io.kafkavertx.tests.support.SharedBroker;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("slow")
@Timeout(120)
class InterceptedSendsTest {
  @RegisterExtension final GuardedVertx guard = new GuardedVertx();
  private final List<String> seen = Collections.synchronizedList(new ArrayList<>());
  private String topic;

  @BeforeEach
  void createTopic() {
    topic = SharedBroker.name("intercepted");
    SharedBroker.createTopic(topic, 1);
  }

  private ProducerOptions options() {
    return new ProducerOptions().setBootstrapServers(SharedBroker.bootstrapServers());
  }

  /** Puts its name before values and notes what it is told. */
  private final class Noting implements ProducerInterceptor<String, String> {
    private final String name;

    Noting(String name) {
      this.name = name;
    }

    @Override
    public ProducerRecord<String, String> onSend(ProducerRecord<String, String> record) {
      return ProducerRecord.of(record.topic(), record.key(), name + record.value());
    }

    @Override
    public void onAcknowledgement(
        ProducerRecord<String, String> record, RecordMetadata metadata, Throwable failure) {
      seen.add(name + " " + record.value().length() + " " + (metadata != null) + (failure != null));
    }
  }

  private static final class Throwing implements ProducerInterceptor<String, String> {
    @Override
    public ProducerRecord<String, String> onSend(ProducerRecord<String, String> record) {
      throw new IllegalStateException("on purpose");
    }

    @Override
    public void onAcknowledgement(
        ProducerRecord<String, String> record, RecordMetadata metadata, Throwable failure) {
      throw new IllegalStateException("on purpose");
    }
  }

  @Test
  void interceptorsChangeRecordsInTheirOrderAndSeeEachResultBeforeTheSender() throws Exception {
    ProducerOptions options =
        options().addInterceptor(new Noting("a")).addInterceptor(new Noting("b"));
    KafkaProducer<String, String> producer =
        KafkaProducer.create(guard.vertx(), options, Serializer.string(), Serializer.string());
    producer
        .send(ProducerRecord.of(topic, "1"))
        .onSuccess(stored -> seen.add("sender"))
        .await(30, TimeUnit.SECONDS);
    producer.write(ProducerRecord.of(topic, "22")).await(30, TimeUnit.SECONDS);
    assertThatThrownBy(
            () ->
                producer
                    .send(ProducerRecord.of(topic, "x".repeat(2_000_000)))
                    .await(30, TimeUnit.SECONDS))
        .hasMessageContaining("maxRequestSize");
    producer.close().await(30, TimeUnit.SECONDS);
    assertThat(seen)
        .containsExactly(
            "a 3 truefalse",
            "b 3 truefalse",
            "sender",
            "a 4 truefalse",
            "b 4 truefalse",
            "a 2000002 falsetrue",
            "b 2000002 falsetrue");
    assertThat(JavaClientReader.values(SharedBroker.bootstrapServers(), topic, 2))
        .containsExactly("ba1", "ba22");
  }

  @Test
  void anInterceptorThatThrowsIsReportedByItsClassAndHoldsUpNobody() throws Exception {
    try (CapturedLog log = CapturedLog.start()) {
      KafkaProducer<String, String> producer =
          KafkaProducer.create(
              guard.vertx(),
              options().addInterceptor(new Throwing()).addInterceptor(new Noting("b")),
              Serializer.string(),
              Serializer.string());
      producer.send(ProducerRecord.of(topic, "secret")).await(30, TimeUnit.SECONDS);
      producer.close().await(30, TimeUnit.SECONDS);
      assertThat(log.await(Throwing.class.getName())).doesNotContain("secret");
    }
    assertThat(seen).containsExactly("b 7 truefalse");
  }

  /** As those of schema registries do it: the schema's id in a header. */
  private static final class Registered
      implements org.apache.kafka.common.serialization.Serializer<String> {
    @Override
    public byte[] serialize(String topic, String data) {
      throw new UnsupportedOperationException("headers are wanted");
    }

    @Override
    public byte[] serialize(String topic, Headers headers, String data) {
      headers.add("schema", new byte[] {7});
      return data.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }
  }

  @Test
  void headersThatASerializerOfTheJavaClientAddsAreSent() throws Exception {
    KafkaProducer<String, String> producer =
        KafkaProducer.create(
            guard.vertx(), options(), Serializer.string(), JavaSerializer.of(new Registered()));
    ProducerRecord<String, String> record =
        ProducerRecord.<String, String>of(topic, "v").header(Header.of("mine", "1"));
    producer.send(record).await(30, TimeUnit.SECONDS);
    producer.close().await(30, TimeUnit.SECONDS);
    List<ConsumerRecord<byte[], byte[]>> read = new ArrayList<>();
    JavaClientReader.read(SharedBroker.bootstrapServers(), topic, 1, 1, read::add);
    assertThat(read.get(0).headers().toArray())
        .extracting(org.apache.kafka.common.header.Header::key)
        .containsExactly("mine", "schema");
    assertThat(record.headers()).hasSize(1);
  }
}
