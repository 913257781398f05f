package io.kafkavertx.internal.net;

import io.kafkavertx.AuthenticationException;
import io.kafkavertx.ClientClosedException;
import io.kafkavertx.ConnectionException;
import io.kafkavertx.ConnectionException.Reason;
import io.kafkavertx.ConnectionException.Written;
import io.kafkavertx.ConnectionStatus;
import io.kafkavertx.spi.Node;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/**
 * A lane to one broker for as long as the broker is known, over as many connections as it takes.
 *
 * <p>When an attempt to connect has failed, what waits fails with the reason and the next attempt
 * is put off by the backoff. On the loop only.
 */
final class BrokerLink implements BrokerConnection.Owner {
  private enum Phase {
    IDLE,
    CONNECTING,
    READY,
    BACKING_OFF,
    CLOSED
  }

  /** Somebody who wants to know when a request may be sent at once. */
  private record Waiter(Promise<Void> promise, long deadline) {
    void succeed() {
      PendingRequest.guard("readiness", promise::complete);
    }

    void fail(Throwable cause) {
      PendingRequest.guard("readiness", () -> promise.fail(cause));
    }
  }

  private final BrokerPool pool;
  private final EventLoop loop;
  private final ConnectionConfig config;
  private final int lane;
  private final ArrayDeque<PendingRequest<?>> waiting = new ArrayDeque<>();
  private final ArrayDeque<Waiter> waiters = new ArrayDeque<>();
  private final List<BrokerConnection> retiring = new ArrayList<>();
  private final DeadlineTimer deadlines;
  private final BrokerMeters meters;
  private Node node;
  private Phase phase = Phase.IDLE;
  private BrokerConnection current;

  /** The attempt to connect that is under way; null when none is. */
  private Dialling dialling;

  private int failures;
  private boolean wanted;
  private Throwable lastError;
  private EventLoop.Timer timer;
  private long backOffEnd;

  BrokerLink(BrokerPool pool, Node node, int lane) {
    this.pool = pool;
    this.loop = pool.loop();
    this.config = pool.config();
    this.node = node;
    this.lane = lane;
    this.meters = pool.meters(node.id());
    this.deadlines = new DeadlineTimer(loop, this::expire);
  }

  boolean isReady() {
    return waiting.isEmpty() && canSend();
  }

  private boolean canSend() {
    return phase == Phase.READY && current.canSend();
  }

  boolean isBackingOff() {
    return phase == Phase.BACKING_OFF;
  }

  Node node() {
    return node;
  }

  Throwable lastError() {
    return lastError;
  }

  int inFlight() {
    int count =
        waiting.size()
            + inFlight(current)
            + (dialling == null ? 0 : inFlight(dialling.connection()));
    for (BrokerConnection connection : retiring) {
      count += connection.inFlight();
    }
    return count;
  }

  private static int inFlight(BrokerConnection connection) {
    return connection == null ? 0 : connection.inFlight();
  }

  /** The broker's address, which may have changed since the last call. */
  void node(Node latest) {
    boolean moved = !latest.host().equals(node.host()) || latest.port() != node.port();
    node = latest;
    if (!moved) {
      return;
    }
    if (phase == Phase.READY) {
      retireCurrent();
    } else if (phase == Phase.CONNECTING) {
      abandonAttempt();
    }
    connectIfNeeded();
  }

  void connect() {
    wanted = true;
    connectIfNeeded();
  }

  Future<Void> whenReady(long deadline) {
    if (isReady()) {
      return Future.succeededFuture();
    }
    if (phase == Phase.CLOSED) {
      return Future.failedFuture(gone());
    }
    Waiter waiter = new Waiter(Promise.promise(), deadline);
    waiters.add(waiter);
    deadlines.include(deadline);
    connectIfNeeded();
    return waiter.promise.future();
  }

  void send(PendingRequest<?> request) {
    if (isReady() && !isDoubted(request)) {
      current.send(request);
    } else if (phase == Phase.CLOSED) {
      request.fail(gone());
    } else {
      waiting.add(request);
      deadlines.include(request.deadline());
      if (canSend() && isDoubted(request)) {
        askAgain();
      }
      connectIfNeeded();
    }
  }

  /** Whether only a guess says that the broker does not know what this request is. */
  private boolean isDoubted(PendingRequest<?> request) {
    return current.versions().assumedRelease() != null
        && !request.isKnownTo(current.versions())
        && pool.doubtsGuess(node);
  }

  /** Finds out anew, on another connection, which release the broker is of. */
  private void askAgain() {
    pool.forgetGuess(node);
    BrokerConnection retired = leaveReady(Phase.IDLE);
    retiring.add(retired);
    failures++;
    backOff(config.reconnectBackoff());
    // Last, for it may end at once, and nothing may connect before the pause is over.
    retired.drain();
  }

  private void connectIfNeeded() {
    boolean needed = wanted || !waiting.isEmpty() || !waiters.isEmpty();
    if (phase == Phase.IDLE && needed) {
      startAttempt();
    }
  }

  private void startAttempt() {
    phase = Phase.CONNECTING;
    dialling = new Dialling(pool, node, failures, this, meters, this::giveUp);
    dialling.start();
  }

  private void abandonAttempt() {
    phase = Phase.IDLE;
    BrokerConnection abandoned = endDialling();
    if (abandoned != null) {
      abandoned.close(null);
    }
  }

  /** Returns the connection that was being set up; null when there was none. */
  private BrokerConnection endDialling() {
    if (dialling == null) {
      return null;
    }
    BrokerConnection left = dialling.abandon();
    dialling = null;
    return left;
  }

  private boolean isDialled(BrokerConnection connection) {
    return dialling != null && dialling.connection() == connection;
  }

  @Override
  public void ready(BrokerConnection connection) {
    if (!isDialled(connection)) {
      connection.close(null);
      return;
    }
    current = endDialling();
    phase = Phase.READY;
    wanted = false;
    lastError = null;
    if (!pool.connected(node, connection.versions())) {
      retireCurrent();
      connect();
      return;
    }
    watchIdle(config.maxIdle());
    pump();
    if (phase == Phase.READY) {
      pool.notifyReady(node.id(), lane);
    }
  }

  /** Gives its connection away; null when there is none, or when it is in use. */
  BrokerConnection giveAway() {
    boolean used = !isReady() || !waiters.isEmpty() || current.inFlight() > 0;
    return used ? null : leaveReady(Phase.IDLE);
  }

  /** Takes over a connection that is ready, in place of making one. Before anything is sent. */
  void takeOver(BrokerConnection given) {
    if (phase != Phase.IDLE) {
      throw new IllegalStateException(node + " has a connection, or makes one: " + phase);
    }
    current = given;
    phase = Phase.READY;
    given.handTo(this);
    watchIdle(config.maxIdle());
  }

  /** The release that was assumed is wrong: the next connection asks again. */
  void withdrawGuess() {
    if (phase == Phase.READY && current.versions().assumedRelease() != null) {
      retireCurrent();
      connectIfNeeded();
    }
  }

  private void watchIdle(long delay) {
    if (config.maxIdle() > 0) {
      timer = loop.schedule(delay, this::idleCheck);
    }
  }

  private void idleCheck() {
    long idle = loop.nanoTime() - current.lastActivity();
    if (current.inFlight() > 0 || !waiting.isEmpty()) {
      watchIdle(config.maxIdle());
    } else if (idle < config.maxIdle()) {
      watchIdle(config.maxIdle() - idle);
    } else {
      retireCurrent();
    }
  }

  ConnectionStatus status() {
    return switch (phase) {
      case READY -> ConnectionStatus.CONNECTED;
      case CONNECTING -> ConnectionStatus.CONNECTING;
      case BACKING_OFF -> ConnectionStatus.BACKING_OFF;
      case IDLE, CLOSED -> ConnectionStatus.DISCONNECTED;
    };
  }

  /** How long the broker is left alone for. */
  long delayNanos() {
    return switch (phase) {
      case READY -> current.throttledNanos();
      case BACKING_OFF -> Math.max(0, backOffEnd - loop.nanoTime());
      default -> 0;
    };
  }

  /** Ends the connection, or the attempt, now. What the broker has not seen fails as well. */
  void disconnect() {
    if (phase == Phase.CLOSED) {
      return;
    }
    wanted = false;
    ConnectionException cause =
        new ConnectionException(
            Reason.DISCONNECTED,
            Written.NOTHING,
            "the connection to broker " + node + " was closed by this client",
            null);
    failWaiting(cause);
    if (phase == Phase.CONNECTING) {
      abandonAttempt();
    } else if (phase == Phase.READY) {
      BrokerConnection left = leaveReady(Phase.IDLE);
      left.close(cause);
      pool.notifyClosed(node.id(), lane, null);
    }
  }

  /** Lets the connection end in peace; the next request makes a new one. */
  private void retireCurrent() {
    BrokerConnection retired = leaveReady(Phase.IDLE);
    retiring.add(retired);
    retired.drain();
  }

  private BrokerConnection leaveReady(Phase next) {
    BrokerConnection left = current;
    current = null;
    phase = next;
    if (timer != null) {
      timer.cancel();
    }
    return left;
  }

  @Override
  public void room(BrokerConnection connection) {
    if (connection == current) {
      pump();
    }
  }

  private void pump() {
    while (!waiting.isEmpty() && canSend()) {
      if (isDoubted(waiting.peek())) {
        askAgain();
        return;
      }
      current.send(waiting.poll());
    }
    while (!waiters.isEmpty() && isReady()) {
      waiters.poll().succeed();
    }
  }

  @Override
  public void closed(BrokerConnection connection, Throwable cause, List<PendingRequest<?>> unsent) {
    if (isDialled(connection)) {
      dialling.lost(cause);
    } else if (connection != current) {
      retiring.remove(connection);
      takeBack(connection, cause, unsent);
      connectIfNeeded();
      pump();
    } else {
      boolean answered = connection.answered();
      leaveReady(Phase.IDLE);
      if (cause != null) {
        pool.forgetGuess(node);
        lastError = cause;
        meters.failed(cause);
        failures = answered ? 1 : failures + 1;
        backOff(config.reconnectBackoff());
      }
      // Last, for whoever is told may send again, or close the client.
      takeBack(connection, cause, unsent);
      pool.notifyClosed(node.id(), lane, cause);
      connectIfNeeded();
    }
  }

  /**
   * Requests that met a dying connection and that the broker has not seen: once, they try another
   * one.
   */
  private void takeBack(
      BrokerConnection connection, Throwable cause, List<PendingRequest<?>> unsent) {
    long now = loop.nanoTime();
    for (int i = unsent.size() - 1; i >= 0; i--) {
      PendingRequest<?> request = unsent.get(i);
      if (request.retried || request.deadline() <= now || phase == Phase.CLOSED) {
        request.fail(ConnectFailure.lost(connection, request, cause));
      } else {
        request.retried = true;
        request.written = Written.NOTHING;
        waiting.addFirst(request);
        deadlines.include(request.deadline());
      }
    }
  }

  private void giveUp(Throwable cause) {
    dialling = null;
    failures++;
    lastError = cause;
    wanted = false;
    meters.failed(cause);
    // The same credentials will be refused again: no hurry.
    backOff(
        cause instanceof AuthenticationException
            ? config.reconnectBackoffMax()
            : config.reconnectBackoff());
    failWaiting(cause);
    pool.notifyClosed(node.id(), lane, cause);
  }

  private void failWaiting(Throwable cause) {
    List<PendingRequest<?>> requests = new ArrayList<>(waiting);
    List<Waiter> disappointed = new ArrayList<>(waiters);
    waiting.clear();
    waiters.clear();
    requests.forEach(request -> request.fail(ConnectFailure.notSent(request, cause)));
    disappointed.forEach(waiter -> waiter.fail(cause));
  }

  private void backOff(long initial) {
    phase = Phase.BACKING_OFF;
    long delay = Backoff.nanos(loop.random(), initial, config.reconnectBackoffMax(), failures);
    backOffEnd = loop.nanoTime() + delay;
    timer =
        loop.schedule(
            delay,
            () -> {
              phase = Phase.IDLE;
              connectIfNeeded();
            });
  }

  private long expire(long now) {
    long next = DeadlineTimer.NONE;
    List<Runnable> late = new ArrayList<>();
    for (Iterator<PendingRequest<?>> i = waiting.iterator(); i.hasNext(); ) {
      PendingRequest<?> request = i.next();
      if (request.deadline() <= now) {
        i.remove();
        late.add(() -> request.fail(tooLate(request.api().toString())));
      } else {
        next = Math.min(next, request.deadline());
      }
    }
    for (Iterator<Waiter> i = waiters.iterator(); i.hasNext(); ) {
      Waiter waiter = i.next();
      if (waiter.deadline <= now) {
        i.remove();
        late.add(() -> waiter.fail(tooLate("a request")));
      } else {
        next = Math.min(next, waiter.deadline);
      }
    }
    // Not until the queues are in order: who is told may ask for more.
    late.forEach(Runnable::run);
    return next;
  }

  private ConnectionException tooLate(String what) {
    String why =
        switch (phase) {
          case READY ->
              current.throttledNanos() > 0
                  ? "the broker has asked for quiet"
                  : current.inFlight() + " requests before it are not answered";
          case BACKING_OFF -> "waiting to connect again";
          default -> "not connected yet";
        };
    return new ConnectionException(
        Reason.TIMEOUT,
        Written.NOTHING,
        what
            + " could not be sent to broker "
            + node
            + " before its deadline: "
            + why
            + (lastError == null ? "" : "; " + lastError.getMessage()),
        lastError);
  }

  private Throwable gone() {
    return pool.isClosed()
        ? new ClientClosedException("the client has been closed")
        : new ConnectionException(
            Reason.DISCONNECTED,
            Written.NOTHING,
            "broker " + node + " is no longer part of the cluster",
            null);
  }

  /** The broker is gone: finishes what is in flight and takes nothing new. */
  void retire() {
    stop(BrokerConnection::drain);
  }

  /** The client closes. */
  void close() {
    stop(connection -> connection.close(gone()));
  }

  private void stop(Consumer<BrokerConnection> end) {
    BrokerConnection open = dialling == null ? current : endDialling();
    leaveReady(Phase.CLOSED);
    deadlines.close();
    if (open != null) {
      retiring.add(open);
    }
    List.copyOf(retiring).forEach(end);
    failWaiting(gone());
  }
}
