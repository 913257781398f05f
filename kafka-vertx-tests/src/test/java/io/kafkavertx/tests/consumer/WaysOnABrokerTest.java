package io.kafkavertx.tests.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.ConsumerRecords;
import io.kafkavertx.KafkaConsumer;
import io.kafkavertx.OffsetAndMetadata;
import io.kafkavertx.PartitionStream;
import io.kafkavertx.RecordIterable;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Each way to take records, on a real broker. */
@Tag("slow")
final class WaysOnABrokerTest extends ConsumerTestBase {
  private static List<Long> range(long from, long to) {
    return LongStream.range(from, to).boxed().toList();
  }

  private Context worker() {
    return ((VertxInternal) vertx()).createWorkerContext();
  }

  @Test
  void aPipeToASlowSinkHoldsBackLosesNothingAndEndsWithTheConsumer() throws Exception {
    createTopic(1);
    TestRecords.produce(topic, 1, 0, 600, Map.of());
    SlowSink<ConsumerRecord<byte[], byte[]>> sink = new SlowSink<>(vertx());
    KafkaConsumer<byte[], byte[]> consumer = consumer(options());
    Promise<Void> piped = Promise.promise();
    await(
        onLoop(
            () -> {
              consumer.pipeTo(sink).onComplete(piped);
              return consumer.assign(partitions(1));
            }));
    eventually(vertx(), "all records", () -> sink.taken().size() == 600);
    assertThat(sink.taken()).extracting(ConsumerRecord::offset).isEqualTo(range(0, 600));
    assertThat(sink.mostQueued()).isLessThanOrEqualTo(16);
    assertThat(piped.future().isComplete()).isFalse();
    await(consumer.close());
    await(piped.future());
    assertThat(sink.ended().isComplete()).isTrue();
  }

  @Test
  void oneStalledPartitionStreamHoldsUpNoOther() throws Exception {
    createTopic(3);
    TestRecords.produce(topic, 3, 0, 6000, Map.of());
    Map<Integer, List<Long>> seen = new ConcurrentHashMap<>();
    Map<Integer, PartitionStream<byte[], byte[]>> streams = new ConcurrentHashMap<>();
    List<TopicPartition> ended = new ArrayList<>();
    SlowSink<ConsumerRecord<byte[], byte[]>> sink = new SlowSink<>(vertx());
    KafkaConsumer<byte[], byte[]> consumer =
        consumer(options().setMaxPartitionFetchBytes(20_000).setMaxBufferedBytes(200_000));
    Promise<Void> piped = Promise.promise();
    Context context = vertx().getOrCreateContext();
    await(
        on(
            context,
            () -> {
              consumer.partitionsHandler(
                  stream -> {
                    int number = stream.topicPartition().partition();
                    List<Long> offsets = new ArrayList<>();
                    seen.put(number, offsets);
                    streams.put(number, stream);
                    if (number == 0) {
                      stream.pause();
                    }
                    if (number == 2) {
                      stream.pipeTo(sink).onComplete(piped);
                    } else {
                      stream.handler(record -> offsets.add(record.offset()));
                      stream.endHandler(end -> ended.add(stream.topicPartition()));
                    }
                  });
              return consumer.assign(partitions(3));
            }));
    eventually(
        vertx(),
        "all records of the others",
        () -> seen.get(1).size() == 2000 && sink.taken().size() == 2000);
    assertThat(seen.get(0)).isEmpty();
    assertThat(await(streams.get(0).demand())).isZero();
    streams.get(0).resume();
    eventually(vertx(), "all records of the stalled one", () -> seen.get(0).size() == 2000);
    assertThat(seen.get(0)).isEqualTo(range(0, 2000));
    assertThat(seen.get(1)).isEqualTo(range(0, 2000));
    assertThat(sink.taken()).extracting(ConsumerRecord::offset).isEqualTo(range(0, 2000));
    await(consumer.assign(List.of(partition(0))));
    await(piped.future());
    await(consumer.close());
    await(on(context, Future::succeededFuture));
    assertThat(ended).containsExactly(partition(1), partition(0));
  }

  @Test
  void batchesCountAgainstTheDemandOnAnyContext() throws Exception {
    createTopic(2);
    TestRecords.produce(topic, 2, 0, 2000, Map.of());
    for (Context context : List.of(vertx().getOrCreateContext(), worker())) {
      String readers = group + (context.isWorkerContext() ? "w" : "l");
      ConcurrentLinkedQueue<ConsumerRecords<byte[], byte[]>> batches =
          new ConcurrentLinkedQueue<>();
      KafkaConsumer<byte[], byte[]> consumer =
          consumer(options().setGroupId(readers).setMaxPollRecords(100));
      await(
          on(
              context,
              () -> {
                consumer.pause();
                consumer.batchHandler(
                    batch -> {
                      batches.add(batch);
                      if (vertx().getOrCreateContext() != context) {
                        throw new IllegalStateException("on another context");
                      }
                    });
                consumer.fetch(250);
                return consumer.assign(partitions(2));
              }));
      eventually(vertx(), "what was asked for", () -> count(batches) >= 250);
      // Whatever comes too many would come now.
      await(vertx().timer(200));
      assertThat(count(batches)).isEqualTo(250);
      assertThat(batches).allMatch(batch -> batch.size() <= 100 && batch.partitions().size() == 1);
      consumer.resume();
      eventually(vertx(), "all", () -> count(batches) == 2000);
      for (TopicPartition partition : partitions(2)) {
        List<Long> offsets = new ArrayList<>();
        batches.forEach(batch -> batch.records(partition).forEach(r -> offsets.add(r.offset())));
        assertThat(offsets).isEqualTo(range(0, 1000));
      }
      await(consumer.close());
      KafkaConsumer<byte[], byte[]> next = consumer(options().setGroupId(readers));
      assertThat(await(next.committed(partitions(2))).values())
          .extracting(OffsetAndMetadata::offset)
          .containsExactly(1000L, 1000L);
      await(next.close());
    }
  }

  private static int count(Iterable<ConsumerRecords<byte[], byte[]>> batches) {
    int count = 0;
    for (ConsumerRecords<byte[], byte[]> batch : batches) {
      count += batch.size();
    }
    return count;
  }

  /** Iterates with calls in between that a thread of its own may wait for. */
  private void iterate() throws Exception {
    KafkaConsumer<byte[], byte[]> consumer =
        consumer(options().setGroupId(group).setEnableAutoCommit(false).setMaxPollRecords(50));
    await(consumer.assign(List.of(partition(0))));
    List<Long> offsets = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : consumer.records(Duration.ofSeconds(60))) {
      TestRecords.check(record, (int) record.offset());
      offsets.add(record.offset());
      if (record.offset() == 120) {
        // The record at hand is part of it.
        assertThat(await(consumer.commit()).get(partition(0)).offset()).isEqualTo(121);
        assertThat(await(consumer.position(partition(0)))).isEqualTo(121);
        await(consumer.seek(partition(0), 900));
      }
      if (offsets.size() == 221) {
        break;
      }
    }
    List<Long> expected = new ArrayList<>(range(0, 121));
    expected.addAll(range(900, 1000));
    assertThat(offsets).isEqualTo(expected);
    // Nothing more: the iteration ends in time.
    try (RecordIterable<byte[], byte[]> rest = consumer.records(Duration.ofMillis(50))) {
      assertThat(rest).isEmpty();
    }
    await(consumer.seek(partition(0), 990));
    try (RecordIterable<byte[], byte[]> rest = consumer.records(Duration.ofMillis(500))) {
      assertThat(rest).extracting(ConsumerRecord::offset).isEqualTo(range(990, 1000));
    }
    await(consumer.close());
  }

  @Test
  void aPlainThreadIteratesAndMayWaitForTheConsumerMeanwhile() throws Exception {
    createTopic(1);
    TestRecords.produce(topic, 1, 0, 1000, Map.of());
    iterate();
  }

  @Test
  void aVirtualThreadIterates() throws Exception {
    ExecutorService threads = virtualThreads();
    Assumptions.assumeTrue(threads != null, "needs JDK 21");
    createTopic(1);
    TestRecords.produce(topic, 1, 0, 1000, Map.of());
    threads.submit(callable(this::iterate)).get(120, TimeUnit.SECONDS);
    threads.shutdown();
  }

  private static ExecutorService virtualThreads() {
    try {
      return (ExecutorService)
          Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    } catch (ReflectiveOperationException notThisJdk) {
      return null;
    }
  }

  private interface Work {
    void run() throws Exception;
  }

  private static Callable<Void> callable(Work work) {
    return () -> {
      work.run();
      return null;
    };
  }

  @Test
  void aWorkerIteratesAndAnEventLoopIsToldWhatToDo() throws Exception {
    createTopic(1);
    TestRecords.produce(topic, 1, 0, 100, Map.of());
    Promise<KafkaConsumer<byte[], byte[]>> made = Promise.promise();
    List<Long> offsets =
        await(
            vertx()
                .executeBlocking(
                    () -> {
                      KafkaConsumer<byte[], byte[]> consumer = consumer(options());
                      made.complete(consumer);
                      consumer.assign(List.of(partition(0)));
                      List<Long> seen = new ArrayList<>();
                      for (var record : consumer.records(Duration.ofSeconds(30))) {
                        seen.add(record.offset());
                        if (seen.size() == 100) {
                          break;
                        }
                      }
                      return seen;
                    }));
    assertThat(offsets).isEqualTo(range(0, 100));
    KafkaConsumer<byte[], byte[]> consumer = await(made.future());
    Throwable refused =
        failure(onLoop(() -> Future.succeededFuture(consumer.records().iterator().hasNext())));
    assertThat(refused)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("event loop")
        .hasMessageContaining("set a handler");
    await(consumer.close());
  }

  @Test
  void closingAndInterruptingWakeAThreadThatWaits() throws Exception {
    createTopic(1);
    KafkaConsumer<byte[], byte[]> consumer = consumer(options());
    await(consumer.assign(List.of(partition(0))));
    CountDownLatch waiting = new CountDownLatch(1);
    Promise<Throwable> interrupted = Promise.promise();
    Thread first =
        new Thread(
            () -> {
              waiting.countDown();
              try {
                consumer.records().iterator().next();
                interrupted.fail("there is no record");
              } catch (RuntimeException e) {
                interrupted.complete(Thread.currentThread().isInterrupted() ? e : null);
              }
            });
    first.start();
    waiting.await();
    first.interrupt();
    assertThat(await(interrupted.future())).hasMessageContaining("interrupted");
    Promise<Boolean> more = Promise.promise();
    Thread second = new Thread(() -> more.complete(consumer.records().iterator().hasNext()));
    second.start();
    await(consumer.close());
    assertThat(await(more.future())).isFalse();
    assertThat(consumer.records().iterator().hasNext()).isFalse();
  }

  @Test
  void recordsGoOneWayAtATimeAndTheErrorSaysHowToChange() throws Exception {
    KafkaConsumer<byte[], byte[]> consumer = consumer(options());
    consumer.batchHandler(batch -> {});
    assertThatThrownBy(() -> consumer.handler(record -> {}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "handler cannot be mixed with batchHandler, which takes the records of this consumer;"
                + " batchHandler(null) ends that");
    assertThatThrownBy(() -> consumer.partitionsHandler(stream -> {}))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(consumer::records).isInstanceOf(IllegalStateException.class);
    assertThat(failure(consumer.poll(Duration.ZERO)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("poll cannot be mixed with batchHandler");
    // Of no effect: it is not the one in use.
    consumer.handler(null);
    assertThatThrownBy(() -> consumer.handler(record -> {}))
        .isInstanceOf(IllegalStateException.class);
    consumer.batchHandler(null);
    consumer.records(Duration.ZERO).close();
    consumer.handler(record -> {});
    consumer.handler(null);
    assertThat(await(consumer.poll(Duration.ZERO, 7))).isEmpty();
    await(consumer.close());
  }
}
