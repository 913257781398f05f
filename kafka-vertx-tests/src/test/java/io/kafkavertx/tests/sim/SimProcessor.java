package io.kafkavertx.tests.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.ProcessOptions;
import io.kafkavertx.RecordFailedException;
import io.kafkavertx.RecordFailedException.Outcome;
import io.kafkavertx.internal.cluster.Cluster;
import io.kafkavertx.internal.consumer.ConsumerCore;
import io.kafkavertx.internal.plugin.Plugins;
import io.kafkavertx.internal.process.ProcessConfig;
import io.kafkavertx.spi.Deserializer;
import io.kafkavertx.spi.Header;
import io.kafkavertx.spi.TopicPartition;
import io.kafkavertx.testkit.sim.SimEventLoop;
import io.kafkavertx.testkit.sim.SimWorld;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/**
 * A consumer in the simulation whose work on records succeeds at once or later, fails, throws, or
 * never ends. It checks what it sees against what {@code process} promises.
 */
final class SimProcessor {
  /** What all consumers of a run have to tell. */
  interface Watcher {
    /** The record is done: processed, skipped or buried. */
    void done(TopicPartition partition, long offset);

    void add(String what);
  }

  private final SimWorld world;
  private final RandomGenerator random;
  private final Watcher watcher;
  private final ProcessOptions options;
  private final SimEventLoop loop;
  private final Cluster cluster;
  private final ConsumerCore<String, String> core;
  private final Map<TopicPartition, Ownership> owned = new HashMap<>();
  private int running;
  private boolean calm;

  /** A partition from its assignment, or a resumption, to its end. */
  private static final class Ownership {
    /** Of each order the records that are begun and not done, the first one first. */
    final Map<Object, TreeSet<Long>> busy = new HashMap<>();

    final Map<Object, Long> latest = new HashMap<>();
    final Set<Long> done = new HashSet<>();
  }

  SimProcessor(
      SimWorld world,
      String name,
      ConsumerOptions consumer,
      ProcessOptions options,
      String assignor,
      Watcher watcher) {
    this.world = world;
    this.random = world.random();
    this.options = options;
    this.watcher = watcher;
    this.loop = world.loop(name);
    this.cluster = Cluster.open(loop, world.network().transport(loop), consumer);
    this.core =
        new ConsumerCore<>(
            cluster,
            consumer,
            id -> Plugins.compression(id).create(new JsonObject()),
            List.of(Plugins.assignor(assignor).create(new JsonObject())),
            Deserializer.string(),
            Deserializer.string());
    boolean elsewhere = random.nextInt(3) == 0;
    SimEventLoop other = elsewhere ? world.loop(name + "-work") : null;
    loop.execute(
        () -> {
          core.exceptionHandler(this::reported);
          core.rebalanceHandlers().onAssigned(this::assigned);
          core.rebalanceHandlers().onRevoked(this::gone);
          core.rebalanceHandlers().onLost(this::gone);
          core.processed()
              .start(
                  ProcessConfig.of(options, consumer),
                  SimWorkPlace.ofBatches(loop, other, this::work),
                  this::bury);
          core.subscribe(Set.of("orders"))
              .onFailure(failure -> world.trace(loop + " could not subscribe: " + failure));
        });
  }

  SimEventLoop loop() {
    return loop;
  }

  /** From now on everything succeeds. */
  void calm() {
    calm = true;
  }

  private Future<Void> assigned(Set<TopicPartition> partitions) {
    world.trace(loop + " is assigned " + partitions);
    partitions.forEach(partition -> owned.put(partition, new Ownership()));
    return Future.succeededFuture();
  }

  private Future<Void> gone(Set<TopicPartition> partitions) {
    world.trace(loop + " loses " + partitions);
    partitions.forEach(owned::remove);
    return Future.succeededFuture();
  }

  private Object order(ConsumerRecord<String, String> record) {
    return switch (options.getOrdering()) {
      case NONE -> null;
      case KEY -> record.key();
      case PARTITION -> "";
    };
  }

  private Future<?> work(List<ConsumerRecord<String, String>> batch) {
    ConsumerRecord<String, String> first = batch.get(0);
    Ownership ownership = owned.get(first.topicPartition());
    assertThat(ownership).as("%s works on %s, which is gone", loop, first).isNotNull();
    assertThat(batch.size()).isLessThanOrEqualTo(options.getBatchSize());
    Map<Object, TreeSet<Long>> begun = new HashMap<>();
    for (ConsumerRecord<String, String> record : batch) {
      assertThat(record.topicPartition()).isEqualTo(first.topicPartition());
      assertThat(ownership.done).as("%s is done", record).doesNotContain(record.offset());
      Object key = order(record);
      if (key != null) {
        TreeSet<Long> busy = ownership.busy.get(key);
        if (busy != null && !busy.isEmpty()) {
          assertThat(busy.first())
              .as("%s starts before those with the same key are done", record)
              .isEqualTo(record.offset());
          assertThat(batch).as("what has failed is tried alone").hasSize(1);
        } else {
          Long latest = ownership.latest.put(key, record.offset());
          assertThat(latest == null || latest <= record.offset())
              .as("%s comes after %s", record, latest)
              .isTrue();
          begun.computeIfAbsent(key, one -> new TreeSet<>()).add(record.offset());
        }
      }
    }
    ownership.busy.putAll(begun);
    if (batch.size() > 1) {
      watcher.add("batches");
    }
    running += batch.size();
    assertThat(running).as("records in flight").isLessThanOrEqualTo(options.getConcurrency());
    Promise<Void> promise = Promise.promise();
    boolean[] counted = {true};
    // From then on nobody waits for it any more.
    EndOfAttempt end =
        new EndOfAttempt(
            () -> {
              if (counted[0]) {
                counted[0] = false;
                running -= batch.size();
              }
            });
    int what = calm ? 0 : random.nextInt(40);
    if (what < 12) {
      end.run();
      succeeded(ownership, batch);
      return Future.succeededFuture();
    } else if (what < 30) {
      after(
          1 + random.nextInt(300),
          () -> {
            end.run();
            succeeded(ownership, batch);
            promise.complete();
          });
    } else if (what < 34) {
      after(
          1 + random.nextInt(100),
          () -> {
            end.run();
            promise.fail("not today");
          });
    } else if (what < 36) {
      end.run();
      watcher.add("thrown");
      throw new IllegalStateException("thrown");
    } else {
      // Too late, or never.
      watcher.add("hanging");
      long timeout = options.getProcessingTimeout().toMillis();
      world.after(Duration.ofMillis(timeout).minusMillis(5), end);
      if (what == 36) {
        after((int) timeout + 1 + random.nextInt(500), promise::complete);
      }
    }
    return promise.future();
  }

  private record EndOfAttempt(Runnable task) implements Runnable {
    @Override
    public void run() {
      task.run();
    }
  }

  private void after(int millis, Runnable task) {
    loop.schedule(Duration.ofMillis(millis).toNanos(), task);
  }

  private void succeeded(Ownership ownership, List<ConsumerRecord<String, String>> batch) {
    for (ConsumerRecord<String, String> record : batch) {
      watcher.add("processed");
      end(ownership, record.topicPartition(), record.offset(), order(record));
    }
  }

  private void end(Ownership ownership, TopicPartition partition, long offset, Object key) {
    if (key != null) {
      ownership.busy.get(key).remove(offset);
    }
    assertThat(ownership.done.add(offset)).as("%s of %s is done once", offset, partition).isTrue();
    watcher.done(partition, offset);
  }

  private Future<Void> bury(String topic, byte[] key, byte[] value, List<Header> headers) {
    String[] place = new String(value, StandardCharsets.UTF_8).split("/");
    Promise<Void> written = Promise.promise();
    boolean fails = !calm && random.nextInt(10) == 0;
    after(
        random.nextInt(200),
        () -> {
          if (fails) {
            watcher.add("dead letters not written");
            written.fail("no room");
          } else {
            watcher.add("dead letters");
            assertThat(topic).isEqualTo("orders-dead");
            assertThat(headers.get(2).value()).isEqualTo(place[1].getBytes(StandardCharsets.UTF_8));
            written.complete();
          }
        });
    return written.future();
  }

  private void reported(Throwable failure) {
    world.trace(loop + " reports " + failure);
    if (!(failure instanceof RecordFailedException failed)) {
      return;
    }
    TopicPartition partition = failed.topicPartition();
    Ownership ownership = owned.get(partition);
    watcher.add(failed.outcome().name());
    if (failed.outcome() == Outcome.SKIPPED || failed.outcome() == Outcome.DEAD_LETTERED) {
      // One in a batch does not count.
      assertThat(failed.attempts() - options.getMaxRetries() - 1)
          .isBetween(0, options.getBatchSize() > 1 ? 1 : 0);
      if (ownership == null) {
        watcher.done(partition, failed.offset());
      } else {
        ownership.busy.values().forEach(offsets -> offsets.remove(failed.offset()));
        end(ownership, partition, failed.offset(), null);
      }
    } else if (failed.outcome() == Outcome.PARTITION_STOPPED) {
      after(random.nextInt(1000), () -> resume(partition));
    }
  }

  private void resume(TopicPartition partition) {
    core.processed()
        .resume(partition)
        .onSuccess(
            resumed -> {
              watcher.add("resumed");
              if (owned.containsKey(partition)) {
                owned.put(partition, new Ownership());
              }
            });
  }

  /** Leaves the group and closes; afterwards nothing may be left. */
  Future<Void> close() {
    return core.close(Duration.ofSeconds(5).toNanos()).eventually(cluster::close);
  }
}
