package io.kafkavertx.tests.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.internal.cluster.Cluster;
import io.kafkavertx.internal.consumer.ConsumerCore;
import io.kafkavertx.internal.plugin.Plugins;
import io.kafkavertx.spi.Deserializer;
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
import java.util.function.Consumer;

/**
 * A consumer in the simulation: notes what it owns, and checks that it gets nothing else and
 * nothing out of order.
 */
final class SimConsumer {
  private final SimWorld world;
  private final SimEventLoop loop;
  private final Cluster cluster;
  private final ConsumerCore<String, String> core;
  private final Consumer<ConsumerRecord<String, String>> seen;
  private final Set<TopicPartition> owned = new HashSet<>();

  /**
   * Per partition that is owned, the offset that must come next; nothing before the first record.
   */
  private final Map<TopicPartition, Long> next = new HashMap<>();

  private boolean manualCommits;

  SimConsumer(
      SimWorld world,
      String name,
      ConsumerOptions options,
      String assignor,
      Consumer<ConsumerRecord<String, String>> seen) {
    this.world = world;
    this.seen = seen;
    this.loop = world.loop(name);
    this.cluster = Cluster.open(loop, world.network().transport(loop), options);
    this.core =
        new ConsumerCore<>(
            cluster,
            options,
            id -> Plugins.compression(id).create(new JsonObject()),
            List.of(Plugins.assignor(assignor).create(new JsonObject())),
            Deserializer.string(),
            Deserializer.string());
    this.manualCommits = !options.isEnableAutoCommit();
    loop.execute(this::subscribe);
  }

  SimEventLoop loop() {
    return loop;
  }

  private void subscribe() {
    core.exceptionHandler(failure -> world.trace(loop + " reports " + failure));
    core.rebalanceHandlers().onAssigned(this::assigned);
    core.rebalanceHandlers().onRevoked(this::gone);
    core.rebalanceHandlers().onLost(this::gone);
    core.delivery().handler(this::record, new OnLoop());
    core.subscribe(Set.of("orders"))
        .onFailure(failure -> world.trace(loop + " could not subscribe: " + failure));
    if (manualCommits) {
      commitLater();
    }
  }

  private void commitLater() {
    loop.schedule(
        Duration.ofMillis(150).toNanos(),
        () -> {
          if (manualCommits) {
            core.commit();
            commitLater();
          }
        });
  }

  private Future<Void> assigned(Set<TopicPartition> partitions) {
    world.trace(loop + " is assigned " + partitions);
    owned.addAll(partitions);
    partitions.forEach(next::remove);
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
    seen.accept(record);
  }

  /** Leaves the group and closes; afterwards nothing may be left. */
  Future<Void> close() {
    manualCommits = false;
    return core.close(Duration.ofSeconds(5).toNanos()).eventually(cluster::close);
  }
}
