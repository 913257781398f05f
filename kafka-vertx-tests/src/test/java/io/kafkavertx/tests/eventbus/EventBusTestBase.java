package io.kafkavertx.tests.eventbus;

import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.KafkaConsumer;
import io.kafkavertx.ProducerOptions;
import io.kafkavertx.eventbus.EventBusDelivery;
import io.kafkavertx.eventbus.EventBusProducer;
import io.kafkavertx.eventbus.Route;
import io.kafkavertx.spi.Deserializer;
import io.kafkavertx.spi.TopicPartition;
import io.kafkavertx.tests.support.GuardedVertx;
import io.kafkavertx.tests.support.SharedBroker;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A way into a topic with three partitions, and one out of it over the event bus. */
abstract class EventBusTestBase {
  static final String ADDRESS = "kafka.orders";
  static final String PRODUCE = "kafka.produce";

  @RegisterExtension final GuardedVertx guarded = new GuardedVertx();

  final String topic = SharedBroker.name("delivery");
  final String group = SharedBroker.name("group");
  final Set<Integer> received = new ConcurrentSkipListSet<>();
  final AtomicInteger deliveries = new AtomicInteger();
  EventBusProducer sink;

  @BeforeEach
  void openTheWayIn() throws Exception {
    SharedBroker.createTopic(topic, 3);
    sink =
        get(
            EventBusProducer.create(
                guarded.vertx(),
                new ProducerOptions().setBootstrapServers(SharedBroker.bootstrapServers()),
                PRODUCE,
                topic));
  }

  static <T> T get(Future<T> future) throws Exception {
    return future.await(60, TimeUnit.SECONDS);
  }

  ConsumerOptions consumerOptions() {
    return new ConsumerOptions()
        .setBootstrapServers(SharedBroker.bootstrapServers())
        .setGroupId(group)
        .setAutoOffsetReset("earliest")
        .setAutoCommitInterval(Duration.ofMillis(50));
  }

  EventBusDelivery deliver(Route route) throws Exception {
    EventBusDelivery delivery = EventBusDelivery.create(guarded.vertx(), consumerOptions(), route);
    get(delivery.start());
    return delivery;
  }

  Route route() {
    return new Route(topic, ADDRESS)
        .setAckTimeout(Duration.ofSeconds(5))
        .setRetryBackoff(Duration.ofMillis(10))
        .setRetryBackoffMax(Duration.ofMillis(50));
  }

  /** Sends records 0 to count-1, each to partition id % 3, and waits until they are stored. */
  void produce(int count) throws Exception {
    List<Future<?>> stored = new ArrayList<>();
    for (int id = 0; id < count; id++) {
      stored.add(
          guarded
              .vertx()
              .eventBus()
              .request(
                  PRODUCE,
                  new JsonObject().put("partition", id % 3).put("value", Integer.toString(id))));
    }
    get(Future.all(stored));
  }

  static int id(ConsumerRecord<Buffer, Buffer> record) {
    return Integer.parseInt(record.value().toString());
  }

  void acknowledge(Message<ConsumerRecord<Buffer, Buffer>> message) {
    deliveries.incrementAndGet();
    received.add(id(message.body()));
    message.reply(null);
  }

  /** Registers a handler that refuses some ids. */
  MessageConsumer<?> acknowledgeAllBut(IntPredicate refused, String why) {
    return guarded
        .vertx()
        .eventBus()
        .<ConsumerRecord<Buffer, Buffer>>consumer(
            ADDRESS,
            message -> {
              if (refused.test(id(message.body()))) {
                message.fail(1, why);
              } else {
                acknowledge(message);
              }
            });
  }

  void until(java.util.function.BooleanSupplier condition) throws Exception {
    Promise<Void> reached = Promise.promise();
    guarded
        .vertx()
        .setPeriodic(
            5,
            timer -> {
              if (condition.getAsBoolean()) {
                guarded.vertx().cancelTimer(timer);
                reached.complete();
              }
            });
    get(reached.future());
  }

  long committedRecords() throws Exception {
    KafkaConsumer<byte[], byte[]> reader =
        KafkaConsumer.create(
            guarded.vertx(), consumerOptions(), Deserializer.bytes(), Deserializer.bytes());
    try {
      List<TopicPartition> partitions =
          IntStream.range(0, 3).mapToObj(p -> new TopicPartition(topic, p)).toList();
      return get(reader.committed(partitions)).values().stream()
          .filter(java.util.Objects::nonNull)
          .mapToLong(offset -> offset.offset())
          .sum();
    } finally {
      get(reader.close());
    }
  }

  static Set<Integer> ids(int count) {
    return new TreeSet<>(IntStream.range(0, count).boxed().toList());
  }
}
