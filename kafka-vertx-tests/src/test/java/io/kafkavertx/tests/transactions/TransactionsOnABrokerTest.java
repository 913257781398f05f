package io.kafkavertx.tests.transactions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkavertx.CommitFailedException;
import io.kafkavertx.ConsumerGroupMetadata;
import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.KafkaConsumer;
import io.kafkavertx.KafkaProducer;
import io.kafkavertx.OffsetAndMetadata;
import io.kafkavertx.ProducerFencedException;
import io.kafkavertx.ProducerOptions;
import io.kafkavertx.ProducerRecord;
import io.kafkavertx.RecordTooLargeException;
import io.kafkavertx.TransactionAbortableException;
import io.kafkavertx.TransactionAbortedException;
import io.kafkavertx.spi.Deserializer;
import io.kafkavertx.spi.Serializer;
import io.kafkavertx.spi.TopicPartition;
import io.kafkavertx.testkit.broker.BrokerOptions;
import io.kafkavertx.testkit.broker.KafkaBroker;
import io.kafkavertx.tests.support.GuardedVertx;
import io.kafkavertx.tests.support.SharedBroker;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Transactions on real brokers, which speak version 1 and version 2 of them. */
@Tag("slow")
@Timeout(300)
final class TransactionsOnABrokerTest {
  /** The level of {@code transaction.version} on a broker. */
  enum Version {
    V1(0),
    V2(2);

    private final int feature;

    Version(int feature) {
      this.feature = feature;
    }

    String servers() {
      return BROKERS.get(ordinal()).bootstrapServers();
    }

    String topic() {
      String topic = SharedBroker.name("txn");
      BROKERS.get(ordinal()).createTopic(topic, 3);
      return topic;
    }
  }

  private static final List<KafkaBroker> BROKERS = new ArrayList<>();

  @RegisterExtension final GuardedVertx guard = new GuardedVertx();

  @BeforeAll
  static void start() {
    for (Version version : Version.values()) {
      BROKERS.add(
          KafkaBroker.start(
              BrokerOptions.version("4.4.0")
                  .property("transaction.abort.timed.out.transaction.cleanup.interval.ms", "200")
                  .feature("transaction.version", version.feature)));
    }
  }

  @AfterAll
  static void stop() {
    BROKERS.forEach(KafkaBroker::close);
    BROKERS.clear();
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.await(120, TimeUnit.SECONDS);
  }

  private static Throwable failure(Future<?> future) throws Exception {
    return await(future.transform(end -> Future.succeededFuture(end.cause())));
  }

  private KafkaProducer<String, String> producer(Version version, String id) {
    return producer(version, id, Duration.ofSeconds(60));
  }

  private KafkaProducer<String, String> producer(Version version, String id, Duration timeout) {
    return KafkaProducer.create(
        guard.vertx(),
        new ProducerOptions()
            .setBootstrapServers(version.servers())
            .setTransactionalId(id)
            .setTransactionTimeout(timeout),
        Serializer.string(),
        Serializer.string());
  }

  private static Future<?> send(
      KafkaProducer<String, String> producer, String topic, int from, int to) {
    return Future.all(
        IntStream.range(from, to)
            .mapToObj(i -> producer.send(ProducerRecord.of(topic, "k" + i % 5, "v" + i)))
            .toList());
  }

  private static List<String> values(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "v" + i).toList();
  }

  /** What kafka-clients reads of committed records, until there is all of {@code expected}. */
  private static List<String> committed(Version version, String topic, int expected) {
    List<String> read = new ArrayList<>();
    try (Consumer<String, String> consumer = javaConsumer(version, null)) {
      var partitions =
          consumer.partitionsFor(topic).stream()
              .map(p -> new org.apache.kafka.common.TopicPartition(topic, p.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      // Markers are written after the commit was answered.
      for (int quiet = 0; quiet < (read.size() < expected ? 60 : 4); quiet++) {
        var records = consumer.poll(Duration.ofMillis(250));
        records.forEach(record -> read.add(record.value()));
        quiet = records.isEmpty() ? quiet : -1;
      }
    }
    return read;
  }

  private static Consumer<String, String> javaConsumer(Version version, String group) {
    return new org.apache.kafka.clients.consumer.KafkaConsumer<>(
        Map.of(
            "bootstrap.servers",
            version.servers(),
            "isolation.level",
            "read_committed",
            "auto.offset.reset",
            "earliest",
            "enable.auto.commit",
            "false",
            "group.id",
            group == null ? "none" : group),
        new StringDeserializer(),
        new StringDeserializer());
  }

  private static org.apache.kafka.clients.producer.KafkaProducer<String, String> javaProducer(
      Version version, String id) {
    return new org.apache.kafka.clients.producer.KafkaProducer<>(
        Map.of("bootstrap.servers", version.servers(), "transactional.id", id),
        new StringSerializer(),
        new StringSerializer());
  }

  @ParameterizedTest
  @EnumSource
  void committedRecordsAreReadAndAbortedOnesAreNot(Version version) throws Exception {
    String topic = version.topic();
    KafkaProducer<String, String> producer = producer(version, topic);
    await(producer.initTransactions());
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      // Neither beginning nor sending is waited for: what is called in order happens in order.
      Future<Void> begun = producer.beginTransaction();
      Future<?> sent = send(producer, topic, i * 10, i * 10 + 10);
      if (i % 3 == 2) {
        await(sent);
        await(producer.abortTransaction());
      } else {
        await(producer.commitTransaction());
        expected.addAll(values(i * 10, i * 10 + 10));
      }
      assertThat(begun.succeeded()).isTrue();
      assertThat(sent.succeeded()).isTrue();
    }
    await(producer.close());
    assertThat(committed(version, topic, expected.size()))
        .containsExactlyInAnyOrderElementsOf(expected);
    assertThat(readByOurs(version, topic, expected.size()))
        .containsExactlyInAnyOrderElementsOf(expected);
  }

  private List<String> readByOurs(Version version, String topic, int count) throws Exception {
    List<String> read = new CopyOnWriteArrayList<>();
    KafkaConsumer<String, String> consumer =
        KafkaConsumer.create(
            guard.vertx(),
            new ConsumerOptions()
                .setBootstrapServers(version.servers())
                .setGroupId(topic + "-ours")
                .setAutoOffsetReset("earliest")
                .setIsolationLevel(ConsumerOptions.IsolationLevel.READ_COMMITTED),
            Deserializer.string(),
            Deserializer.string());
    consumer.handler(record -> read.add(record.value()));
    await(consumer.subscribe(Set.of(topic)));
    while (read.size() < count) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    await(consumer.close());
    return read;
  }

  @ParameterizedTest
  @EnumSource
  void workInATransactionIsCommittedWhenItSucceedsAndAbortedWhenNot(Version version)
      throws Exception {
    String topic = version.topic();
    KafkaProducer<String, String> producer = producer(version, topic);
    String result =
        await(producer.inTransaction(tx -> send(tx, topic, 0, 5).map("what the work gave")));
    assertThat(result).isEqualTo("what the work gave");
    IllegalArgumentException broken = new IllegalArgumentException("the work failed");
    assertThat(
            failure(
                producer.inTransaction(
                    tx -> send(tx, topic, 5, 9).compose(done -> Future.failedFuture(broken)))))
        .isSameAs(broken);
    assertThat(
            failure(
                producer.inTransaction(
                    tx -> {
                      throw broken;
                    })))
        .isSameAs(broken);
    // Nobody looks at the future of the record that fails.
    Throwable tooLarge =
        failure(
            producer.inTransaction(
                tx -> {
                  tx.send(ProducerRecord.of(topic, "x".repeat(2_000_000)));
                  return send(tx, topic, 20, 21);
                }));
    assertThat(tooLarge).isInstanceOf(RecordTooLargeException.class);
    await(producer.inTransaction(tx -> send(tx, topic, 30, 35)));
    await(producer.close());
    List<String> expected = new ArrayList<>(values(0, 5));
    expected.addAll(values(30, 35));
    assertThat(committed(version, topic, 10)).containsExactlyInAnyOrderElementsOf(expected);
  }

  @ParameterizedTest
  @EnumSource
  void aRecordThatFailsMakesTheCommitFailWithItsCause(Version version) throws Exception {
    String topic = version.topic();
    KafkaProducer<String, String> producer = producer(version, topic);
    await(producer.initTransactions());
    await(producer.beginTransaction());
    Future<?> unsent = producer.send(ProducerRecord.of(topic, "unsent"));
    Throwable first = failure(producer.send(ProducerRecord.of(topic, "x".repeat(2_000_000))));
    Throwable commit = failure(producer.commitTransaction());
    assertThat(commit)
        .isInstanceOf(TransactionAbortableException.class)
        .hasMessageContaining("abortTransaction()")
        .hasCause(first);
    assertThat(failure(unsent)).isInstanceOf(TransactionAbortedException.class);
    assertThat(failure(producer.send(ProducerRecord.of(topic, "late"))))
        .isInstanceOf(TransactionAbortableException.class);
    await(producer.abortTransaction());
    await(producer.inTransaction(tx -> send(tx, topic, 0, 3)));
    await(producer.close());
    assertThat(committed(version, topic, 3)).containsExactlyInAnyOrderElementsOf(values(0, 3));
  }

  @ParameterizedTest
  @EnumSource
  void offsetsMoveAGroupThatKafkaClientsOwns(Version version) throws Exception {
    String topic = version.topic();
    String group = topic + "-group";
    KafkaProducer<String, String> producer = producer(version, topic);
    await(producer.initTransactions());
    await(producer.inTransaction(tx -> send(tx, topic, 0, 30)));
    try (Consumer<String, String> consumer = javaConsumer(version, group)) {
      consumer.subscribe(List.of(topic));
      int read = 0;
      while (read < 30) {
        read += consumer.poll(Duration.ofMillis(250)).count();
      }
      var owner = consumer.groupMetadata();
      ConsumerGroupMetadata ours =
          new ConsumerGroupMetadata(
              group, owner.generationId(), owner.memberId(), owner.groupInstanceId().orElse(null));
      TopicPartition partition = new TopicPartition(topic, 1);
      var theirs = new org.apache.kafka.common.TopicPartition(topic, 1);

      await(producer.beginTransaction());
      await(producer.sendOffsetsToTransaction(Map.of(partition, new OffsetAndMetadata(3)), ours));
      await(producer.abortTransaction());
      assertThat(consumer.committed(Set.of(theirs)).get(theirs)).isNull();

      await(producer.beginTransaction());
      await(
          producer.sendOffsetsToTransaction(
              Map.of(partition, new OffsetAndMetadata(5, 0, "ours")), ours));
      await(producer.commitTransaction());
      assertThat(consumer.committed(Set.of(theirs)).get(theirs).offset()).isEqualTo(5);
      assertThat(consumer.committed(Set.of(theirs)).get(theirs).metadata()).isEqualTo("ours");

      await(producer.beginTransaction());
      ConsumerGroupMetadata old =
          new ConsumerGroupMetadata(group, owner.generationId() - 1, owner.memberId(), null);
      assertThat(
              failure(
                  producer.sendOffsetsToTransaction(
                      Map.of(partition, new OffsetAndMetadata(7)), old)))
          .isInstanceOf(CommitFailedException.class);
      await(producer.abortTransaction());
      assertThat(consumer.committed(Set.of(theirs)).get(theirs).offset()).isEqualTo(5);
    }
    await(producer.close());
  }

  @ParameterizedTest
  @EnumSource
  void aSecondProducerFencesTheFirst(Version version) throws Exception {
    String topic = version.topic();
    KafkaProducer<String, String> first = producer(version, topic);
    await(first.initTransactions());
    await(first.beginTransaction());
    await(send(first, topic, 0, 3));
    KafkaProducer<String, String> second = producer(version, topic);
    await(second.initTransactions());
    assertThat(failure(first.commitTransaction())).isInstanceOf(ProducerFencedException.class);
    assertThat(failure(first.beginTransaction())).isInstanceOf(ProducerFencedException.class);
    assertThat(failure(first.send(ProducerRecord.of(topic, "late"))))
        .isInstanceOf(ProducerFencedException.class);
    await(second.inTransaction(tx -> send(tx, topic, 10, 13)));
    await(first.close());
    await(second.close());
    assertThat(committed(version, topic, 3)).containsExactlyInAnyOrderElementsOf(values(10, 13));
  }

  @ParameterizedTest
  @EnumSource
  void aFencedProducersInTransactionFailsAsItsOtherCallsDo(Version version) throws Exception {
    String topic = version.topic();
    KafkaProducer<String, String> first = producer(version, topic);
    await(first.inTransaction(tx -> send(tx, topic, 0, 3)));
    KafkaProducer<String, String> second = producer(version, topic);
    await(second.inTransaction(tx -> send(tx, topic, 10, 13)));
    Throwable told = failure(first.inTransaction(tx -> send(tx, topic, 20, 23)));
    assertThat(told)
        .isInstanceOf(ProducerFencedException.class)
        .hasMessageContaining("close this producer");
    assertThat(told).hasNoCause();
    assertThat(failure(first.inTransaction(tx -> send(tx, topic, 20, 23)))).isSameAs(told);
    assertThat(failure(first.beginTransaction())).isSameAs(told);
    await(first.close());

    // What the application's own work has failed with is told as it is.
    KafkaProducer<String, String> third = producer(version, topic);
    await(third.inTransaction(tx -> send(tx, topic, 30, 33)));
    IllegalStateException own = new IllegalStateException("not today");
    assertThat(
            failure(
                second.inTransaction(
                    tx -> send(tx, topic, 20, 23).transform(sent -> Future.failedFuture(own)))))
        .isSameAs(own);
    assertThat(own.getSuppressed()).hasAtLeastOneElementOfType(ProducerFencedException.class);
    assertThat(failure(second.beginTransaction())).isInstanceOf(ProducerFencedException.class);
    await(second.close());
    await(third.close());
    assertThat(committed(version, topic, 9))
        .containsExactlyInAnyOrder("v0", "v1", "v2", "v10", "v11", "v12", "v30", "v31", "v32");
  }

  @ParameterizedTest
  @EnumSource
  void kafkaClientsFencesUsAndWeFenceIt(Version version) throws Exception {
    String topic = version.topic();
    KafkaProducer<String, String> ours = producer(version, topic);
    await(ours.initTransactions());
    await(ours.beginTransaction());
    await(send(ours, topic, 0, 3));
    try (var theirs = javaProducer(version, topic)) {
      theirs.initTransactions();
      assertThat(failure(ours.commitTransaction())).isInstanceOf(ProducerFencedException.class);
      theirs.beginTransaction();
      theirs.send(new org.apache.kafka.clients.producer.ProducerRecord<>(topic, "v10"));
      theirs.flush();
      KafkaProducer<String, String> again = producer(version, topic);
      await(again.initTransactions());
      assertThatThrownBy(theirs::commitTransaction)
          .isInstanceOf(org.apache.kafka.common.KafkaException.class);
      await(again.inTransaction(tx -> send(tx, topic, 20, 23)));
      await(again.close());
    }
    await(ours.close());
    assertThat(committed(version, topic, 3)).containsExactlyInAnyOrderElementsOf(values(20, 23));
  }

  @ParameterizedTest
  @EnumSource
  void aTransactionThatRanOutIsNotCommitted(Version version) throws Exception {
    String topic = version.topic();
    KafkaProducer<String, String> producer = producer(version, topic, Duration.ofMillis(300));
    await(producer.initTransactions());
    await(producer.beginTransaction());
    await(send(producer, topic, 0, 3));
    // Long enough that the broker's look at what has run out has come.
    TimeUnit.SECONDS.sleep(3);
    Throwable commit = failure(producer.commitTransaction());
    if (version == Version.V2) {
      assertThat(commit)
          .isInstanceOf(TransactionAbortableException.class)
          .hasMessageContaining("transactionTimeout");
      await(producer.abortTransaction());
      await(producer.inTransaction(tx -> send(tx, topic, 10, 13)));
      await(producer.close());
    } else {
      // Such brokers do not tell it from another producer.
      assertThat(commit)
          .isInstanceOf(ProducerFencedException.class)
          .hasMessageContaining("transactionTimeout");
      await(producer.close());
      KafkaProducer<String, String> next = producer(version, topic);
      await(next.inTransaction(tx -> send(tx, topic, 10, 13)));
      await(next.close());
    }
    assertThat(committed(version, topic, 3)).containsExactlyInAnyOrderElementsOf(values(10, 13));
  }

  @ParameterizedTest
  @EnumSource
  void closingAbortsWhatIsOpen(Version version) throws Exception {
    String topic = version.topic();
    KafkaProducer<String, String> producer = producer(version, topic);
    await(producer.initTransactions());
    await(producer.beginTransaction());
    await(send(producer, topic, 0, 3));
    Future<?> unsent = producer.send(ProducerRecord.of(topic, "unsent"));
    await(producer.close());
    assertThat(unsent.failed()).isTrue();
    KafkaProducer<String, String> next = producer(version, topic + "-other");
    await(next.inTransaction(tx -> send(tx, topic, 10, 13)));
    await(next.close());
    // Nothing that is open holds readers up.
    assertThat(committed(version, topic, 3)).containsExactlyInAnyOrderElementsOf(values(10, 13));
  }

  @Test
  void callsInTheWrongStateSayWhatToDo() throws Exception {
    String topic = Version.V2.topic();
    KafkaProducer<String, String> producer = producer(Version.V2, topic);
    assertThat(failure(producer.beginTransaction()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Uninitialized")
        .hasMessageContaining("initTransactions()");
    assertThat(failure(producer.send(ProducerRecord.of(topic, "early"))))
        .isInstanceOf(IllegalStateException.class);
    await(producer.initTransactions());
    for (Future<?> call :
        List.of(
            producer.commitTransaction(),
            producer.abortTransaction(),
            producer.send(ProducerRecord.of(topic, "outside")),
            producer.sendOffsetsToTransaction(
                Map.of(), new ConsumerGroupMetadata("g", -1, "", null)))) {
      assertThat(failure(call))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("Ready")
          .hasMessageContaining("beginTransaction()");
    }
    await(producer.beginTransaction());
    assertThat(failure(producer.beginTransaction()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("InTransaction");
    await(producer.commitTransaction());
    await(producer.close());
    KafkaProducer<String, String> plain =
        KafkaProducer.create(
            guard.vertx(),
            new ProducerOptions().setBootstrapServers(Version.V2.servers()),
            Serializer.string(),
            Serializer.string());
    assertThat(failure(plain.beginTransaction()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("setTransactionalId");
    await(plain.close());
  }
}
