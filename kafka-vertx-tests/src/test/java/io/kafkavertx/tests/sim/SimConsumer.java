package io.kafkavertx.tests.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.KafkaException;
import io.kafkavertx.OffsetAndMetadata;
import io.kafkavertx.OffsetReset;
import io.kafkavertx.internal.cluster.Cluster;
import io.kafkavertx.internal.consumer.ConsumerCore;
import io.kafkavertx.internal.plugin.Plugins;
import io.kafkavertx.spi.Deserializer;
import io.kafkavertx.spi.PartitionAssignorFactory;
import io.kafkavertx.spi.TopicPartition;
import io.kafkavertx.testkit.sim.SimEventLoop;
import io.kafkavertx.testkit.sim.SimWorld;
import io.kafkavertx.tests.support.OnLoop;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A consumer in the simulation: notes what it owns, and checks that it gets nothing else and
 * nothing out of order.
 */
final class SimConsumer {
  /** What happens to it. */
  interface Watch {
    void seen(ConsumerRecord<String, String> record);

    /**
     * The consumer has chosen a position itself.
     *
     * @param wasCommitted whether the group had an offset when the partition was assigned
     */
    void reset(OffsetReset reset, boolean wasCommitted);

    /** It was told of something that it could do nothing about itself. */
    void failed();

    /** Whether the group has an offset of the partition. */
    boolean isCommitted(TopicPartition partition);
  }

  /** Looking for plug-ins takes longer than a small world. */
  private static final Map<String, PartitionAssignorFactory> ASSIGNORS = new ConcurrentHashMap<>();

  private final SimWorld world;
  private final SimEventLoop loop;
  private final Cluster cluster;
  private final ConsumerCore<String, String> core;
  private final Watch watch;
  private final Set<TopicPartition> owned = new HashSet<>();

  /**
   * Per partition that is owned, the offset that must come next; nothing before the first record.
   */
  private final Map<TopicPartition, Long> next = new HashMap<>();

  /** Those that had a committed offset when they were assigned. */
  private final Set<TopicPartition> committed = new HashSet<>();

  private boolean manualCommits;
  private boolean closing;
  private boolean closed;

  SimConsumer(SimWorld world, String name, ConsumerOptions options, String assignor, Watch watch) {
    this.world = world;
    this.watch = watch;
    this.loop = world.loop(name);
    this.cluster = Cluster.open(loop, world.network().transport(loop), options);
    this.core =
        new ConsumerCore<>(
            cluster,
            options,
            id -> Plugins.compression(id).create(new JsonObject()),
            List.of(
                ASSIGNORS.computeIfAbsent(assignor, Plugins::assignor).create(new JsonObject())),
            Deserializer.string(),
            Deserializer.string());
    this.manualCommits = !options.isEnableAutoCommit();
    loop.execute(this::subscribe);
  }

  SimEventLoop loop() {
    return loop;
  }

  private void subscribe() {
    core.exceptionHandler(this::failed);
    core.resetHandler(
        reset -> {
          next.put(reset.topicPartition(), reset.to());
          watch.reset(reset, committed.contains(reset.topicPartition()));
        });
    core.rebalanceHandlers().onAssigned(this::assigned);
    core.rebalanceHandlers().onRevoked(this::gone);
    core.rebalanceHandlers().onLost(this::gone);
    core.delivery().handler(this::record, new OnLoop());
    join();
    if (manualCommits) {
      commitLater();
    }
  }

  private void join() {
    core.subscribe(Set.of("orders"))
        .onFailure(failure -> world.trace(loop + " could not subscribe: " + failure));
  }

  /** What an application can do about anything: begin anew. */
  private void failed(Throwable failure) {
    world.trace(loop + " reports " + failure);
    assertThat(failure).isInstanceOf(KafkaException.class);
    watch.failed();
    loop.schedule(
        Duration.ofMillis(200).toNanos(),
        () -> {
          if (!closing) {
            core.unsubscribe()
                .onComplete(
                    left -> {
                      if (!closing) {
                        join();
                      }
                    });
          }
        });
  }

  /** Reads a partition again from somewhere. A late answer must not undo that. */
  void seekBack() {
    for (TopicPartition partition : owned) {
      Long at = next.get(partition);
      if (at != null && !closing) {
        long to = loop.random().nextLong(at + 1);
        world.trace(loop + " seeks " + partition + " to " + to);
        core.seek(partition, new OffsetAndMetadata(to));
        next.put(partition, to);
        return;
      }
    }
  }

  private void commitLater() {
    loop.schedule(
        Duration.ofMillis(150).toNanos(),
        () -> {
          if (manualCommits) {
            core.calls().commit();
            commitLater();
          }
        });
  }

  private Future<Void> assigned(Set<TopicPartition> partitions) {
    world.trace(loop + " is assigned " + partitions);
    owned.addAll(partitions);
    partitions.forEach(next::remove);
    committed.removeAll(partitions);
    partitions.stream().filter(watch::isCommitted).forEach(committed::add);
    return Future.succeededFuture();
  }

  private Future<Void> gone(Set<TopicPartition> partitions) {
    world.trace(loop + " loses " + partitions);
    owned.removeAll(partitions);
    return Future.succeededFuture();
  }

  private void record(ConsumerRecord<String, String> record) {
    TopicPartition partition = record.topicPartition();
    assertThat(owned).as("%s was handed a record of %s", loop, partition).contains(partition);
    Long expected = next.put(partition, record.offset() + 1);
    if (expected != null) {
      assertThat(record.offset()).as("next of %s at %s", partition, loop).isEqualTo(expected);
    }
    assertThat(record.value()).isEqualTo(partition + "/" + record.offset());
    watch.seen(record);
  }

  /** Leaves the group and closes; afterwards nothing may be left. */
  void close() {
    manualCommits = false;
    closing = true;
    core.close(Duration.ofSeconds(5).toNanos())
        .eventually(cluster::close)
        .onComplete(done -> closed = true);
  }

  boolean isClosed() {
    return closed;
  }
}
