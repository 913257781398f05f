package io.kafkavertx.tests.trials;

import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.ConsumerRecords;
import io.kafkavertx.KafkaConsumer;
import io.kafkavertx.KafkaProducer;
import io.kafkavertx.KafkaTimeoutException;
import io.kafkavertx.OffsetAndMetadata;
import io.kafkavertx.OutcomeUnknownException;
import io.kafkavertx.ProducerFencedException;
import io.kafkavertx.ProducerRecord;
import io.kafkavertx.spi.Deserializer;
import io.kafkavertx.spi.Serializer;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One member of the group of one level, written as an application would be: take a batch, copy it,
 * commit. All on one context.
 */
final class EtlMember {
  private final Vertx vertx;
  private final int level;
  private final boolean transactional;
  private final Consumer<String> say;
  private final KafkaConsumer<byte[], Integer> consumer;
  private final KafkaProducer<byte[], Integer> producer;
  private final Set<TopicPartition> owned = new HashSet<>();
  private final Map<TopicPartition, Long> expected = new HashMap<>();
  private final Promise<Void> stopped = Promise.promise();

  /** The batch that is being copied. */
  private Future<Void> work = Future.succeededFuture();

  private boolean stopping;

  /** On a context of its own. */
  EtlMember(
      Vertx vertx, EtlPlan plan, String servers, String worker, int level, Consumer<String> say) {
    this.vertx = vertx;
    this.level = level;
    this.transactional = plan.transactional();
    this.say = say;
    consumer =
        KafkaConsumer.create(
            vertx,
            plan.consumer(servers, worker, level),
            Deserializer.bytes(),
            Deserializer.int32());
    producer =
        KafkaProducer.create(
            vertx, plan.producer(servers, worker, level), Serializer.bytes(), Serializer.int32());
  }

  Future<Void> start() {
    consumer
        .exceptionHandler(failure -> say.accept("violation " + level + " " + failure))
        .offsetResetHandler(
            reset -> {
              if (reset.reason() != io.kafkavertx.OffsetReset.Reason.NO_COMMITTED_OFFSET) {
                say.accept("violation " + level + " " + reset);
              }
            })
        .partitionsAssignedHandler(
            assigned -> {
              owned.addAll(assigned);
              assigned.forEach(expected::remove);
              return Future.succeededFuture();
            })
        .partitionsRevokedHandler(
            revoked -> {
              owned.removeAll(revoked);
              // The protocol waits until the batch under way is copied and committed.
              return work.otherwiseEmpty();
            })
        .partitionsLostHandler(
            lost -> {
              say.accept("lost " + level + " " + lost);
              owned.removeAll(lost);
              return Future.succeededFuture();
            });
    Future<Void> ready =
        transactional ? retried(producer::initTransactions) : Future.succeededFuture();
    return ready
        .compose(initialised -> consumer.subscribe(EtlPlan.topic(level - 1)))
        .onSuccess(assigned -> cycle());
  }

  /** Finishes the batch under way, and leaves. */
  Future<Void> stop() {
    stopping = true;
    return stopped.future().compose(done -> consumer.close()).eventually(() -> producer.close());
  }

  private void cycle() {
    if (stopping) {
      stopped.complete();
      return;
    }
    Future<ConsumerRecords<byte[], Integer>> polled = consumer.poll(Duration.ofMillis(200));
    polled.onComplete(
        answer -> {
          if (answer.failed()) {
            say.accept("violation " + level + " poll: " + answer.cause());
            stopped.tryComplete();
          } else if (answer.result().isEmpty()) {
            cycle();
          } else {
            ConsumerRecords<byte[], Integer> records = answer.result();
            check(records);
            work = transactional ? transaction(records) : plain(records);
            work.onComplete(
                done -> {
                  if (done.succeeded()) {
                    say.accept("copied " + level + " " + records.size());
                  }
                  cycle();
                });
          }
        });
  }

  /** Offsets follow each other; in transactions they skip the markers and what was aborted. */
  private void check(ConsumerRecords<byte[], Integer> records) {
    for (ConsumerRecord<byte[], Integer> record : records) {
      Long next = expected.get(record.topicPartition());
      boolean wrong =
          next != null
              && ((transactional && level > 1) ? record.offset() < next : record.offset() != next);
      if (wrong) {
        say.accept("violation " + level + " came " + record + ", expected offset " + next);
      }
      if (record.partition() != EtlPlan.partition(record.value(), level - 1)) {
        say.accept("violation " + level + " in the wrong partition: " + record);
      }
      expected.put(record.topicPartition(), record.offset() + 1);
    }
  }

  private List<Future<?>> send(
      KafkaProducer<byte[], Integer> to, ConsumerRecords<byte[], Integer> records) {
    List<Future<?>> sent = new ArrayList<>();
    for (ConsumerRecord<byte[], Integer> record : records) {
      sent.add(
          to.send(
              ProducerRecord.<byte[], Integer>of(EtlPlan.topic(level), record.value())
                  .toPartition(EtlPlan.partition(record.value(), level))));
    }
    return sent;
  }

  private Future<Void> plain(ConsumerRecords<byte[], Integer> records) {
    return Future.all(send(producer, records))
        .onFailure(cause -> say.accept("violation " + level + " not sent: " + cause))
        .compose(stored -> consumer.commit(records.nextOffsets()))
        .<Void>mapEmpty()
        .onFailure(cause -> say.accept("again " + level + " not committed: " + cause));
  }

  private Future<Void> transaction(ConsumerRecords<byte[], Integer> records) {
    return producer
        .inTransaction(
            tx -> {
              send(tx, records);
              return tx.sendOffsetsToTransaction(records.nextOffsets(), records.groupMetadata());
            })
        .recover(
            cause ->
                cause instanceof OutcomeUnknownException
                    ? retried(producer::commitTransaction)
                    : Future.failedFuture(cause))
        .<Void>mapEmpty()
        .recover(
            cause -> {
              say.accept("again " + level + " not committed: " + cause);
              if (cause instanceof ProducerFencedException) {
                say.accept("violation " + level + " fenced: " + cause);
              }
              return retried(this::goBack);
            });
  }

  /** Whatever was not committed is read again. */
  private Future<Void> goBack() {
    List<TopicPartition> mine = List.copyOf(owned);
    return consumer
        .committed(mine)
        .compose(
            committed -> {
              List<Future<?>> sought = new ArrayList<>();
              for (TopicPartition partition : mine) {
                if (owned.contains(partition)) {
                  OffsetAndMetadata offset = committed.get(partition);
                  expected.remove(partition);
                  sought.add(
                      consumer
                          .seek(partition, offset == null ? 0 : offset.offset())
                          .otherwiseEmpty());
                }
              }
              return Future.all(sought).mapEmpty();
            });
  }

  /** For as long as nobody answers. */
  private <T> Future<T> retried(Supplier<Future<T>> call) {
    return call.get()
        .recover(
            cause ->
                cause instanceof KafkaTimeoutException
                        || (cause instanceof OutcomeUnknownException unknown
                            && !(unknown.getCause() instanceof ProducerFencedException))
                    ? vertx.timer(100).compose(rested -> retried(call))
                    : Future.failedFuture(cause));
  }
}
