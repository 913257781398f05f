package io.kafkavertx.testkit.sim;

import io.kafkavertx.internal.net.Transport;
import io.kafkavertx.protocol.wire.ByteSlice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * The network of a {@link SimWorld}: names, addresses, servers and connections. Connections do not
 * wait for each other, so what is sent on two of them arrives in any order.
 */
public final class SimNetwork {
  private final SimWorld world;
  private final RandomGenerator random;
  private final Map<String, Server> servers = new LinkedHashMap<>();
  private final Map<String, List<String>> names = new LinkedHashMap<>();
  private final Map<String, LinkConditions> links = new LinkedHashMap<>();
  private final Set<String> refusing = new HashSet<>();
  private final Set<String> silent = new HashSet<>();
  private final Set<String> brokenNames = new HashSet<>();
  private final Set<SimConnection> connections = new LinkedHashSet<>();
  private final Set<SimTransport> transports = new LinkedHashSet<>();
  private LinkConditions conditions = LinkConditions.LAN;
  private int connectionIds;

  SimNetwork(SimWorld world, RandomGenerator random) {
    this.world = world;
    this.random = random;
  }

  /** A transport for the client that owns {@code loop}. */
  public SimTransport transport(SimEventLoop loop) {
    SimTransport transport = new SimTransport(this, loop);
    transports.add(transport);
    return transport;
  }

  /**
   * Starts a server.
   *
   * @param address {@code ip:port}; the ip also becomes a name that resolves to itself
   * @param loop where the server's end of every connection lives
   * @param acceptor makes the listener of a new connection
   */
  public void listen(
      String address, SimEventLoop loop, Function<SimChannel, Transport.ChannelListener> acceptor) {
    servers.put(address, new Server(loop, acceptor));
    String ip = address.substring(0, address.lastIndexOf(':'));
    names.putIfAbsent(ip, List.of(ip));
  }

  /** Stops a server: connects are refused, open connections are reset. */
  public void unlisten(String address) {
    servers.remove(address);
    connectionsTo(address).forEach(connection -> connection.cut(Cut.RESET));
  }

  /** Gives a name its addresses. */
  public void dns(String name, List<String> ips) {
    names.put(name, List.copyOf(ips));
  }

  /** While on, the name does not resolve. */
  public void failDns(String name, boolean on) {
    world.trace((on ? "DNS fails for " : "DNS works for ") + name);
    toggle(brokenNames, name, on);
  }

  /** While on, connects to {@code ip:port} are refused; open connections stay. */
  public void refuse(String address, boolean on) {
    world.trace((on ? "refusing " : "accepting ") + address);
    toggle(refusing, address, on);
  }

  /**
   * While on, connects to {@code ip:port} get no answer, and new bytes on open connections go
   * nowhere.
   */
  public void blackHole(String address, Direction direction, boolean on) {
    toggle(silent, address, on);
    connectionsTo(address).forEach(connection -> connection.blackHole(direction, on));
  }

  /** How links behave from now on; open connections keep what they have. */
  public void conditions(LinkConditions newConditions) {
    conditions = newConditions;
  }

  /** How links to one server behave from now on; null for the network's own. */
  public void conditions(String address, LinkConditions newConditions) {
    if (newConditions == null) {
      links.remove(address);
    } else {
      links.put(address, newConditions);
    }
  }

  /** Ends every fault that lasts: names resolve, connects are accepted, black holes deliver. */
  public void heal() {
    brokenNames.clear();
    refusing.clear();
    silent.clear();
    links.clear();
    connections().forEach(connection -> connection.blackHole(Direction.BOTH, false));
  }

  /** The open connections, oldest first. */
  public List<SimConnection> connections() {
    return new ArrayList<>(connections);
  }

  /** The open connections to a server, oldest first. */
  public List<SimConnection> connectionsTo(String address) {
    return connections.stream().filter(c -> c.server().equals(address)).toList();
  }

  /** The connections that a client on this loop has left open. */
  public List<String> leaks(SimEventLoop loop) {
    return transports.stream()
        .filter(transport -> transport.loop() == loop)
        .flatMap(transport -> transport.leaks().stream())
        .toList();
  }

  SimWorld world() {
    return world;
  }

  List<String> resolve(String name) {
    return brokenNames.contains(name) ? List.of() : names.getOrDefault(name, List.of());
  }

  boolean isSilent(String address) {
    return silent.contains(address);
  }

  long drawDelay(String address) {
    return links.getOrDefault(address, conditions).drawDelay(random);
  }

  /** Null when nobody listens there. */
  SimConnection connect(
      SimEventLoop clientLoop,
      String address,
      int frameLimit,
      Transport.ChannelListener clientListener) {
    Server server = refusing.contains(address) ? null : servers.get(address);
    if (server == null) {
      return null;
    }
    SimConnection connection =
        new SimConnection(
            this,
            connectionIds++,
            links.getOrDefault(address, conditions),
            random,
            clientLoop,
            server.loop,
            address,
            frameLimit);
    DeferredListener serverListener = new DeferredListener();
    connection.open(clientListener, serverListener);
    connections.add(connection);
    world.trace("open " + connection);
    serverListener.target = server.acceptor.apply(connection.serverEnd());
    return connection;
  }

  void gone(SimConnection connection) {
    if (connections.remove(connection)) {
      world.trace("gone " + connection);
    }
  }

  List<String> leaks() {
    List<String> found = new ArrayList<>();
    for (SimTransport transport : transports) {
      found.addAll(transport.leaks());
    }
    return found;
  }

  /** The time after which an operating system gives up on a connect that nobody answers. */
  static Duration connectTimeout() {
    return Duration.ofSeconds(60);
  }

  private static void toggle(Set<String> set, String item, boolean on) {
    if (on) {
      set.add(item);
    } else {
      set.remove(item);
    }
  }

  private record Server(
      SimEventLoop loop, Function<SimChannel, Transport.ChannelListener> acceptor) {}

  /** Stands in until the acceptor has made the real one, which may want to write at once. */
  private static final class DeferredListener implements Transport.ChannelListener {
    private Transport.ChannelListener target;

    @Override
    public void frame(ByteSlice frame) {
      target.frame(frame);
    }

    @Override
    public void writable() {
      target.writable();
    }

    @Override
    public void closed(Throwable cause) {
      target.closed(cause);
    }
  }
}
