package io.kafkavertx.tests.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkavertx.admin.AbortTransactionSpec;
import io.kafkavertx.admin.HangingTransactionsOptions;
import io.kafkavertx.admin.ListTransactionsOptions;
import io.kafkavertx.admin.ProducerState;
import io.kafkavertx.admin.Results;
import io.kafkavertx.admin.TransactionDescription;
import io.kafkavertx.admin.TransactionListing;
import io.kafkavertx.admin.TransactionState;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.spi.TopicPartition;
import io.kafkavertx.tests.support.SharedBroker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Transactions on a real broker, compared with what the Java client says of them. */
@Tag("slow")
final class TransactionAdminTest extends AdminTestBase {
  private final String topic = SharedBroker.name("admin-txn");
  private final String id = SharedBroker.name("admin-txn-id");
  private final TopicPartition first = new TopicPartition(topic, 0);
  private final org.apache.kafka.common.TopicPartition javaFirst =
      new org.apache.kafka.common.TopicPartition(topic, 0);

  private KafkaProducer<String, String> begun(String transactionalId) throws Exception {
    KafkaProducer<String, String> producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                SharedBroker.bootstrapServers(),
                "transactional.id",
                transactionalId,
                "transaction.timeout.ms",
                60_000),
            new StringSerializer(),
            new StringSerializer());
    producer.initTransactions();
    producer.beginTransaction();
    producer.send(new ProducerRecord<>(topic, 0, "k", "v")).get(60, TimeUnit.SECONDS);
    return producer;
  }

  @Test
  void openTransactionsAreThoseThatTheJavaClientSees() throws Exception {
    SharedBroker.createTopic(topic, 1);
    TopicPartition missing = new TopicPartition(topic, 7);
    try (KafkaProducer<String, String> producer = begun(id)) {
      Results<TopicPartition, List<ProducerState>> producers =
          get(admin.describeProducers(List.of(first, missing)));
      ProducerState ours = producers.get(first).get(0);
      var theirs =
          get(java().describeProducers(List.of(javaFirst)).partitionResult(javaFirst))
              .activeProducers()
              .get(0);
      assertThat(ours.producerId()).isEqualTo(theirs.producerId());
      assertThat(ours.producerEpoch()).isEqualTo(theirs.producerEpoch());
      assertThat(ours.lastSequence()).isEqualTo(theirs.lastSequence());
      assertThat(ours.lastTimestamp()).isEqualTo(theirs.lastTimestamp());
      assertThat(ours.coordinatorEpoch()).isEqualTo(theirs.coordinatorEpoch().orElse(-1));
      assertThat(ours.transactionStartOffset())
          .isEqualTo(theirs.currentTransactionStartOffset().orElse(-1))
          .isZero();
      assertThat(code(producers, missing)).isEqualTo(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION);
      assertThat(get(admin.describeProducers(List.of(first), 1)).get(first)).containsExactly(ours);

      Results<String, TransactionDescription> described =
          get(admin.describeTransactions(List.of(id, "no-such-id")));
      var javaDescribed = get(java().describeTransactions(List.of(id)).description(id));
      TransactionDescription open = described.get(id);
      assertThat(open.state().toString()).isEqualTo(javaDescribed.state().toString());
      assertThat(open.producerId()).isEqualTo(javaDescribed.producerId());
      assertThat(open.producerEpoch()).isEqualTo(javaDescribed.producerEpoch());
      assertThat(open.timeout().toMillis()).isEqualTo(javaDescribed.transactionTimeoutMs());
      assertThat(open.startTime()).isEqualTo(javaDescribed.transactionStartTimeMs().orElse(-1));
      assertThat(open.coordinator().id()).isEqualTo(javaDescribed.coordinatorId());
      assertThat(open.partitions()).containsExactly(first);
      assertThat(code(described, "no-such-id")).isEqualTo(ErrorCode.TRANSACTIONAL_ID_NOT_FOUND);

      TransactionListing listing =
          new TransactionListing(id, ours.producerId(), TransactionState.ONGOING);
      ListTransactionsOptions all = ListTransactionsOptions.defaults();
      assertThat(listed(all)).contains(listing);
      assertThat(listed(all.producerIds(Set.of(ours.producerId())))).containsExactly(listing);
      assertThat(listed(all.transactionalIdPattern(id))).containsExactly(listing);
      assertThat(listed(all.transactionalIdPattern(id).openFor(Duration.ofHours(1)))).isEmpty();
      assertThat(
              listed(
                  all.transactionalIdPattern(id).states(Set.of(TransactionState.COMPLETE_COMMIT))))
          .isEmpty();
      // It is open, and its coordinator knows it: that is no reason for alarm.
      HangingTransactionsOptions here =
          HangingTransactionsOptions.defaults().partitions(List.of(first)).silentFor(Duration.ZERO);
      assertThat(get(admin.findHangingTransactions(here)).keys()).isEmpty();
      producer.commitTransaction();
    }
  }

  private List<TransactionListing> listed(ListTransactionsOptions options) throws Exception {
    return get(admin.listTransactions(options).compose(listing -> listing.all()));
  }

  @Test
  void producersThatAreFencedCanCommitNothing() throws Exception {
    SharedBroker.createTopic(topic, 1);
    String other = id + "-other";
    try (KafkaProducer<String, String> producer = begun(id);
        KafkaProducer<String, String> second = begun(other)) {
      assertThat(get(admin.fenceProducers(List.of(id))).get(id).producerEpoch()).isPositive();
      assertThatThrownBy(producer::commitTransaction).isInstanceOf(ProducerFencedException.class);
      get(admin.forceTerminateTransaction(other));
      assertThatThrownBy(second::commitTransaction).isInstanceOf(ProducerFencedException.class);
    }
    assertThat(get(admin.describeTransactions(List.of(id))).get(id).state())
        .isIn(
            TransactionState.PREPARE_ABORT,
            TransactionState.COMPLETE_ABORT,
            TransactionState.EMPTY);
  }

  @Test
  void aTransactionIsAbortedInItsPartition() throws Exception {
    SharedBroker.createTopic(topic, 1);
    KafkaProducer<String, String> producer = begun(id);
    try {
      ProducerState open = get(admin.describeProducers(List.of(first))).get(first).get(0);
      AbortTransactionSpec old =
          new AbortTransactionSpec(first, open.producerId(), open.producerEpoch(), 0);
      assertThatThrownBy(
              () ->
                  get(
                      admin.abortTransaction(
                          new AbortTransactionSpec(
                              new TopicPartition(topic, 7), open.producerId(), 0, 0))))
          .hasMessageContaining("UNKNOWN_TOPIC_OR_PARTITION");
      get(admin.abortTransaction(old));
      ProducerState after = get(admin.describeProducers(List.of(first))).get(first).get(0);
      assertThat(after.producerId()).isEqualTo(open.producerId());
      assertThat(after.transactionStartOffset()).isEqualTo(-1);
    } finally {
      producer.close(Duration.ZERO);
    }
  }
}
