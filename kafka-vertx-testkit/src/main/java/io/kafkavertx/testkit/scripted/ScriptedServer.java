package io.kafkavertx.testkit.scripted;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A {@link ScriptedCluster} on real sockets of 127.0.0.1, for any Kafka client.
 *
 * <pre>{@code
 * ScriptedServer server = ScriptedServer.start(vertx, 1).await();
 * server.run(cluster -> cluster.createTopic("orders", 3)).await();
 * server.run(cluster -> cluster.next(2, ApiKey.PRODUCE, Reaction.dropAfter())).await();
 * // ... a client of server.bootstrapServers() ...
 * server.close().await();
 * }</pre>
 *
 * <p>Every method may be called from any thread. The cluster itself lives on one event loop, and
 * {@link #on} is the way there.
 */
public final class ScriptedServer {
  private final Context context;
  private final ScriptedCluster cluster;
  private final ServerBinding binding;
  private final String bootstrapServers;

  private ScriptedServer(
      Context context, ScriptedCluster cluster, ServerBinding binding, String bootstrapServers) {
    this.context = context;
    this.cluster = cluster;
    this.binding = binding;
    this.bootstrapServers = bootstrapServers;
  }

  /**
   * Starts a cluster of brokers 1 to {@code brokers}, on ports of the system's choice.
   *
   * @return completes when all accept connections
   */
  public static Future<ScriptedServer> start(Vertx vertx, int brokers) {
    Context context = ((VertxInternal) vertx).createEventLoopContext();
    Promise<ScriptedServer> promise = Promise.promise();
    context.runOnContext(
        nothing -> {
          ScriptedCluster cluster = new ScriptedCluster(new ContextLoop(vertx, context));
          ServerBinding binding = new ServerBinding(vertx);
          cluster.bind(binding);
          Future<Void> up = Future.succeededFuture();
          for (int id = 1; id <= brokers; id++) {
            int next = id;
            up = up.compose(done -> binding.add(cluster, next));
          }
          up.map(done -> new ScriptedServer(context, cluster, binding, cluster.bootstrapServers()))
              .onComplete(promise);
        });
    return promise.future();
  }

  /** The addresses of all brokers, as {@code bootstrap.servers} has them. */
  public String bootstrapServers() {
    return bootstrapServers;
  }

  /** Does something with the cluster, on its event loop. */
  public <T> Future<T> on(Function<ScriptedCluster, T> action) {
    Promise<T> promise = Promise.promise();
    context.runOnContext(
        nothing -> {
          T result;
          try {
            result = action.apply(cluster);
          } catch (RuntimeException e) {
            promise.fail(e);
            return;
          }
          promise.complete(result);
        });
    return promise.future();
  }

  /** Like {@link #on}, for what has no result. */
  public Future<Void> run(Consumer<ScriptedCluster> action) {
    return on(
        target -> {
          action.accept(target);
          return null;
        });
  }

  /** Kills a broker; see {@link ScriptedCluster#kill}. */
  public Future<Void> kill(int id) {
    return run(target -> target.kill(id));
  }

  /**
   * Starts a killed broker again, on its old port.
   *
   * @return completes when it accepts connections
   */
  public Future<Void> revive(int id) {
    return run(target -> target.revive(id))
        .compose(done -> on(target -> binding.isUp(id)))
        .compose(up -> up);
  }

  /** Stops all brokers. */
  public Future<Void> close() {
    return run(
        target -> {
          List<ScriptedBroker> brokers = new ArrayList<>(target.aliveBrokers());
          target.close();
          brokers.forEach(binding::down);
        });
  }
}
