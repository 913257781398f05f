package io.kafkavertx.testkit.proxy;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * A TCP proxy in front of a broker that does what networks do: it delays, cuts, resets, swallows
 * and chops.
 *
 * <pre>{@code
 * try (FaultProxy proxy = FaultProxy.start("127.0.0.1", 9092)) {
 *   proxy.faults(Direction.TO_CLIENT, Fault.delay(Duration.ofMillis(50)), Fault.split(1));
 *   proxy.cut(Ending.RESET);
 *   proxy.heal();
 * }
 * }</pre>
 *
 * <p>A broker behind it must advertise it, or clients will go round it: see {@link FaultProxies}.
 * Several faults of one direction work one after the other, in the order in which they are given.
 * They apply to connections that are open and to those to come.
 *
 * <p>All connections of a proxy are on one event loop. Its methods may be called from any thread
 * but another event loop's; they return when what they ask for has happened.
 */
public final class FaultProxy implements AutoCloseable {
  private static final String HOST = "127.0.0.1";
  private static final long CALL_SECONDS = 30;

  private final Vertx vertx;
  private final boolean ownsVertx;
  private final ContextInternal context;
  private final Traffic traffic = new Traffic();
  private final NetClient dialer;

  // Confined to the context.
  private final Set<Link> links = new HashSet<>();
  private final Set<NetSocket> ignored = new HashSet<>();
  private final Map<Direction, List<Fault>> faults = new EnumMap<>(Direction.class);
  private HostAndPort broker;
  private Admission admission = Admission.FORWARD;
  private NetServer server;

  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile int port;

  private FaultProxy(Vertx vertx, boolean ownsVertx, HostAndPort broker) {
    this.vertx = vertx;
    this.ownsVertx = ownsVertx;
    this.context = ((VertxInternal) vertx).createEventLoopContext();
    this.broker = broker;
    this.dialer = vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true));
    for (Direction direction : Direction.values()) {
      faults.put(direction, List.of());
    }
  }

  /**
   * Starts a proxy with an event loop of its own on a free port of 127.0.0.1.
   *
   * @param brokerHost where the broker listens
   * @param brokerPort its port. Nobody needs to listen there yet
   * @return the proxy, listening
   */
  public static FaultProxy start(String brokerHost, int brokerPort) {
    Vertx own = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    return start(own, true, brokerHost, brokerPort);
  }

  /**
   * Starts a proxy on an event loop of an existing Vert.x on a free port of 127.0.0.1.
   *
   * @param vertx runs the proxy; it is not closed with it
   * @param brokerHost where the broker listens
   * @param brokerPort its port. Nobody needs to listen there yet
   * @return the proxy, listening
   */
  public static FaultProxy start(Vertx vertx, String brokerHost, int brokerPort) {
    return start(vertx, false, brokerHost, brokerPort);
  }

  private static FaultProxy start(Vertx vertx, boolean ownsVertx, String host, int port) {
    FaultProxy proxy = new FaultProxy(vertx, ownsVertx, HostAndPort.create(host, port));
    try {
      proxy.call(() -> proxy.listen(0));
      return proxy;
    } catch (RuntimeException e) {
      proxy.close();
      throw e;
    }
  }

  /**
   * Where clients connect.
   *
   * @return 127.0.0.1 and the proxy's port
   */
  public HostAndPort address() {
    return HostAndPort.create(HOST, port);
  }

  /**
   * Where clients connect, as they take it.
   *
   * @return {@code host:port}
   */
  public String bootstrapServers() {
    return HOST + ":" + port;
  }

  /**
   * Sends later connections to another broker.
   *
   * @param host where it listens
   * @param brokerPort its port
   */
  public void target(String host, int brokerPort) {
    HostAndPort next = HostAndPort.create(host, brokerPort);
    run(() -> broker = next);
  }

  /**
   * Sets the faults of one direction in place of those before.
   *
   * @param direction which way
   * @param value the faults, none for none
   */
  public void faults(Direction direction, Fault... value) {
    List<Fault> list = List.of(value);
    Objects.requireNonNull(direction, "direction");
    run(
        () -> {
          faults.put(direction, list);
          List.copyOf(links).forEach(link -> link.faults(direction, list));
        });
  }

  /**
   * Sets the faults of both directions in place of those before.
   *
   * @param value the faults, none for none
   */
  public void faults(Fault... value) {
    for (Direction direction : Direction.values()) {
      faults(direction, value);
    }
  }

  /** Ends all faults, accepts connections again and forwards them. What was held is delivered. */
  public void heal() {
    admission(Admission.FORWARD);
    accept();
    faults();
  }

  /**
   * What happens to connections to come.
   *
   * @param value by default {@link Admission#FORWARD}
   */
  public void admission(Admission value) {
    Objects.requireNonNull(value, "admission");
    run(() -> admission = value);
  }

  /**
   * Ends the connections that are open.
   *
   * @param ending how
   */
  public void cut(Ending ending) {
    run(() -> endAll(ending));
  }

  /** Closes the port, so that connections are refused, and resets those that are open. */
  public void refuse() {
    call(
        () -> {
          endAll(Ending.RESET);
          NetServer closing = server;
          server = null;
          return closing == null
              ? Future.succeededFuture()
              : closing.close().compose(closed -> untilRefused());
        });
  }

  /**
   * A selector closes a listening socket at its next turn only; until then the system goes on
   * accepting connections that nobody will serve.
   */
  private Future<Void> untilRefused() {
    return dialer
        .connect(port, HOST)
        .transform(
            attempt -> {
              if (attempt.failed()) {
                return Future.succeededFuture();
              }
              attempt.result().close();
              return vertx.timer(1, TimeUnit.MILLISECONDS).compose(later -> untilRefused());
            });
  }

  /** Opens the port again after {@link #refuse()}. Nothing to do when it is open. */
  public void accept() {
    call(() -> server == null ? listen(port) : Future.succeededFuture());
  }

  /**
   * How many connections were accepted since the start.
   *
   * @return the count
   */
  public int acceptedConnections() {
    return traffic.accepted.get();
  }

  /**
   * How many connections are open.
   *
   * @return the count
   */
  public int openConnections() {
    return traffic.open.get();
  }

  /**
   * How many bytes were passed on since the start.
   *
   * @param direction which way
   * @return the count; lost bytes are not in it
   */
  public long bytes(Direction direction) {
    return traffic.bytes(direction);
  }

  /** Resets all connections and closes the port. May be called twice. */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    refuse();
    if (ownsVertx) {
      await(vertx.close());
    } else {
      await(dialer.close());
    }
  }

  private Future<Void> listen(int wanted) {
    NetServer opening =
        vertx.createNetServer(
            new NetServerOptions().setTcpNoDelay(true).setHost(HOST).setPort(wanted));
    opening.connectHandler(this::admit);
    server = opening;
    return opening
        .listen()
        .onSuccess(listening -> port = listening.actualPort())
        .onFailure(e -> server = null)
        .mapEmpty();
  }

  private void admit(NetSocket client) {
    traffic.accepted.incrementAndGet();
    traffic.open.incrementAndGet();
    switch (admission) {
      case RESET -> {
        traffic.open.decrementAndGet();
        Link.end(vertx, client, Ending.RESET);
      }
      case IGNORE -> {
        client.pause();
        ignored.add(client);
        client.exceptionHandler(e -> {});
        client.closeHandler(
            v -> {
              if (ignored.remove(client)) {
                traffic.open.decrementAndGet();
              }
            });
      }
      case FORWARD -> forward(client);
    }
  }

  private void forward(NetSocket client) {
    client.pause();
    boolean[] gone = {false};
    client.exceptionHandler(e -> {});
    client.closeHandler(v -> gone[0] = true);
    dialer
        .connect(broker.port(), broker.host())
        .onComplete(
            connected -> {
              if (connected.failed() || gone[0] || server == null) {
                // The client sees what it would see if it got through to a port that is closed, as
                // far as it can.
                traffic.open.decrementAndGet();
                Link.end(vertx, client, Ending.RESET);
                if (connected.succeeded()) {
                  connected.result().close();
                }
                return;
              }
              join(client, connected.result());
            });
  }

  private void join(NetSocket client, NetSocket behind) {
    Link[] self = new Link[1];
    Link link =
        new Link(
            vertx,
            client,
            behind,
            traffic,
            () -> {
              links.remove(self[0]);
              traffic.open.decrementAndGet();
            });
    self[0] = link;
    links.add(link);
    faults.forEach(link::faults);
  }

  private void endAll(Ending ending) {
    List.copyOf(links).forEach(link -> link.end(ending));
    for (NetSocket socket : List.copyOf(ignored)) {
      ignored.remove(socket);
      traffic.open.decrementAndGet();
      Link.end(vertx, socket, ending);
    }
  }

  private void run(Runnable task) {
    call(
        () -> {
          task.run();
          return Future.succeededFuture();
        });
  }

  private void call(Supplier<Future<Void>> task) {
    if (context.inThread()) {
      // The loop cannot wait for itself: what is not done at once is done when the loop gets to it.
      Future<Void> begun = task.get();
      if (begun.failed()) {
        throw new IllegalStateException("The fault proxy failed: " + begun.cause(), begun.cause());
      }
      return;
    }
    if (io.vertx.core.Context.isOnEventLoopThread()) {
      throw new IllegalStateException(
          "FaultProxy blocks until it is done: call it from a test's thread, not from an event"
              + " loop");
    }
    Promise<Void> done = Promise.promise();
    context.runOnContext(
        v -> {
          try {
            task.get().onComplete(done);
          } catch (RuntimeException e) {
            done.fail(e);
          }
        });
    await(done.future());
  }

  private static void await(Future<?> future) {
    try {
      future.toCompletionStage().toCompletableFuture().get(CALL_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new IllegalStateException("The fault proxy failed: " + e.getCause(), e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException(
          "The fault proxy did not answer in " + CALL_SECONDS + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for the fault proxy", e);
    }
  }
}
