package io.kafkavertx.tests.produce;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.OutcomeUnknownException;
import io.kafkavertx.ProducerOptions;
import io.kafkavertx.internal.produce.PoisonedProducer;
import io.kafkavertx.testkit.broker.BrokerOptions;
import io.kafkavertx.testkit.broker.KafkaBroker;
import io.kafkavertx.testkit.proxy.Direction;
import io.kafkavertx.testkit.proxy.Fault;
import io.kafkavertx.testkit.proxy.FaultProxies;
import io.kafkavertx.testkit.proxy.FaultProxy;
import io.kafkavertx.tests.support.GuardedVertx;
import io.vertx.core.Promise;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Batches whose delivery timeout ends while their bytes stand in a socket that takes nothing, and
 * arrive later all the same, while buffers go round and are overwritten as soon as they are free:
 * what is stored is what was sent, and where it was sent to (Kafka's CVE-2026-35554).
 */
@Tag("slow")
@Timeout(600)
final class ExpiredInFlightTest {
  private static final int RECORDS = Integer.getInteger("producer.expired.records", 1_000_000);
  private static final int TOPICS = 5;
  private static final int PARTITIONS = 2;
  private static final int STOPS = 8;
  private static final int TURN = 500;
  private static final long MOST_WAITING = 512 << 10;

  @RegisterExtension final GuardedVertx guard = new GuardedVertx();

  private final BitSet acknowledged = new BitSet(RECORDS);
  private final BitSet unknown = new BitSet(RECORDS);
  private final Promise<Long> done = Promise.promise();
  private PoisonedProducer producer;
  private int next;
  private int results;

  private static String topic(int number) {
    return "expired-" + number % TOPICS;
  }

  private static int partition(int number) {
    return number / TOPICS % PARTITIONS;
  }

  private static String value(int number) {
    return topic(number)
        + "/"
        + number
        + "/"
        + Character.toString('a' + number % 26).repeat(20 + number % 150);
  }

  @Test
  void whatIsStoredIsWhatWasSentAlthoughBatchesExpiredOnTheirWay() throws Exception {
    try (FaultProxies proxies = new FaultProxies();
        KafkaBroker broker =
            KafkaBroker.start(BrokerOptions.version("4.4.0").advertised(proxies))) {
      for (int i = 0; i < TOPICS; i++) {
        broker.createTopic("expired-" + i, PARTITIONS);
      }
      broker.createTopic("warm", 1);
      WarmUp.send(broker.bootstrapServers(), "warm");
      producer =
          new PoisonedProducer(
              guard.vertx(),
              new ProducerOptions()
                  .setBootstrapServers(broker.bootstrapServers())
                  .setLinger(Duration.ofMillis(2))
                  .setRequestTimeout(Duration.ofMillis(1500))
                  .setDeliveryTimeout(Duration.ofMillis(1502)));
      producer.later(Duration.ZERO, this::more);
      FaultProxy proxy = proxies.node(broker.nodeId());
      for (int stop = 1; stop <= STOPS && !done.future().isComplete(); stop++) {
        stall(proxy, stop);
      }
      long released = done.future().await(300, TimeUnit.SECONDS);
      producer.close().await(60, TimeUnit.SECONDS);
      System.out.println(
          "acknowledged "
              + acknowledged.cardinality()
              + ", unknown "
              + unknown.cardinality()
              + ", failed "
              + (RECORDS - acknowledged.cardinality() - unknown.cardinality())
              + ", buffers overwritten "
              + released);
      assertThat(released).as("buffers that were used again").isPositive();
      assertThat(unknown.cardinality()).as("records that expired under way").isPositive();
      assertThat(acknowledged.cardinality()).isGreaterThan(RECORDS / 2);
      checkWhatIsStored(broker.bootstrapServers());
    }
  }

  /** The way to the broker is shut, or narrow, for longer than a record may take. */
  private static void stall(FaultProxy proxy, int stop) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(150);
    if (stop % 3 == 0) {
      proxy.faults(Direction.TO_BROKER, Fault.throttle(100_000));
    } else {
      proxy.faults(Direction.TO_BROKER, Fault.hold());
    }
    TimeUnit.MILLISECONDS.sleep(1700);
    proxy.heal();
  }

  private void more() {
    for (int i = 0; i < TURN && next < RECORDS && producer.used() < MOST_WAITING; i++) {
      int number = next++;
      producer
          .send(topic(number), partition(number), value(number).getBytes(StandardCharsets.UTF_8))
          .onComplete(
              stored -> told(acknowledged, number),
              failed -> told(failed instanceof OutcomeUnknownException ? unknown : null, number));
    }
    if (next < RECORDS) {
      producer.later(Duration.ofMillis(producer.used() < MOST_WAITING ? 0 : 2), this::more);
    }
  }

  private void told(BitSet kind, int number) {
    if (kind != null) {
      kind.set(number);
    }
    if (++results == RECORDS) {
      done.complete(producer.released());
    }
  }

  private void checkWhatIsStored(String servers) throws Exception {
    BitSet stored = new BitSet(RECORDS);
    for (int i = 0; i < TOPICS; i++) {
      String name = "expired-" + i;
      long expected;
      try (Admin admin = Admin.create(Map.of("bootstrap.servers", servers))) {
        expected = end(admin, name);
      }
      int[] last = {-1, -1};
      JavaClientReader.read(
          servers,
          name,
          PARTITIONS,
          expected,
          record -> {
            String value = new String(record.value(), StandardCharsets.UTF_8);
            String[] parts = value.split("/", 3);
            assertThat(parts[0]).as("where the record belongs").isEqualTo(name);
            int number = Integer.parseInt(parts[1]);
            assertThat(value).isEqualTo(value(number));
            assertThat(record.partition()).isEqualTo(partition(number));
            assertThat(number).as("order").isGreaterThan(last[record.partition()]);
            last[record.partition()] = number;
            stored.set(number);
          });
    }
    BitSet lost = (BitSet) acknowledged.clone();
    lost.andNot(stored);
    assertThat(lost.cardinality()).as("acknowledged and not stored").isZero();
    stored.andNot(acknowledged);
    stored.andNot(unknown);
    assertThat(stored.cardinality()).as("stored although said not to be").isZero();
  }

  private static long end(Admin admin, String topic) throws Exception {
    Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
    for (int i = 0; i < PARTITIONS; i++) {
      ends.put(new TopicPartition(topic, i), OffsetSpec.latest());
    }
    return admin.listOffsets(ends).all().get(60, TimeUnit.SECONDS).values().stream()
        .mapToLong(ListOffsetsResult.ListOffsetsResultInfo::offset)
        .sum();
  }
}
