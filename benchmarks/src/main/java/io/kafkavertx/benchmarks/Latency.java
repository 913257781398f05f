package io.kafkavertx.benchmarks;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * How long single records take from the producer's send to the consumer's handler, in one process.
 * The producer is the Java client for every contender, so what differs is the consumer.
 *
 * @param p50Millis half of the records took no longer
 * @param p99Millis 99 of a hundred took no longer
 */
record Latency(double p50Millis, double p99Millis) {
  /** Long enough for a consumer to have asked for the next records before they are sent. */
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(3);

  /** Sends one record after the other to a topic, each when the one before has arrived. */
  static Latency of(Contender contender, String topic, Load load, int warmup, int records)
      throws Exception {
    Map<String, Object> config = KafkaClientsContender.producerConfig(load);
    config.put("linger.ms", 0);
    BlockingQueue<Long> took = new ArrayBlockingQueue<>(1);
    long[] nanos = new long[records];
    try (AutoCloseable following =
            contender.follow(
                topic,
                load,
                value -> took.add(System.nanoTime() - ByteBuffer.wrap(value).getLong()));
        var producer =
            new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = -warmup; i < records; i++) {
        LockSupport.parkNanos(PAUSE_NANOS);
        byte[] value = ByteBuffer.allocate(load.size()).putLong(System.nanoTime()).array();
        producer.send(new ProducerRecord<>(topic, 0, null, value));
        Long one = took.poll(30, TimeUnit.SECONDS);
        if (one == null) {
          throw new IllegalStateException(contender.name() + " has lost a record");
        }
        if (i >= 0) {
          nanos[i] = one;
        }
      }
    }
    Arrays.sort(nanos);
    return new Latency(nanos[records / 2] / 1e6, nanos[records * 99 / 100] / 1e6);
  }
}
