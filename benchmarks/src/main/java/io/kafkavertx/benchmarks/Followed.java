package io.kafkavertx.benchmarks;

import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends with the Java client, whoever reads: a record counts as through when the contender's
 * handler gets it. What differs is the consumer.
 */
final class Followed implements Contender.Sender {
  private final KafkaProducer<byte[], byte[]> producer;
  private final String topic;
  private final int size;
  private final AutoCloseable following;
  private final Map<Long, Consumer<Throwable>> open = new ConcurrentHashMap<>();
  private long next;

  Followed(Contender contender, String topic, Load load) throws Exception {
    Map<String, Object> config = KafkaClientsContender.producerConfig(load);
    config.put("linger.ms", 0);
    this.producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    this.topic = topic;
    this.size = load.size();
    this.following = contender.follow(topic, load, this::arrived);
  }

  @Override
  public void send(byte[] value, Consumer<Throwable> arrived) {
    long number = next++;
    open.put(number, arrived);
    byte[] numbered = ByteBuffer.allocate(size).putLong(number).array();
    producer.send(
        new ProducerRecord<>(topic, 0, null, numbered),
        (metadata, problem) -> {
          if (problem != null) {
            arrived.accept(problem);
          }
        });
  }

  private void arrived(byte[] value) {
    open.remove(ByteBuffer.wrap(value).getLong()).accept(null);
  }

  @Override
  public void close() throws Exception {
    producer.close();
    following.close();
  }
}
