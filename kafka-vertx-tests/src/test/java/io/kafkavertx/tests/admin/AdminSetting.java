package io.kafkavertx.tests.admin;

import io.kafkavertx.KafkaAdminOptions;
import io.kafkavertx.admin.Results;
import io.kafkavertx.internal.admin.AdminContext;
import io.kafkavertx.internal.admin.AdminQuery;
import io.kafkavertx.internal.cluster.Cluster;
import io.kafkavertx.testkit.scripted.ApiVersionTable;
import io.kafkavertx.testkit.scripted.ScriptedCluster;
import io.kafkavertx.testkit.sim.PromiseLedger;
import io.kafkavertx.testkit.sim.SimEventLoop;
import io.kafkavertx.testkit.sim.SimTransport;
import io.kafkavertx.testkit.sim.SimWorld;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;

/** Three scripted brokers and the inside of an admin client, in virtual time. */
final class AdminSetting {
  private static final String BOOTSTRAP = "kafka.test";

  final SimWorld world;
  final ScriptedCluster brokers;
  private final SimEventLoop loop;
  private final SimTransport transport;
  private final Cluster cluster;
  private final AdminContext context;
  private final PromiseLedger ledger = new PromiseLedger();

  AdminSetting(long seed) {
    this(seed, ApiVersionTable.kafka44());
  }

  AdminSetting(long seed, ApiVersionTable versions) {
    this(new SimWorld(seed), versions);
  }

  AdminSetting(SimWorld world, ApiVersionTable versions) {
    this.world = world;
    brokers = ScriptedCluster.listenOn(world.network(), world.loop("brokers"), 3);
    brokers.versions(versions);
    world.network().dns(BOOTSTRAP, List.of("10.0.0.1", "10.0.0.2", "10.0.0.3"));
    loop = world.loop("client");
    transport = world.network().transport(loop);
    KafkaAdminOptions options = new KafkaAdminOptions().setBootstrapServers(BOOTSTRAP);
    cluster = Cluster.open(loop, transport, options);
    context = new AdminContext(cluster, options);
  }

  /** Starts a call. */
  <T> Future<T> start(AdminQuery<T> query, Duration timeout) {
    Promise<T> result = Promise.promise();
    loop.execute(
        () -> ledger.track("call", context.run(query, timeout.toNanos())).onComplete(result));
    return result.future();
  }

  /** Lets time pass until a call has ended. */
  <T> Future<T> run(AdminQuery<T> query, Duration timeout) {
    Future<T> result = start(query, timeout);
    world.runUntil(result::isComplete, timeout.plusSeconds(1), "the end of the call");
    return result;
  }

  <T> Future<T> run(AdminQuery<T> query) {
    return run(query, Duration.ofSeconds(60));
  }

  <T> T result(AdminQuery<T> query) {
    Future<T> ended = run(query);
    if (ended.failed()) {
      throw new AssertionError(ended.cause());
    }
    return ended.result();
  }

  <K, V> Results<K, V> get(AdminQuery<Results<K, V>> query) {
    return result(query);
  }

  <K, V> Results<K, V> get(AdminQuery<Results<K, V>> query, Duration timeout) {
    Future<Results<K, V>> ended = run(query, timeout);
    if (ended.failed()) {
      throw new AssertionError(ended.cause());
    }
    return ended.result();
  }

  void close() {
    loop.execute(() -> ledger.track("close", cluster.close()));
    world.runFor(Duration.ofSeconds(1));
    loop.execute(() -> ledger.track("transport", transport.close()));
    world.runFor(Duration.ofSeconds(1));
    ledger.check();
  }
}
