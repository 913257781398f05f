package io.kafkavertx.tests.eventbus;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.KafkaProducer;
import io.kafkavertx.Ordering;
import io.kafkavertx.ProducerOptions;
import io.kafkavertx.ProducerRecord;
import io.kafkavertx.eventbus.EventBusDelivery;
import io.kafkavertx.eventbus.Route;
import io.kafkavertx.spi.Serializer;
import io.kafkavertx.tests.support.LiveHeap;
import io.kafkavertx.tests.support.SharedBroker;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a delivery needs memory for: what is on its way, not what the topic holds. */
@Tag("slow")
final class EventBusMemoryTest extends EventBusTestBase {
  private static final int RECORDS = 2400;
  private static final int SIZE = 20_000;
  private static final long MIB = 1 << 20;

  /** What the consumer may hold of fetched data. */
  private static final long BUFFERED = 4 * MIB;

  /** What classes, statistics and the bus itself take. */
  private static final long OTHER = 6 * MIB;

  private int groups;

  private void fill(int partitions) throws Exception {
    byte[] value = new byte[SIZE];
    new Random(1).nextBytes(value);
    KafkaProducer<Buffer, Buffer> producer =
        KafkaProducer.create(
            guarded.vertx(),
            new ProducerOptions().setBootstrapServers(SharedBroker.bootstrapServers()),
            Serializer.buffer(),
            Serializer.buffer());
    for (int id = 0; id < RECORDS; ) {
      List<Future<?>> stored = new ArrayList<>();
      for (int end = id + 200; id < end; id++) {
        stored.add(
            producer.send(
                ProducerRecord.of(topic, Buffer.buffer("k" + id), Buffer.buffer(value))
                    .toPartition(id % partitions)));
      }
      get(Future.all(stored));
    }
    get(producer.close());
  }

  private EventBusDelivery start(Route route) throws Exception {
    EventBusDelivery delivery =
        EventBusDelivery.create(
            guarded.vertx(),
            consumerOptions().setGroupId(group + ++groups).setMaxBufferedBytes(BUFFERED),
            route);
    get(delivery.start());
    return delivery;
  }

  private JsonObject status(EventBusDelivery delivery) {
    try {
      return get(delivery.status());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private void waitOnTestThread(java.util.function.BooleanSupplier condition) throws Exception {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.sleep(20);
    }
  }

  @Test
  void whatIsHeldIsBoundedByTheCreditsAndNotByTheTopic() throws Exception {
    fill(3);
    Queue<Message<?>> held = new ConcurrentLinkedQueue<>();
    AtomicBoolean released = new AtomicBoolean();
    guarded
        .vertx()
        .eventBus()
        .<ConsumerRecord<Buffer, Buffer>>consumer(
            ADDRESS,
            message -> {
              if (released.get()) {
                message.reply(null);
              } else {
                held.add(message);
              }
            });
    List<Long> grown = new ArrayList<>();
    for (int credits : new int[] {8, 8, 800}) {
      long before = LiveHeap.bytes();
      EventBusDelivery delivery =
          start(
              route()
                  .setOrdering(Ordering.NONE)
                  .setCredits(credits)
                  .setAckTimeout(Duration.ofMinutes(3)));
      waitOnTestThread(() -> held.size() == credits);
      assertThat(status(delivery).getInteger("inFlight")).isEqualTo(credits);
      grown.add(LiveHeap.bytes() - before);
      released.set(true);
      held.forEach(message -> message.reply(null));
      held.clear();
      get(delivery.close(Duration.ofSeconds(20)));
      released.set(false);
    }
    get(sink.close());
    // The first time classes are loaded. A fetched batch is held as long as one of its records is.
    assertThat(grown.get(1)).isLessThan(2 * BUFFERED + OTHER);
    assertThat(grown.get(2)).isBetween(800L * SIZE, 2 * BUFFERED + 2 * 800 * SIZE + OTHER);
    assertThat((long) RECORDS * SIZE).isGreaterThan(2 * (2 * BUFFERED + OTHER));
  }

  @Test
  void recordsThatAreDoneBehindOneThatIsNotTakeNoMemory() throws Exception {
    fill(1);
    Queue<Message<?>> held = new ConcurrentLinkedQueue<>();
    guarded
        .vertx()
        .eventBus()
        .<ConsumerRecord<Buffer, Buffer>>consumer(
            ADDRESS,
            message -> {
              if (message.body().offset() == 0) {
                held.add(message);
              } else {
                message.reply(null);
              }
            });
    long before = LiveHeap.bytes();
    EventBusDelivery delivery =
        start(route().setOrdering(Ordering.KEY).setAckTimeout(Duration.ofMinutes(3)));
    waitOnTestThread(() -> status(delivery).getLong("acknowledged") == RECORDS - 1);
    long grown = LiveHeap.bytes() - before;
    JsonObject partition = status(delivery).getJsonArray("partitions").getJsonObject(0);
    assertThat(partition.getInteger("outstanding")).isEqualTo(RECORDS);
    held.forEach(message -> message.reply(null));
    get(delivery.close(Duration.ofSeconds(20)));
    get(sink.close());

    assertThat(grown).isLessThan(2 * BUFFERED + OTHER);
  }
}
