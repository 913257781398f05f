package io.kafkavertx.testkit.broker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The Java client as a peer that is known to be right. */
final class KafkaClientsPeer {
  private static final long DEADLINE_SECONDS = 60;

  private KafkaClientsPeer() {}

  static void produce(Map<String, String> config, String topic, String... values) throws Exception {
    Properties properties = properties(config);
    properties.put("delivery.timeout.ms", "60000");
    properties.put("request.timeout.ms", "10000");
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
      for (String value : values) {
        producer
            .send(new ProducerRecord<>(topic, 0, null, value))
            .get(DEADLINE_SECONDS, TimeUnit.SECONDS);
      }
    }
  }

  static List<String> consume(Map<String, String> config, String topic, int count) {
    Properties properties = properties(config);
    properties.put("auto.offset.reset", "earliest");
    properties.put("enable.auto.commit", "false");
    List<String> values = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(List.of(new TopicPartition(topic, 0)));
      Deadline deadline = Deadline.in(Duration.ofSeconds(DEADLINE_SECONDS));
      while (values.size() < count && !deadline.isOver()) {
        consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
      }
    }
    return values;
  }

  private static Properties properties(Map<String, String> config) {
    Properties properties = new Properties();
    properties.putAll(config);
    return properties;
  }
}
