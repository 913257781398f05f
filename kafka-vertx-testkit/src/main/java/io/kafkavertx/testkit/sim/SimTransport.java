package io.kafkavertx.testkit.sim;

import io.kafkavertx.internal.net.Transport;
import io.kafkavertx.protocol.wire.ByteSlice;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A client's view of the simulated network. */
public final class SimTransport implements Transport {
  private final SimNetwork network;
  private final SimWorld world;
  private final SimEventLoop loop;
  private final Set<SimConnection> open = new LinkedHashSet<>();
  private boolean closed;

  SimTransport(SimNetwork network, SimEventLoop loop) {
    this.network = network;
    this.world = network.world();
    this.loop = loop;
  }

  @Override
  public Future<List<Address>> resolve(String host, int port) {
    Promise<List<Address>> promise = Promise.promise();
    world.scheduleNanos(
        loop.random().nextLong(10_000, 3_000_000),
        () -> loop.execute(() -> answerName(host, port, promise)));
    return promise.future();
  }

  private void answerName(String host, int port, Promise<List<Address>> promise) {
    List<String> ips = network.resolve(host);
    if (ips.isEmpty()) {
      promise.fail(new UnknownHostException("Failed to resolve '" + host + "'"));
    } else {
      promise.complete(ips.stream().map(ip -> new Address(host, ip, port)).toList());
    }
  }

  @Override
  public Future<Channel> connect(Address address, int frameLimit, ChannelListener listener) {
    if (closed) {
      return Future.failedFuture(new IOException("the transport is closed"));
    }
    String to = address.ip() + ":" + address.port();
    Promise<Channel> promise = Promise.promise();
    long delay =
        network.isSilent(to) ? SimNetwork.connectTimeout().toNanos() : 2 * network.drawDelay(to);
    world.scheduleNanos(
        delay, () -> loop.execute(() -> answerConnect(to, frameLimit, listener, promise)));
    return promise.future();
  }

  private void answerConnect(
      String to, int frameLimit, ChannelListener listener, Promise<Channel> promise) {
    if (closed) {
      promise.fail(new IOException("the transport was closed while connecting to " + to));
      return;
    }
    if (network.isSilent(to)) {
      promise.fail(new ConnectException("Connection timed out: " + to));
      return;
    }
    SimConnection connection = network.connect(loop, to, frameLimit, new Watch(listener));
    if (connection == null) {
      promise.fail(new ConnectException("Connection refused: " + to));
      return;
    }
    open.add(connection);
    promise.complete(connection.clientEnd());
  }

  @Override
  public Future<Void> close() {
    closed = true;
    new ArrayList<>(open).forEach(connection -> connection.clientEnd().close());
    Promise<Void> promise = Promise.promise();
    loop.execute(promise::complete);
    return promise.future();
  }

  @Override
  public boolean isEncrypted() {
    return false;
  }

  SimEventLoop loop() {
    return loop;
  }

  List<String> leaks() {
    if (loop.isCrashed()) {
      return List.of();
    }
    return open.stream()
        .filter(connection -> !connection.clientEnd().isClosed())
        .map(SimConnection::toString)
        .toList();
  }

  /** Forgets closed connections, so that a long run does not collect them. */
  private final class Watch implements ChannelListener {
    private final ChannelListener listener;

    Watch(ChannelListener listener) {
      this.listener = listener;
    }

    @Override
    public void frame(ByteSlice frame) {
      listener.frame(frame);
    }

    @Override
    public void writable() {
      listener.writable();
    }

    @Override
    public void closed(Throwable cause) {
      open.removeIf(connection -> connection.clientEnd().isClosed());
      listener.closed(cause);
    }
  }
}
