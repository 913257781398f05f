package io.kafkavertx.testkit.sim;

import io.kafkavertx.internal.net.Transport;
import java.net.SocketException;
import java.util.random.RandomGenerator;

/**
 * A connection in the simulated network: two ends, two directions, and the faults that can befall
 * it.
 */
public final class SimConnection {
  private final SimWorld world;
  private final SimNetwork network;
  private final int id;
  private final String client;
  private final String server;
  private final SimChannel clientEnd;
  private final SimChannel serverEnd;
  private final SimPipe toServer;
  private final SimPipe toClient;
  private boolean cut;

  SimConnection(
      SimNetwork network,
      int id,
      LinkConditions conditions,
      RandomGenerator random,
      SimEventLoop clientLoop,
      SimEventLoop serverLoop,
      String server,
      int clientFrameLimit) {
    this.network = network;
    this.world = network.world();
    this.id = id;
    this.client = clientLoop.toString();
    this.server = server;
    this.clientEnd = new SimChannel(clientLoop, this, clientFrameLimit);
    this.serverEnd = new SimChannel(serverLoop, this, 128 * 1024 * 1024);
    this.toServer = new SimPipe(this, Direction.TO_SERVER, random, conditions, serverEnd);
    this.toClient = new SimPipe(this, Direction.TO_CLIENT, random, conditions, clientEnd);
    toServer.sender(clientEnd);
    toClient.sender(serverEnd);
  }

  void open(Transport.ChannelListener clientListener, Transport.ChannelListener serverListener) {
    clientEnd.open(toServer, clientListener);
    serverEnd.open(toClient, serverListener);
  }

  SimChannel clientEnd() {
    return clientEnd;
  }

  SimChannel serverEnd() {
    return serverEnd;
  }

  SimWorld world() {
    return world;
  }

  int id() {
    return id;
  }

  /** The address that the client connected to, {@code ip:port}. */
  public String server() {
    return server;
  }

  /** The name of the client's loop. */
  public String client() {
    return client;
  }

  /** True until one end knows that it is over. */
  public boolean isOpen() {
    return !cut && !clientEnd.isClosed() && !serverEnd.isClosed();
  }

  /** Ends the connection now. */
  public void cut(Cut how) {
    if (!isOpen()) {
      return;
    }
    cut = true;
    world.trace("cut " + how + " " + this);
    if (how == Cut.ORDERLY) {
      toServer.endOfStream();
      toClient.endOfStream();
      return;
    }
    if (how == Cut.MID_FRAME) {
      toServer.deliverPart();
      toClient.deliverPart();
    }
    SocketException cause = new SocketException("Connection reset");
    toServer.kill(cause);
    toClient.kill(cause);
    clientEnd.broken(cause);
    serverEnd.broken(cause);
  }

  /**
   * While on, nothing arrives, and nobody is told. Bytes sent meanwhile arrive when it is over: a
   * network that heals, or a machine that was stopped.
   */
  public void blackHole(Direction direction, boolean on) {
    world.trace((on ? "black hole " : "healed ") + direction + " " + this);
    if (direction.toServer()) {
      toServer.blackHole(on);
    }
    if (direction.toClient()) {
      toClient.blackHole(on);
    }
  }

  void endClosed() {
    if (clientEnd.isClosed() && serverEnd.isClosed()) {
      network.gone(this);
    }
  }

  @Override
  public String toString() {
    return "connection " + id + " of " + client + " to " + server;
  }
}
