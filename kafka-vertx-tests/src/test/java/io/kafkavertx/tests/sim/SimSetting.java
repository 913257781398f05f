package io.kafkavertx.tests.sim;

import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.internal.cluster.Cluster;
import io.kafkavertx.testkit.sim.LinkConditions;
import io.kafkavertx.testkit.sim.SimEventLoop;
import io.kafkavertx.testkit.sim.SimFailure;
import io.kafkavertx.testkit.sim.SimWorld;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** What simulation tests share. */
final class SimSetting {
  private SimSetting() {}

  /** A network for this seed: fast or slow, in large or small pieces. */
  static void conditions(SimWorld world) {
    RandomGenerator random = world.random();
    LinkConditions base =
        random.nextInt(4) == 0
            ? LinkConditions.WAN.delay(Duration.ofMillis(2), Duration.ofMillis(40))
            : LinkConditions.LAN;
    world
        .network()
        .conditions(random.nextInt(3) == 0 ? base.chunks(20 + random.nextInt(400)) : base);
  }

  /** Small fetches and short waits, of different lengths, so that much happens in little time. */
  static ConsumerOptions hasty(ConsumerOptions options, RandomGenerator random) {
    return options
        .setMaxPartitionFetchBytes(300 + random.nextInt(2000))
        .setReconnectBackoff(Duration.ofMillis(10 + random.nextInt(90)))
        .setReconnectBackoffMax(Duration.ofMillis(500))
        .setRetryBackoff(Duration.ofMillis(1 + random.nextInt(100)))
        .setRetryBackoffMax(Duration.ofMillis(500))
        .setConnectionSetupTimeout(Duration.ofMillis(500 + random.nextInt(2000)))
        .setRequestTimeout(Duration.ofMillis(1500 + random.nextInt(2000)))
        .setDefaultApiTimeout(Duration.ofSeconds(8));
  }

  /** Runs the world until what was started on the loop has ended. */
  static <T> Future<T> await(
      SimWorld world, SimEventLoop loop, Supplier<Future<T>> work, Duration limit) {
    Promise<T> promise = Promise.promise();
    loop.execute(() -> work.get().onComplete(promise));
    world.runUntil(() -> promise.future().isComplete(), limit, "the end of what was asked");
    return promise.future();
  }

  /** Closes a client's cluster and checks that nothing of it is left. */
  static void close(SimWorld world, SimEventLoop loop, Cluster cluster) {
    await(world, loop, cluster::close, Duration.ofSeconds(30));
    world.runFor(Duration.ofSeconds(2));
    noLeak(world, loop);
  }

  static void noLeak(SimWorld world, SimEventLoop loop) {
    if (!loop.leaks().isEmpty() || !world.network().leaks(loop).isEmpty()) {
      throw new SimFailure(
          "left after close: "
              + loop.leaks()
              + world.network().leaks(loop)
              + "\n"
              + world.describe());
    }
  }
}
