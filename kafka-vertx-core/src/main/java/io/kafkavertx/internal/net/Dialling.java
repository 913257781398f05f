package io.kafkavertx.internal.net;

import io.kafkavertx.AuthenticationException;
import io.kafkavertx.ConnectionException;
import io.kafkavertx.ConnectionException.Reason;
import io.kafkavertx.ConnectionException.Written;
import io.kafkavertx.UnsupportedVersionException;
import io.kafkavertx.spi.Node;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One attempt to connect to a broker: resolves its name, then tries each address in turn, and at an
 * address another way to agree on versions where the first did not work. Ends when its owner gets a
 * ready connection, when everything has failed, or when it is given up. On the loop only.
 */
final class Dialling {
  private final BrokerPool pool;
  private final EventLoop loop;
  private final ConnectionConfig config;
  private final Node node;
  private final int failures;
  private final BrokerConnection.Owner owner;
  private final BrokerMeters meters;
  private final Consumer<Throwable> failed;
  private EventLoop.Timer timer;
  private boolean over;
  private List<Transport.Address> addresses = List.of();
  private int nextAddress;
  private VersionPlan plan;
  private BrokerConnection connection;
  private Throwable error;

  /**
   * @param failures how many attempts have failed before: each makes this one more patient
   * @param owner of the connections; it hands back those that fail, see {@link #lost}
   * @param failed told why nothing could be reached
   */
  Dialling(
      BrokerPool pool,
      Node node,
      int failures,
      BrokerConnection.Owner owner,
      BrokerMeters meters,
      Consumer<Throwable> failed) {
    this.pool = pool;
    this.loop = pool.loop();
    this.config = pool.config();
    this.node = node;
    this.failures = failures;
    this.owner = owner;
    this.meters = meters;
    this.failed = failed;
  }

  void start() {
    long limit = setupTimeout();
    timer =
        loop.schedule(
            limit,
            () ->
                unresolved(
                    "no answer within " + TimeUnit.NANOSECONDS.toMillis(limit) + " ms", null));
    pool.transport()
        .resolve(node.host(), node.port())
        .onComplete(this::resolved, failure -> unresolved(ConnectFailure.text(failure), failure));
  }

  /** The connection that is being set up; null while there is none. */
  BrokerConnection connection() {
    return connection;
  }

  /** Gives up; the connection that is being set up, if there is one, is the caller's to end. */
  BrokerConnection abandon() {
    over = true;
    timer.cancel();
    return connection;
  }

  private boolean isResolving() {
    return !over && addresses.isEmpty();
  }

  private void resolved(List<Transport.Address> found) {
    if (!isResolving()) {
      return;
    }
    timer.cancel();
    addresses = found;
    plan = pool.plan(node);
    dial(addresses.get(0));
  }

  private void unresolved(String why, Throwable cause) {
    if (!isResolving()) {
      return;
    }
    end(
        new ConnectionException(
            Reason.DNS,
            Written.NOTHING,
            "broker " + node.host() + ":" + node.port() + ": the name does not resolve: " + why,
            cause));
  }

  private void dial(Transport.Address address) {
    connection = new BrokerConnection(loop, config, address, plan, owner, meters);
    connection.open(pool.transport(), setupTimeout());
  }

  private long setupTimeout() {
    return Backoff.nanos(
        loop.random(), config.setupTimeout(), config.setupTimeoutMax(), failures + 1);
  }

  /** The connection has ended before it was ready. */
  void lost(Throwable cause) {
    BrokerConnection lost = connection;
    connection = null;
    VersionPlan fallback = Fallback.after(plan, lost, cause);
    if (fallback != null) {
      plan = fallback;
      dial(lost.address);
      return;
    }
    error = ConnectFailure.moreTelling(error, Fallback.explain(plan, lost, cause));
    boolean hopeless =
        (cause instanceof AuthenticationException && !TlsFailure.isReportOfRefusal(cause))
            || cause instanceof UnsupportedVersionException;
    nextAddress++;
    if (!hopeless && nextAddress < addresses.size()) {
      plan = pool.plan(node);
      dial(addresses.get(nextAddress));
      return;
    }
    pool.forgetGuess(node);
    end(error);
  }

  private void end(Throwable cause) {
    abandon();
    failed.accept(cause);
  }
}
