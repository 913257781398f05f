package io.kafkavertx.tests.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.ClientClosedException;
import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.ConsumerRecords;
import io.kafkavertx.KafkaConsumer;
import io.kafkavertx.NoOffsetException;
import io.kafkavertx.OffsetAndMetadata;
import io.kafkavertx.OffsetReset;
import io.kafkavertx.SerializationException;
import io.kafkavertx.spi.Deserializer;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Demand, positions, offsets, polling, errors and closing, on a real broker. */
@Tag("slow")
final class ConsumerFlowTest extends ConsumerTestBase {
  @Test
  void fetchGivesExactlyWhatWasAskedFor() throws Exception {
    createTopic(1);
    TestRecords.produce(topic, 1, 0, 100, Map.of());
    List<Long> offsets =
        await(
            onLoop(
                () -> {
                  KafkaConsumer<byte[], byte[]> consumer = consumer(options());
                  List<Long> seen = new ArrayList<>();
                  Promise<List<Long>> done = Promise.promise();
                  consumer.pause();
                  consumer.handler(
                      record -> {
                        seen.add(record.offset());
                        if (seen.size() == 7) {
                          // Whatever comes too many would come in these turns.
                          vertx().setTimer(200, id -> done.complete(List.copyOf(seen)));
                        }
                      });
                  consumer.fetch(3);
                  consumer
                      .assign(List.of(partition(0)))
                      .onSuccess(assigned -> consumer.fetch(4))
                      .onFailure(done::tryFail);
                  return done.future().eventually(() -> consumer.close());
                }));
    assertThat(offsets).containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L);
  }

  @Test
  void pauseInTheHandlerActsAtTheNextRecordOnAnyContext() throws Exception {
    createTopic(1);
    TestRecords.produce(topic, 1, 0, 1000, Map.of());
    for (ThreadingModel model : List.of(ThreadingModel.EVENT_LOOP, ThreadingModel.WORKER)) {
      Context home = context(model);
      Context other = context(model);
      ConcurrentLinkedQueue<Long> seen = new ConcurrentLinkedQueue<>();
      KafkaConsumer<byte[], byte[]> consumer =
          await(on(home, () -> Future.succeededFuture(consumer(options()))));
      await(
          on(
              other,
              () -> {
                consumer.handler(
                    record -> {
                      seen.add(record.offset());
                      consumer.pause();
                      vertx().setTimer(1, id -> consumer.fetch(1));
                    });
                return consumer.assign(List.of(partition(0)));
              }));
      // One record at a time: were a pause late, two would follow each other within a timer.
      Promise<Void> enough = Promise.promise();
      long timer =
          vertx()
              .setPeriodic(
                  5,
                  id -> {
                    if (seen.size() >= 20) {
                      enough.tryComplete();
                    }
                  });
      await(enough.future());
      vertx().cancelTimer(timer);
      await(consumer.close());
      assertThat(List.copyOf(seen)).doesNotHaveDuplicates().isSorted();
      assertThat(seen.peek()).isZero();
    }
  }

  private Context context(ThreadingModel model) {
    VertxInternal internal = (VertxInternal) vertx();
    return model == ThreadingModel.WORKER
        ? internal.createWorkerContext()
        : internal.createEventLoopContext();
  }

  @Test
  void recordsArriveOnTheContextThatSetTheHandler() throws Exception {
    createTopic(1);
    TestRecords.produce(topic, 1, 0, 5000, Map.of());
    Context worker = context(ThreadingModel.WORKER);
    Promise<Void> done = Promise.promise();
    KafkaConsumer<byte[], byte[]> consumer = consumer(options().setGroupId(group));
    AtomicInteger count = new AtomicInteger();
    await(
        on(
            worker,
            () -> {
              consumer.handler(
                  record -> {
                    if (vertx().getOrCreateContext() != worker) {
                      done.tryFail("on " + Thread.currentThread());
                    }
                    if (record.offset() != count.getAndIncrement()) {
                      done.tryFail("out of order: " + record);
                    }
                    if (record.offset() == 2500) {
                      // The record at hand is part of what an explicit commit covers.
                      consumer
                          .commit()
                          .onSuccess(
                              committed -> {
                                long offset = committed.get(partition(0)).offset();
                                if (offset != 2501) {
                                  done.tryFail("committed " + offset);
                                }
                              })
                          .onFailure(done::tryFail);
                    }
                    if (record.offset() == 4999) {
                      done.tryComplete();
                    }
                  });
              return consumer.assign(List.of(partition(0)));
            }));
    await(done.future());
    await(consumer.close());
  }

  @Test
  void aPausedPartitionIsKeptAndTheOthersFlow() throws Exception {
    createTopic(2);
    TestRecords.produce(topic, 2, 0, 2000, Map.of());
    int[] counts = new int[2];
    Promise<Void> other = Promise.promise();
    Promise<Void> all = Promise.promise();
    KafkaConsumer<byte[], byte[]> consumer =
        await(onLoop(() -> Future.succeededFuture(consumer(options()))));
    await(
        onLoop(
            () -> {
              consumer.pause();
              consumer.handler(
                  record -> {
                    counts[record.partition()]++;
                    if (counts[1] == 1000) {
                      other.tryComplete();
                    }
                    if (counts[0] + counts[1] == 2000) {
                      all.tryComplete();
                    }
                  });
              return consumer
                  .assign(partitions(2))
                  .compose(assigned -> consumer.pause(List.of(partition(0))))
                  .onSuccess(paused -> consumer.resume());
            }));
    await(other.future());
    assertThat(counts[0]).isZero();
    assertThat(await(consumer.paused())).containsExactly(partition(0));
    await(consumer.resume(List.of(partition(0))));
    await(all.future());
    await(consumer.close());
  }

  @Test
  void afterASeekNothingOfBeforeIsDelivered() throws Exception {
    createTopic(1);
    TestRecords.produce(topic, 1, 0, 3000, Map.of());
    List<Long> offsets =
        await(
            onLoop(
                () -> {
                  KafkaConsumer<byte[], byte[]> consumer = consumer(options());
                  Promise<List<Long>> done = Promise.promise();
                  List<Long> seen = new ArrayList<>();
                  consumer
                      .exceptionHandler(done::tryFail)
                      .handler(
                          record -> {
                            seen.add(record.offset());
                            if (record.offset() == 10 && seen.size() < 20) {
                              consumer.seek(partition(0), 2000);
                            } else if (record.offset() == 2010 && seen.size() < 30) {
                              consumer.seekToBeginning(List.of());
                            } else if (seen.size() == 25) {
                              done.complete(List.copyOf(seen));
                            }
                          });
                  consumer.assign(List.of(partition(0))).onFailure(done::tryFail);
                  return done.future().eventually(() -> consumer.close());
                }));
    List<Long> expected = new ArrayList<>();
    for (long offset = 0; offset <= 10; offset++) {
      expected.add(offset);
    }
    for (long offset = 2000; offset <= 2010; offset++) {
      expected.add(offset);
    }
    expected.addAll(List.of(0L, 1L, 2L));
    assertThat(offsets).isEqualTo(expected);
  }

  @Test
  void offsetsCanBeAskedForWithoutReading() throws Exception {
    createTopic(2);
    TestRecords.produce(topic, 2, 0, 100, Map.of());
    KafkaConsumer<byte[], byte[]> consumer = consumer(options().setGroupId(group));
    Map<TopicPartition, Long> both = Map.of(partition(0), 50L, partition(1), 50L);
    assertThat(await(consumer.endOffsets(partitions(2)))).isEqualTo(both);
    assertThat(await(consumer.beginningOffsets(partitions(2))).values()).containsOnly(0L);
    var byTime =
        await(
            consumer.offsetsForTimes(
                Map.of(
                    partition(0),
                    TestRecords.timestamp(20),
                    partition(1),
                    TestRecords.timestamp(1000))));
    assertThat(byTime).containsOnlyKeys(partition(0));
    assertThat(byTime.get(partition(0)).offset()).isEqualTo(10);
    assertThat(byTime.get(partition(0)).timestamp()).isEqualTo(TestRecords.timestamp(20));
    assertThat(await(consumer.partitionsFor(topic))).hasSize(2);
    assertThat(await(consumer.committed(partitions(2)))).isEmpty();
    await(consumer.commit(Map.of(partition(0), new OffsetAndMetadata(7, -1, "mine"))));
    assertThat(await(consumer.committed(partitions(2))))
        .isEqualTo(Map.of(partition(0), new OffsetAndMetadata(7, -1, "mine")));
    await(consumer.assign(partitions(2)));
    assertThat(await(consumer.position(partition(0)))).isEqualTo(7);
    assertThat(await(consumer.position(partition(1)))).isZero();
    await(consumer.close());
    assertThat(failure(consumer.assignment())).isInstanceOf(ClientClosedException.class);
    await(consumer.close());
  }

  @Test
  void theRecordWithTheLargestTimestampIsFound() throws Exception {
    createTopic(2);
    try (var producer = TestRecords.producer(Map.of())) {
      for (int n : new int[] {10, 50, 20}) {
        producer.send(new ProducerRecord<>(topic, 0, TestRecords.timestamp(n), null, new byte[1]));
      }
    }
    KafkaConsumer<byte[], byte[]> consumer = consumer(options());
    var found = await(consumer.maxTimestampOffsets(partitions(2)));
    assertThat(found).containsOnlyKeys(partition(0));
    assertThat(found.get(partition(0)).offset()).isEqualTo(1);
    assertThat(found.get(partition(0)).timestamp()).isEqualTo(TestRecords.timestamp(50));
    await(consumer.close());
  }

  @Test
  void withoutAPolicyAMissingOffsetIsAnErrorAndASeekGoesOn() throws Exception {
    createTopic(1);
    TestRecords.produce(topic, 1, 0, 10, Map.of());
    Promise<Throwable> error = Promise.promise();
    Promise<Long> read = Promise.promise();
    KafkaConsumer<byte[], byte[]> consumer = consumer(options().setAutoOffsetReset("none"));
    consumer.exceptionHandler(error::tryComplete).handler(r -> read.tryComplete(r.offset()));
    await(consumer.assign(List.of(partition(0))));
    assertThat(await(error.future()))
        .isInstanceOf(NoOffsetException.class)
        .hasMessageContaining(topic);
    await(consumer.seek(partition(0), 5));
    assertThat(await(read.future())).isEqualTo(5);
    await(consumer.close());
  }

  @Test
  void anOffsetOutOfRangeIsResetByPolicyAndTold() throws Exception {
    createTopic(1);
    TestRecords.produce(topic, 1, 0, 10, Map.of());
    Promise<OffsetReset> told = Promise.promise();
    Promise<Long> read = Promise.promise();
    KafkaConsumer<byte[], byte[]> consumer = consumer(options());
    consumer
        .offsetResetHandler(
            reset -> {
              if (reset.reason() == OffsetReset.Reason.OUT_OF_RANGE) {
                told.tryComplete(reset);
              }
            })
        .pause()
        .handler(record -> read.tryComplete(record.offset()));
    await(consumer.assign(List.of(partition(0))));
    await(consumer.seek(partition(0), 1_000_000));
    consumer.resume();
    assertThat(await(told.future()))
        .isEqualTo(new OffsetReset(partition(0), 1_000_000, 0, OffsetReset.Reason.OUT_OF_RANGE));
    assertThat(await(read.future())).isZero();
    await(consumer.close());
  }

  @Test
  void aRecordThatCannotBeDeserializedStopsItsPartitionOnly() throws Exception {
    createTopic(2);
    TestRecords.produce(topic, 2, 0, 40, Map.of());
    Deserializer<Long> picky =
        (name, headers, array, offset, length) -> {
          if (length > 0 && new String(array, offset, length).startsWith("value-10-")) {
            throw new IllegalArgumentException("not that one");
          }
          return (long) length;
        };
    Promise<Throwable> error = Promise.promise();
    Promise<Void> all = Promise.promise();
    List<Long> first = new ArrayList<>();
    List<Long> second = new ArrayList<>();
    KafkaConsumer<byte[], Long> consumer =
        KafkaConsumer.create(vertx(), options(), Deserializer.bytes(), picky);
    consumer
        .exceptionHandler(error::tryComplete)
        .handler(
            record -> {
              (record.partition() == 0 ? first : second).add(record.offset());
              if (first.size() + second.size() == 39) {
                all.tryComplete();
              }
            });
    await(consumer.assign(partitions(2)));
    assertThat(await(error.future()))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("offset 5 of " + partition(0))
        .hasRootCauseMessage("not that one");
    await(consumer.seek(partition(0), 6));
    await(all.future());
    assertThat(first).doesNotContain(5L).hasSize(19);
    assertThat(second).hasSize(20);
    await(consumer.close());
  }

  @Test
  void badRecordsCanBePassedOver() throws Exception {
    createTopic(1);
    TestRecords.produce(topic, 1, 0, 40, Map.of());
    Deserializer<Long> picky =
        (name, headers, array, offset, length) -> {
          if (length % 2 == 0) {
            throw new IllegalArgumentException("even");
          }
          return (long) length;
        };
    AtomicInteger seen = new AtomicInteger();
    AtomicInteger errors = new AtomicInteger();
    Promise<Void> all = Promise.promise();
    KafkaConsumer<byte[], Long> consumer =
        KafkaConsumer.create(
            vertx(),
            options().setOnBadRecord(ConsumerOptions.BadRecordPolicy.SKIP),
            Deserializer.bytes(),
            picky);
    Runnable count =
        () -> {
          if (seen.get() + errors.get() == 40) {
            all.tryComplete();
          }
        };
    consumer
        .exceptionHandler(
            error -> {
              errors.incrementAndGet();
              count.run();
            })
        .handler(
            record -> {
              seen.incrementAndGet();
              count.run();
            });
    await(consumer.assign(List.of(partition(0))));
    await(all.future());
    assertThat(errors.get()).isPositive();
    assertThat(seen.get()).isPositive();
    assertThat(await(consumer.position(partition(0)))).isEqualTo(40);
    await(consumer.close());
  }

  @Test
  void aHandlerThatThrowsIsReportedAndTheStreamGoesOn() throws Exception {
    createTopic(1);
    TestRecords.produce(topic, 1, 0, 10, Map.of());
    List<Throwable> errors = new ArrayList<>();
    Promise<Void> last = Promise.promise();
    await(
        onLoop(
            () -> {
              KafkaConsumer<byte[], byte[]> consumer = consumer(options());
              consumer
                  .exceptionHandler(errors::add)
                  .handler(
                      record -> {
                        if (record.offset() == 9) {
                          last.complete();
                        }
                        throw new IllegalStateException("boom " + record.offset());
                      });
              return consumer
                  .assign(List.of(partition(0)))
                  .compose(assigned -> last.future())
                  .eventually(() -> consumer.close());
            }));
    assertThat(errors).hasSize(10);
    assertThat(errors.get(3)).hasMessageContaining("offset 3").hasRootCauseMessage("boom 3");
  }

  @Test
  void pollAnswersWithRecordsAndCountsThemAsHandledAtTheNextOne() throws Exception {
    createTopic(1);
    TestRecords.produce(topic, 1, 0, 25, Map.of());
    KafkaConsumer<byte[], byte[]> consumer =
        consumer(options().setGroupId(group).setMaxPollRecords(10));
    await(consumer.assign(List.of(partition(0))));
    List<Long> offsets = new ArrayList<>();
    while (offsets.size() < 25) {
      ConsumerRecords<byte[], byte[]> records = await(consumer.poll(Duration.ofSeconds(10)));
      assertThat(records.size()).isBetween(1, 10);
      records.forEach(record -> offsets.add(record.offset()));
    }
    assertThat(offsets).hasSize(25).isSorted().doesNotHaveDuplicates();
    assertThat(await(consumer.poll(Duration.ofMillis(1))).isEmpty()).isTrue();
    Future<ConsumerRecords<byte[], byte[]>> open = consumer.poll(Duration.ofMinutes(1));
    assertThat(failure(consumer.poll(Duration.ofMinutes(1))))
        .isInstanceOf(IllegalStateException.class);
    TestRecords.produce(topic, 1, 25, 26, Map.of());
    assertThat(await(open).records()).extracting(ConsumerRecord::offset).containsExactly(25L);
    Future<ConsumerRecords<byte[], byte[]>> cut = consumer.poll(Duration.ofMinutes(1));
    await(consumer.close());
    assertThat(failure(cut)).isInstanceOf(ClientClosedException.class);
    KafkaConsumer<byte[], byte[]> next = consumer(options().setGroupId(group));
    assertThat(await(next.committed(List.of(partition(0)))).get(partition(0)).offset())
        .isEqualTo(26);
    await(next.close());
  }

  @Test
  void closeCommitsWhatWasHandledAndEndsTheStream() throws Exception {
    createTopic(1);
    TestRecords.produce(topic, 1, 0, 100, Map.of());
    Promise<Void> ended = Promise.promise();
    Promise<Void> half = Promise.promise();
    KafkaConsumer<byte[], byte[]> consumer = consumer(options().setGroupId(group));
    consumer
        .endHandler(ended::complete)
        .handler(
            record -> {
              if (record.offset() == 49) {
                consumer.pause();
                half.tryComplete();
              }
            });
    await(consumer.subscribe(topic));
    await(half.future());
    await(consumer.close());
    await(ended.future());
    KafkaConsumer<byte[], byte[]> next = consumer(options().setGroupId(group));
    assertThat(await(next.committed(List.of(partition(0)))).get(partition(0)).offset())
        .isEqualTo(50);
    await(next.close());
  }

  @Test
  void closeIsBoundedWhenThereIsNoBroker() throws Exception {
    KafkaConsumer<byte[], byte[]> consumer =
        consumer(options().setBootstrapServers("127.0.0.1:1").setGroupId(group));
    Future<Void> joining = consumer.subscribe(topic);
    Future<Long> open = consumer.position(partition(0));
    assertThat(failure(open)).isInstanceOf(IllegalStateException.class);
    long start = System.nanoTime();
    await(consumer.close(Duration.ofSeconds(20)));
    assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(30));
    assertThat(failure(joining)).isInstanceOf(ClientClosedException.class);
  }
}
