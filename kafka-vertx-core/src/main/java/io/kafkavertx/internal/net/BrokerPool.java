package io.kafkavertx.internal.net;

import io.kafkavertx.ClientClosedException;
import io.kafkavertx.ConnectionStatus;
import io.kafkavertx.internal.metrics.Meters;
import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.ApiResponse;
import io.kafkavertx.spi.Node;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The connections of one client: for each broker one per lane, made when first needed. On the loop
 * only.
 *
 * <p>A lane is a number that tells apart connections to the same broker, so that a request which
 * waits at the broker does not hold up others.
 */
public final class BrokerPool {
  /** Told about connections; {@code lane} tells which of a broker's. */
  public interface Listener {
    /** A connection is ready for requests. */
    default void ready(int nodeId, int lane) {}

    /**
     * A connection that was ready has ended, or an attempt to make one has failed.
     *
     * @param cause why; null when it was idle or closed by us
     */
    default void closed(int nodeId, int lane, Throwable cause) {}
  }

  /** How long a guess is doubted. */
  private static final long BELIEVED_AFTER_NANOS = 15_000_000_000L;

  private final EventLoop loop;
  private final Transport transport;
  private final ConnectionConfig config;
  private final Meters meters;
  private final Map<Integer, Map<Integer, BrokerLink>> links = new HashMap<>();

  /** Those of brokers that are gone, while something is in flight there. */
  private final List<BrokerLink> retired = new ArrayList<>();

  private final Map<Integer, BrokerVersions> versions = new HashMap<>();

  /** By address: brokers that turned out to be of a release that cannot tell what it supports. */
  private final Map<String, LegacyRelease> guesses = new HashMap<>();

  /** By address: since when a broker has been taken for an old one. */
  private final Map<String, Doubt> doubts = new HashMap<>();

  private final Map<Integer, BrokerMeters> brokers = new HashMap<>();
  private final List<Listener> listeners = new ArrayList<>();
  private boolean modern;
  private boolean closed;

  /** A guess, and what speaks for it. */
  private static final class Doubt {
    final long sinceNanos;
    int guesses;

    Doubt(long sinceNanos) {
      this.sinceNanos = sinceNanos;
    }
  }

  public BrokerPool(EventLoop loop, Transport transport, ConnectionConfig config) {
    this(loop, transport, config, Meters.unreported(config.clientId()));
  }

  public BrokerPool(EventLoop loop, Transport transport, ConnectionConfig config, Meters meters) {
    this.loop = loop;
    this.transport = transport;
    this.config = config;
    this.meters = meters;
    meters.onSample(this::sample);
  }

  private void sample() {
    brokers.forEach((id, broker) -> broker.inFlight(inFlight(id)));
  }

  /** The measurements of a broker. */
  BrokerMeters meters(int nodeId) {
    return brokers.computeIfAbsent(nodeId, id -> new BrokerMeters(meters, id));
  }

  EventLoop loop() {
    return loop;
  }

  Transport transport() {
    return transport;
  }

  ConnectionConfig config() {
    return config;
  }

  boolean isClosed() {
    return closed;
  }

  public void addListener(Listener listener) {
    listeners.add(listener);
  }

  /**
   * True when a request may be sent at once: connected, not throttled, fewer than the maximum in
   * flight, nothing waiting.
   */
  public boolean isReady(int nodeId, int lane) {
    BrokerLink link = link(nodeId, lane);
    return link != null && link.isReady();
  }

  /** Starts connecting unless connected, connecting or waiting to connect again. */
  public void connect(Node node, int lane) {
    if (!closed) {
      link(node, lane).connect();
    }
  }

  /**
   * Connects when need be, and completes as soon as {@link #isReady} holds. Fails with the reason
   * when an attempt to connect fails, and at the deadline.
   */
  public Future<Void> whenReady(Node node, int lane, long deadlineNanos) {
    return closed ? Future.failedFuture(closing()) : link(node, lane).whenReady(deadlineNanos);
  }

  /**
   * Sends a request, once: connects when need be, waits while the connection is throttled or has
   * the maximum in flight. The highest version that both sides know between the given ones is used.
   * Fails with {@link io.kafkavertx.ConnectionException} (which says how much had left), {@link
   * io.kafkavertx.AuthenticationException}, {@link io.kafkavertx.UnsupportedVersionException}. A
   * request that is not answered by the deadline takes its connection with it.
   */
  public <R extends ApiResponse> Future<R> send(
      Node node,
      int lane,
      ApiRequest<R> request,
      short minVersion,
      short maxVersion,
      long deadlineNanos) {
    if (closed) {
      return Future.failedFuture(closing());
    }
    PendingRequest<R> pending =
        new PendingRequest<>(request, minVersion, maxVersion, deadlineNanos);
    link(node, lane).send(pending);
    return pending.future();
  }

  /**
   * Before the first request in a lane: takes over the connection of another lane to the same
   * broker, if nobody uses it now. That lane makes a new one when it is needed again.
   */
  public void takeOver(Node node, int from, int to) {
    Map<Integer, BrokerLink> lanes = links.get(node.id());
    if (lanes == null || lanes.containsKey(to) || !lanes.containsKey(from)) {
      return;
    }
    BrokerConnection given = link(node, from).giveAway();
    if (given != null) {
      link(node, to).takeOver(given);
    }
  }

  /** Requests that wait to be sent or to be answered, in all lanes of the broker. */
  public int inFlight(int nodeId) {
    int count = 0;
    for (BrokerLink link : links.getOrDefault(nodeId, Map.of()).values()) {
      count += link.inFlight();
    }
    return count;
  }

  /** Requests of one lane that wait to be sent or to be answered. */
  public int inFlight(int nodeId, int lane) {
    BrokerLink link = link(nodeId, lane);
    return link == null ? 0 : link.inFlight();
  }

  /** What the broker can do, as it said last; null before it was asked. Survives the connection. */
  public BrokerVersions versions(int nodeId) {
    return versions.get(nodeId);
  }

  /**
   * The highest version of an API that both sides know; -1 when that is not known or there is none.
   */
  public short version(int nodeId, ApiKey api) {
    BrokerVersions known = versions.get(nodeId);
    return known == null ? -1 : known.latest(api);
  }

  /** True while no connection attempt may start because the last one failed a moment ago. */
  public boolean isBackingOff(int nodeId, int lane) {
    BrokerLink link = link(nodeId, lane);
    return link != null && link.isBackingOff();
  }

  /** Why the broker could not be reached last; null when it could, or was never tried. */
  public Throwable lastError(int nodeId) {
    for (BrokerLink link : links.getOrDefault(nodeId, Map.of()).values()) {
      if (link.lastError() != null) {
        return link.lastError();
      }
    }
    return null;
  }

  /** How things stand with a broker: of its lanes the one that got furthest counts. */
  public ConnectionStatus status(int nodeId) {
    ConnectionStatus best = ConnectionStatus.DISCONNECTED;
    for (BrokerLink link : links.getOrDefault(nodeId, Map.of()).values()) {
      ConnectionStatus status = link.status();
      if (status == ConnectionStatus.CONNECTED) {
        return status;
      }
      if (status == ConnectionStatus.CONNECTING || best == ConnectionStatus.DISCONNECTED) {
        best = status;
      }
    }
    return best;
  }

  /**
   * How long a lane to a broker is left alone for, by the backoff or because the broker asked for
   * it; 0 when neither.
   */
  public long delayNanos(int nodeId, int lane) {
    BrokerLink link = link(nodeId, lane);
    return link == null ? 0 : link.delayNanos();
  }

  /**
   * Closes the connections to a broker now; what it may have seen fails, and so does what waits for
   * a connection. The next request connects again.
   */
  public void disconnect(int nodeId) {
    for (BrokerLink link : List.copyOf(links.getOrDefault(nodeId, Map.of()).values())) {
      link.disconnect();
    }
  }

  /** Forgets all brokers but these: their connections close as soon as nothing is in flight. */
  public void retain(Set<Integer> nodeIds) {
    retired.removeIf(link -> link.inFlight() == 0);
    for (Integer id : List.copyOf(links.keySet())) {
      if (!nodeIds.contains(id)) {
        versions.remove(id);
        for (BrokerLink link : links.remove(id).values()) {
          link.retire();
          retired.add(link);
        }
        brokers.remove(id).close();
      }
    }
  }

  /** Closes every connection; what waits fails with {@link io.kafkavertx.ClientClosedException}. */
  public Future<Void> close() {
    if (!closed) {
      closed = true;
      List<BrokerLink> all = new ArrayList<>();
      links.values().forEach(lanes -> all.addAll(lanes.values()));
      links.clear();
      all.addAll(retired);
      retired.clear();
      all.forEach(BrokerLink::close);
    }
    return Future.succeededFuture();
  }

  private BrokerLink link(int nodeId, int lane) {
    Map<Integer, BrokerLink> lanes = links.get(nodeId);
    return lanes == null ? null : lanes.get(lane);
  }

  private BrokerLink link(Node node, int lane) {
    Map<Integer, BrokerLink> lanes = links.computeIfAbsent(node.id(), id -> new HashMap<>());
    BrokerLink link = lanes.get(lane);
    if (link == null) {
      link = new BrokerLink(this, node, lane);
      lanes.put(lane, link);
    } else {
      link.node(node);
    }
    return link;
  }

  private static ClientClosedException closing() {
    return new ClientClosedException("the client has been closed");
  }

  /** How to find out what a broker supports. */
  VersionPlan plan(Node node) {
    if (config.apiVersion() != null) {
      LegacyRelease pinned = LegacyRelease.parse(config.apiVersion());
      return pinned == null ? new VersionPlan.Ask(false) : new VersionPlan.Assume(pinned);
    }
    LegacyRelease guess = guesses.get(address(node));
    return guess == null ? new VersionPlan.Ask(!modern) : new VersionPlan.Assume(guess);
  }

  /**
   * A connection is ready.
   *
   * @return false when its versions are a guess that another broker's answer has proved wrong
   */
  boolean connected(Node node, BrokerVersions found) {
    boolean guessed = found.assumedRelease() != null && config.apiVersion() == null;
    if (guessed && modern) {
      guesses.remove(address(node));
      return false;
    }
    versions.put(node.id(), found);
    if (guessed) {
      LegacyRelease release = LegacyRelease.parse(found.assumedRelease());
      if (guesses.put(address(node), release) == null) {
        doubts.computeIfAbsent(address(node), key -> new Doubt(loop.nanoTime())).guesses++;
      }
    } else if (found.assumedRelease() == null && !modern) {
      modern = true;
      withdrawGuesses();
    }
    return true;
  }

  /** One broker of the cluster has answered ApiVersions, so those that did not were only busy. */
  private void withdrawGuesses() {
    doubts.clear();
    if (!guesses.isEmpty()) {
      guesses.clear();
      versions.values().removeIf(known -> known.assumedRelease() != null);
      links.values().forEach(lanes -> lanes.values().forEach(BrokerLink::withdrawGuess));
    }
  }

  /**
   * Whether a broker that is taken for an old one should be asked again before somebody is told
   * that it is too old: a modern one that is restarted, busy or behind a bad network looks the same
   * for a while.
   */
  boolean doubtsGuess(Node node) {
    LegacyRelease guess = guesses.get(address(node));
    if (guess != null && !guess.isDoubtful()) {
      return false;
    }
    Doubt doubt = doubts.get(address(node));
    return config.apiVersion() == null
        && doubt != null
        && (doubt.guesses < 2 || loop.nanoTime() - doubt.sinceNanos < BELIEVED_AFTER_NANOS);
  }

  /** Whether a broker's versions are a guess that should be made sure of. */
  public boolean isGuess(int nodeId) {
    BrokerVersions known = versions.get(nodeId);
    if (known == null || known.assumedRelease() == null) {
      return false;
    }
    for (BrokerLink link : links.getOrDefault(nodeId, Map.of()).values()) {
      return doubtsGuess(link.node());
    }
    return false;
  }

  /** A guess is good for as long as nothing goes wrong: the broker may have been upgraded. */
  void forgetGuess(Node node) {
    guesses.remove(address(node));
  }

  private static String address(Node node) {
    return node.host() + ":" + node.port();
  }

  void notifyReady(int nodeId, int lane) {
    List.copyOf(listeners).forEach(listener -> listener.ready(nodeId, lane));
  }

  void notifyClosed(int nodeId, int lane, Throwable cause) {
    List.copyOf(listeners).forEach(listener -> listener.closed(nodeId, lane, cause));
  }
}
