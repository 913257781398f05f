package io.kafkavertx.tests.clustered;

import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.KafkaConsumer;
import io.kafkavertx.KafkaProducer;
import io.kafkavertx.ProducerOptions;
import io.kafkavertx.ProducerRecord;
import io.kafkavertx.eventbus.EventBusDelivery;
import io.kafkavertx.eventbus.Route;
import io.kafkavertx.spi.Deserializer;
import io.kafkavertx.spi.Serializer;
import io.kafkavertx.spi.TopicPartition;
import io.kafkavertx.tests.support.SharedBroker;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests on a clustered event bus and a real broker; each has topics and addresses of its own. */
abstract class ClusteredTestBase {
  @RegisterExtension static final ClusteredBus BUS = new ClusteredBus();

  final String topic = SharedBroker.name("clustered");
  final String address = "to." + topic;
  final List<String> heard = new CopyOnWriteArrayList<>();
  final List<Throwable> reported = new CopyOnWriteArrayList<>();
  private final List<EventBusDelivery> deliveries = new ArrayList<>();

  @AfterEach
  void closeDeliveries() throws Exception {
    for (EventBusDelivery delivery : deliveries) {
      get(delivery.close(Duration.ofSeconds(20)));
    }
  }

  static <T> T get(Future<T> future) throws Exception {
    return future.await(60, TimeUnit.SECONDS);
  }

  /** Waits; the deadline is there to end a hang. */
  static void until(BooleanSupplier condition, Object... otherwise) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("does not happen; " + List.of(otherwise));
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  ConsumerOptions consumerOptions() {
    return new ConsumerOptions()
        .setBootstrapServers(SharedBroker.bootstrapServers())
        .setGroupId("group-" + topic)
        .setAutoOffsetReset("earliest")
        .setSessionTimeout(Duration.ofSeconds(6))
        .setHeartbeatInterval(Duration.ofSeconds(1))
        .setAutoCommitInterval(Duration.ofMillis(50));
  }

  Route route() {
    return new Route(topic, address)
        .setAckTimeout(Duration.ofSeconds(2))
        .setRetryBackoff(Duration.ofMillis(10))
        .setRetryBackoffMax(Duration.ofMillis(100));
  }

  EventBusDelivery deliver(Route route) throws Exception {
    EventBusDelivery delivery =
        EventBusDelivery.create(BUS.vertx(), consumerOptions(), route)
            .exceptionHandler(reported::add);
    deliveries.add(delivery);
    get(delivery.start());
    return delivery;
  }

  static void produce(List<ProducerRecord<Buffer, Buffer>> records) throws Exception {
    KafkaProducer<Buffer, Buffer> producer =
        KafkaProducer.create(
            BUS.vertx(),
            new ProducerOptions().setBootstrapServers(SharedBroker.bootstrapServers()),
            Serializer.buffer(),
            Serializer.buffer());
    try {
      get(Future.all(records.stream().map(producer::send).toList()));
    } finally {
      get(producer.close());
    }
  }

  /** Numbers from {@code from} on, each in partition number % {@code partitions}, keyed by it. */
  void produceNumbers(int from, int count, int partitions) throws Exception {
    produce(
        IntStream.range(from, from + count)
            .mapToObj(
                i ->
                    ProducerRecord.of(
                            topic, Buffer.buffer("k" + i % 7), Buffer.buffer(Integer.toString(i)))
                        .toPartition(i % partitions))
            .toList());
  }

  /** What a child is asked to do with records at the address. */
  JsonObject handler(String name) {
    return new JsonObject().put("do", "handle").put("handler", name).put("address", address);
  }

  /** The numbers that handlers have begun to work on, in order of hearing about it. */
  List<Long> begun() {
    return heard.stream()
        .filter(line -> line.startsWith("+"))
        .map(line -> Long.valueOf(line.split(" ")[2]))
        .toList();
  }

  List<JsonObject> shown() {
    return heard.stream()
        .filter(line -> line.startsWith("show"))
        .map(line -> new JsonObject(line.substring(5)))
        .toList();
  }

  /** What the group has committed; without those that have nothing. */
  Map<Integer, Long> committed(int partitions) throws Exception {
    KafkaConsumer<byte[], byte[]> reader =
        KafkaConsumer.create(
            BUS.vertx(), consumerOptions(), Deserializer.bytes(), Deserializer.bytes());
    try {
      List<TopicPartition> all =
          IntStream.range(0, partitions).mapToObj(p -> new TopicPartition(topic, p)).toList();
      Map<Integer, Long> found = new HashMap<>();
      get(reader.committed(all))
          .forEach(
              (partition, offset) -> {
                if (offset != null) {
                  found.put(partition.partition(), offset.offset());
                }
              });
      return found;
    } finally {
      get(reader.close());
    }
  }

  long committedRecords(int partitions) throws Exception {
    return committed(partitions).values().stream().mapToLong(Long::longValue).sum();
  }

  /** All that is in a partition. */
  static List<ConsumerRecord<Buffer, Buffer>> read(String from, int partition, int atLeast)
      throws Exception {
    KafkaConsumer<Buffer, Buffer> reader =
        KafkaConsumer.create(
            BUS.vertx(),
            new ConsumerOptions()
                .setBootstrapServers(SharedBroker.bootstrapServers())
                .setAutoOffsetReset("earliest"),
            Deserializer.buffer(),
            Deserializer.buffer());
    try {
      get(reader.assign(java.util.Set.of(new TopicPartition(from, partition))));
      List<ConsumerRecord<Buffer, Buffer>> all = new ArrayList<>();
      while (all.size() < atLeast) {
        get(reader.poll(Duration.ofSeconds(5))).forEach(all::add);
      }
      return all;
    } finally {
      get(reader.close());
    }
  }
}
