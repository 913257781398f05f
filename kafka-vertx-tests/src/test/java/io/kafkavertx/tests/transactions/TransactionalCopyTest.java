package io.kafkavertx.tests.transactions;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.testkit.broker.BrokerOptions;
import io.kafkavertx.testkit.broker.KafkaBroker;
import io.kafkavertx.testkit.broker.KafkaCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Kafka's own transactional copy test, with our client: what is in two input partitions is copied
 * to three output partitions, 750 records in a transaction, while copiers are killed and brokers
 * are bounced. Each record must be there once, and who reads committed records meanwhile must see,
 * of each partition's source, a beginning without gaps.
 *
 * <p>{@code -Dtransactions.copy.records=N} copies another number of records.
 */
@Tag("slow")
@Timeout(900)
final class TransactionalCopyTest {
  private static final int RECORDS = Integer.getInteger("transactions.copy.records", 100_000);
  private static final int PER_TRANSACTION = 750;
  private static final int INPUTS = 2;
  private static final int KILLS = 3;
  private static final int BOUNCES = 3;

  /** How long copying takes at least, so that everything bad happens in the middle of it. */
  private static final int LEAST_SECONDS = 30;

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void everyRecordIsCopiedOnceThoughCopiersAndBrokersDie(int transactionVersion) throws Exception {
    BrokerOptions brokers =
        BrokerOptions.version("4.4.0")
            .property("broker.session.timeout.ms", "3000")
            .property("broker.heartbeat.interval.ms", "500")
            .feature("transaction.version", transactionVersion);
    List<Copier> copiers = new ArrayList<>();
    try (KafkaCluster cluster = KafkaCluster.start(3, brokers)) {
      cluster.createTopic(CopierMain.INPUT, INPUTS, 3);
      cluster.createTopic(CopierMain.OUTPUT, CopierMain.OUTPUTS, 3);
      fill(cluster);
      long started = System.nanoTime();
      int each = RECORDS / INPUTS;
      long pause = LEAST_SECONDS * 1000L * PER_TRANSACTION / each;
      for (int partition = 0; partition < INPUTS; partition++) {
        Copier copier =
            new Copier(cluster.bootstrapServers(), partition, each, PER_TRANSACTION, pause);
        copiers.add(copier);
        copier.start();
      }
      try (Reader reader = new Reader(cluster.bootstrapServers())) {
        bounce(cluster, copiers, each);
        for (Copier copier : copiers) {
          assertThat(copier.exitValue(300)).as("%s", copier.last()).isZero();
        }
        reader.readAll();
        report(transactionVersion, started);
      }
    } finally {
      copiers.forEach(Copier::close);
    }
  }

  private static void report(int version, long started) {
    System.out.println(
        "transaction version "
            + version
            + ": "
            + RECORDS
            + " records copied once each, "
            + KILLS * INPUTS
            + " copiers killed, "
            + BOUNCES
            + " brokers bounced, read meanwhile, "
            + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - started)
            + " s");
  }

  private static void fill(KafkaCluster cluster) {
    try (KafkaProducer<byte[], String> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", cluster.bootstrapServers(), "acks", "all"),
            new ByteArraySerializer(),
            new StringSerializer())) {
      for (int i = 0; i < RECORDS; i++) {
        producer.send(new ProducerRecord<>(CopierMain.INPUT, i % INPUTS, null, "" + i));
      }
    }
  }

  /** Bounces brokers, every other time without a goodbye, and kills each copier now and then. */
  private static void bounce(KafkaCluster cluster, List<Copier> copiers, int each)
      throws Exception {
    int bounced = 0;
    int[] killed = new int[copiers.size()];
    while (bounced < BOUNCES || IntStream.of(killed).anyMatch(kills -> kills < KILLS)) {
      for (int i = 0; i < killed.length; i++) {
        // After 20 %, 40 % and 60 % of its way.
        if (killed[i] < KILLS && copiers.get(i).position() >= (killed[i] + 1L) * each / 5) {
          killed[i]++;
          copiers.get(i).replace();
        } else {
          assertThat(copiers.get(i).isAlive() || copiers.get(i).position() >= each)
              .as("%s", copiers.get(i).last())
              .isTrue();
        }
      }
      long farthest = copiers.stream().mapToLong(Copier::position).max().orElse(0);
      if (bounced < BOUNCES && farthest >= (bounced + 1L) * each / 10) {
        KafkaBroker broker = cluster.node(1 + bounced % 3);
        if (bounced % 2 == 0) {
          broker.kill();
        } else {
          broker.stop();
        }
        broker.restart();
        awaitInSync(cluster);
        bounced++;
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  /** With fewer than two replicas in sync the next bounce would stop everything. */
  private static void awaitInSync(KafkaCluster cluster) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", cluster.bootstrapServers()))) {
      List<String> topics =
          List.of(CopierMain.INPUT, CopierMain.OUTPUT, "__transaction_state", "__consumer_offsets");
      while (admin
          .describeTopics(topics)
          .allTopicNames()
          .get(60, TimeUnit.SECONDS)
          .values()
          .stream()
          .flatMap(topic -> topic.partitions().stream())
          .anyMatch(partition -> partition.isr().size() < 3)) {
        TimeUnit.MILLISECONDS.sleep(100);
      }
    }
  }

  /** Reads committed records with kafka-clients, on a thread of its own, from the beginning. */
  private final class Reader implements AutoCloseable {
    private final KafkaConsumer<String, String> consumer;
    private final Thread thread = new Thread(this::run, "reader of committed records");

    /** By source and output partition, the next value that may come. */
    private final int[][] next = new int[INPUTS][CopierMain.OUTPUTS];

    private volatile long read;
    private volatile String wrong;
    private volatile boolean closed;

    Reader(String servers) {
      consumer =
          new KafkaConsumer<>(
              Map.of("bootstrap.servers", servers, "isolation.level", "read_committed"),
              new StringDeserializer(),
              new StringDeserializer());
      List<TopicPartition> all =
          IntStream.range(0, CopierMain.OUTPUTS)
              .mapToObj(i -> new TopicPartition(CopierMain.OUTPUT, i))
              .toList();
      consumer.assign(all);
      consumer.seekToBeginning(all);
      for (int value = RECORDS - 1; value >= 0; value--) {
        next[value % INPUTS][value % CopierMain.OUTPUTS] = value;
      }
      thread.start();
    }

    private void run() {
      try (consumer) {
        while (!closed && wrong == null) {
          for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
            take(record);
          }
        }
      } catch (RuntimeException e) {
        wrong = e.toString();
      }
    }

    private void take(ConsumerRecord<String, String> record) {
      int value = Integer.parseInt(record.value());
      int source = value % INPUTS;
      int expected = next[source][record.partition()];
      if (value != expected) {
        wrong = "in output " + record.partition() + " came " + value + ", not " + expected;
      }
      next[source][record.partition()] = value + INPUTS * CopierMain.OUTPUTS;
      read++;
    }

    void readAll() throws InterruptedException {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
      while (read < RECORDS && wrong == null && System.nanoTime() < deadline) {
        TimeUnit.MILLISECONDS.sleep(20);
      }
      // Nothing comes after all of them.
      TimeUnit.SECONDS.sleep(2);
      assertThat(wrong).as("after %s records", read).isNull();
      assertThat(read).isEqualTo(RECORDS);
    }

    @Override
    public void close() {
      closed = true;
      try {
        thread.join(60_000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
