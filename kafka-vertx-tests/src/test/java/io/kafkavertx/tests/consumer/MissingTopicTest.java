package io.kafkavertx.tests.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.KafkaConsumer;
import io.kafkavertx.KafkaProducer;
import io.kafkavertx.ProducerOptions;
import io.kafkavertx.ProducerRecord;
import io.kafkavertx.spi.Deserializer;
import io.kafkavertx.spi.Serializer;
import io.kafkavertx.tests.support.CapturedLog;
import io.kafkavertx.tests.support.GuardedVertx;
import io.kafkavertx.tests.support.SharedBroker;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Tag("slow")
@Timeout(120)
class MissingTopicTest {
  @RegisterExtension final GuardedVertx guard = new GuardedVertx();

  @Test
  void aTopicThatDoesNotExistIsToldAndReadOnceItIsThere() throws Exception {
    String topic = SharedBroker.name("misspelt");
    CompletableFuture<String> read = new CompletableFuture<>();
    KafkaConsumer<String, String> consumer =
        KafkaConsumer.create(
            guard.vertx(),
            new ConsumerOptions()
                .setBootstrapServers(SharedBroker.bootstrapServers())
                .setGroupId(topic)
                .setAutoOffsetReset("earliest")
                .setAllowAutoCreateTopics(false)
                .setMetadataMaxAge(Duration.ofSeconds(1)),
            Deserializer.string(),
            Deserializer.string());
    consumer.exceptionHandler(read::completeExceptionally);
    consumer.handler(record -> read.complete(record.value()));
    try (CapturedLog log = CapturedLog.start()) {
      consumer.subscribe(topic);
      assertThat(log.await("know no topic '" + topic + "'")).contains("WARN");
    }
    SharedBroker.createTopic(topic, 1);
    KafkaProducer<String, String> producer =
        KafkaProducer.create(
            guard.vertx(),
            new ProducerOptions().setBootstrapServers(SharedBroker.bootstrapServers()),
            Serializer.string(),
            Serializer.string());
    producer.send(ProducerRecord.of(topic, "k", "late")).await(60, TimeUnit.SECONDS);
    assertThat(read.get(60, TimeUnit.SECONDS)).isEqualTo("late");
    producer.close().await(60, TimeUnit.SECONDS);
    consumer.close().await(60, TimeUnit.SECONDS);
  }
}
