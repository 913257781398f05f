package io.kafkavertx.tests.transactions;

import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.KafkaConsumer;
import io.kafkavertx.KafkaException;
import io.kafkavertx.KafkaProducer;
import io.kafkavertx.KafkaTimeoutException;
import io.kafkavertx.OffsetAndMetadata;
import io.kafkavertx.OutcomeUnknownException;
import io.kafkavertx.ProducerFencedException;
import io.kafkavertx.ProducerOptions;
import io.kafkavertx.ProducerRecord;
import io.kafkavertx.spi.Deserializer;
import io.kafkavertx.spi.Serializer;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Copies one partition, so many records in a transaction, and the offset with them; says how far it
 * is. It starts where the last one has got to, so it may be killed at any time.
 */
public final class CopierMain {
  static final String INPUT = "input";
  static final String OUTPUT = "output";
  static final int OUTPUTS = 3;

  private final Vertx vertx = Vertx.vertx();
  private final TopicPartition source;
  private final long end;
  private final int perTransaction;
  private final long pauseMillis;
  private final KafkaProducer<byte[], String> producer;
  private final KafkaConsumer<byte[], String> consumer;
  private long next;

  private CopierMain(
      String servers, int partition, long end, int perTransaction, long pauseMillis) {
    source = new TopicPartition(INPUT, partition);
    this.end = end;
    this.perTransaction = perTransaction;
    this.pauseMillis = pauseMillis;
    producer =
        KafkaProducer.create(
            vertx,
            new ProducerOptions()
                .setBootstrapServers(servers)
                .setTransactionalId("copier-" + partition)
                .setTransactionTimeout(Duration.ofSeconds(40)),
            Serializer.bytes(),
            Serializer.string());
    consumer =
        KafkaConsumer.create(
            vertx,
            new ConsumerOptions()
                .setBootstrapServers(servers)
                .setGroupId("copiers")
                .setEnableAutoCommit(false)
                .setAutoOffsetReset("earliest")
                .setIsolationLevel(ConsumerOptions.IsolationLevel.READ_COMMITTED),
            Deserializer.bytes(),
            Deserializer.string());
  }

  /**
   * Servers, partition, the offset to stop at, records per transaction, milliseconds to rest after
   * each.
   */
  public static void main(String[] args) {
    CopierMain copier =
        new CopierMain(
            args[0],
            Integer.parseInt(args[1]),
            Long.parseLong(args[2]),
            Integer.parseInt(args[3]),
            Long.parseLong(args[4]));
    copier
        .run()
        .onComplete(
            done -> {
              say("done");
              Runtime.getRuntime().halt(0);
            },
            failure -> {
              say("failed: " + failure);
              Runtime.getRuntime().halt(1);
            });
  }

  private static void say(String line) {
    System.out.println(line); // the parent process reads it
  }

  private Future<Void> run() {
    // Only after this is it sure what the last copier has committed.
    return retried(producer::initTransactions).compose(ready -> goBack()).compose(at -> copy());
  }

  /** Whatever was not committed is read again. */
  private Future<Void> goBack() {
    return retried(() -> consumer.committed(List.of(source)))
        .compose(
            committed -> {
              OffsetAndMetadata offset = committed.get(source);
              next = offset == null ? 0 : offset.offset();
              return consumer.assign(List.of(source));
            })
        .compose(assigned -> consumer.seek(source, next));
  }

  private Future<Void> copy() {
    if (next >= end) {
      return Future.succeededFuture();
    }
    List<ConsumerRecord<byte[], String>> batch = new ArrayList<>();
    return fill(batch)
        .compose(full -> transaction(batch))
        .compose(
            committed -> {
              next = batch.get(batch.size() - 1).offset() + 1;
              say("at " + next);
              return rest();
            },
            failure -> {
              say("not committed: " + failure);
              return failure instanceof ProducerFencedException
                  ? Future.failedFuture(failure)
                  : rest().compose(rested -> goBack());
            })
        .compose(on -> copy());
  }

  private Future<Void> fill(List<ConsumerRecord<byte[], String>> batch) {
    long wanted = Math.min(perTransaction, end - next);
    if (batch.size() >= wanted) {
      return Future.succeededFuture();
    }
    return consumer
        .poll(Duration.ofMillis(500))
        .compose(
            records -> {
              for (ConsumerRecord<byte[], String> record : records) {
                if (batch.size() < wanted) {
                  batch.add(record);
                }
              }
              if (batch.size() < wanted) {
                return fill(batch);
              }
              // What was read too much comes with the next one.
              return consumer.seek(source, batch.get(batch.size() - 1).offset() + 1);
            });
  }

  private Future<Void> transaction(List<ConsumerRecord<byte[], String>> batch) {
    OffsetAndMetadata offset = new OffsetAndMetadata(batch.get(batch.size() - 1).offset() + 1);
    return producer
        .inTransaction(
            tx -> {
              for (ConsumerRecord<byte[], String> record : batch) {
                int target = Integer.parseInt(record.value()) % OUTPUTS;
                tx.send(
                    ProducerRecord.<byte[], String>of(OUTPUT, record.value()).toPartition(target));
              }
              return consumer
                  .groupMetadata()
                  .compose(group -> tx.sendOffsetsToTransaction(Map.of(source, offset), group));
            })
        .recover(
            cause ->
                cause instanceof OutcomeUnknownException
                        && !(cause.getCause() instanceof ProducerFencedException)
                    ? retried(producer::commitTransaction)
                    : Future.failedFuture(cause));
  }

  /** For as long as nobody answers. */
  private <T> Future<T> retried(java.util.function.Supplier<Future<T>> call) {
    return call.get()
        .recover(
            cause ->
                cause instanceof KafkaTimeoutException || cause instanceof OutcomeUnknownException
                    ? rest().compose(rested -> retried(call))
                    : Future.failedFuture((KafkaException) cause));
  }

  private Future<Void> rest() {
    Promise<Void> rested = Promise.promise();
    vertx.setTimer(Math.max(1, pauseMillis), timer -> rested.complete());
    return rested.future();
  }
}
