package io.kafkavertx.internal.vertx;

import io.kafkavertx.ClientClosedException;
import io.kafkavertx.ClientOptions;
import io.kafkavertx.ConfigException;
import io.kafkavertx.TlsOptions;
import io.kafkavertx.internal.net.Transport;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VertxException;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.net.NetClientInternal;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The network through a Vert.x {@code NetClient}: TLS, proxies and native transport come with it.
 */
final class VertxTransport implements Transport {
  private final VertxEventLoop loop;
  private final ClientOptions<?> options;
  private final NetClientInternal client;
  private final boolean encrypted;
  private final boolean proxied;
  private final int connectTimeout;
  private final Set<VertxChannel> channels = new HashSet<>();
  private final RequestCounts counts;
  private boolean closed;

  /** Keys and certificates; null before the first connection. */
  private Future<ClientSSLOptions> material;

  VertxTransport(VertxEventLoop loop, ClientOptions<?> options) {
    this.loop = loop;
    this.options = options;
    NetClientOptions net = new NetClientOptions(options.getNetClientOptions());
    encrypted = options.getSecurityProtocol().isTls();
    net.setSsl(encrypted);
    // The links above count attempts and wait between them.
    net.setReconnectAttempts(0);
    // Vert.x shall load nothing: all about TLS comes with each connection.
    net.setHostnameVerificationAlgorithm("HTTPS");
    if (options.getTls().getEngine() == TlsOptions.Engine.OPENSSL) {
      net.setSslEngineOptions(new OpenSSLEngineOptions());
    }
    proxied = net.getProxyOptions() != null;
    connectTimeout =
        (int) Math.min(Integer.MAX_VALUE, options.getConnectionSetupTimeoutMax().toMillis());
    client = create(loop.context(), net);
    counts = RequestCounts.of(loop.context().owner(), options.getClientId());
  }

  /**
   * A net client closes with the verticle that it was made in, at the same time as us: too early,
   * we have goodbyes to say. Made on the client's own context it closes when we say so.
   */
  private static NetClientInternal create(ContextInternal context, NetClientOptions options) {
    List<NetClientInternal> made = new ArrayList<>(1);
    ContextInternal previous = context.beginDispatch();
    try {
      made.add((NetClientInternal) context.owner().createNetClient(options));
    } catch (VertxException e) {
      throw new ConfigException("the network cannot be used as configured: " + e.getMessage(), e);
    } finally {
      context.endDispatch(previous);
    }
    return made.get(0);
  }

  @Override
  public Future<List<Address>> resolve(String host, int port) {
    if (proxied) {
      // The proxy resolves names; ours may not even be known here.
      return Future.succeededFuture(List.of(new Address(host, host, port)));
    }
    Promise<List<Address>> promise = Promise.promise();
    io.netty.util.concurrent.Future<List<InetSocketAddress>> found =
        loop.context().owner().nameResolver().resolveAll(loop.netty(), host);
    found.addListener(
        done -> {
          if (done.isSuccess()) {
            promise.complete(addresses(host, port, found.getNow()));
          } else {
            promise.fail(done.cause());
          }
        });
    return promise.future();
  }

  private static List<Address> addresses(String host, int port, List<InetSocketAddress> found) {
    return found.stream()
        .map(address -> new Address(host, address.getAddress().getHostAddress(), port))
        .distinct()
        .toList();
  }

  @Override
  public Future<Channel> connect(Address address, int frameLimit, ChannelListener listener) {
    if (closed) {
      return Future.failedFuture(new IllegalStateException("the transport has been closed"));
    }
    if (!encrypted) {
      return dial(address, null, frameLimit, listener);
    }
    return tls().compose(tls -> dial(address, tls, frameLimit, listener));
  }

  /** What is loaded, or being loaded; loaded anew when it could not be used. */
  private Future<ClientSSLOptions> tls() {
    if (material == null || material.failed()) {
      material = load(options.getTls());
    }
    return material;
  }

  private Future<ClientSSLOptions> load(TlsOptions tls) {
    return loop.context()
        .executeBlocking(() -> TlsMaterial.load(loop.context().owner(), tls, options), false);
  }

  /** Reads keys and certificates again: connections that are made from then on use them. */
  Future<Void> reloadTls(TlsOptions replacement) {
    if (closed) {
      return Future.failedFuture(new ClientClosedException("the client has been closed"));
    }
    if (!encrypted) {
      return Future.failedFuture(
          new ConfigException(
              "securityProtocol " + options.getSecurityProtocol() + " does not use TLS"));
    }
    if (replacement != null) {
      try {
        // The checks of a client that is made with them.
        options.copy().setTls(replacement).validate();
      } catch (ConfigException e) {
        return Future.failedFuture(e);
      }
    }
    Future<ClientSSLOptions> loading = load(replacement == null ? options.getTls() : replacement);
    return loading.map(
        loaded -> {
          if (replacement != null) {
            options.setTls(replacement);
          }
          material = loading;
          return null;
        });
  }

  private Future<Channel> dial(
      Address address, ClientSSLOptions tls, int frameLimit, ChannelListener listener) {
    if (closed) {
      return Future.failedFuture(new IllegalStateException("the transport has been closed"));
    }
    // The numeric address is dialled; host and port are what a certificate must match.
    ConnectOptions target =
        new ConnectOptions()
            .setRemoteAddress(SocketAddress.inetSocketAddress(address.port(), address.ip()))
            .setHost(address.host())
            .setPort(address.port())
            .setSsl(encrypted)
            .setSslOptions(tls)
            .setTimeout(connectTimeout);
    Promise<NetSocket> connected = Promise.promise();
    client.connectInternal(target, connected, loop.context());
    return connected
        .future()
        .map(socket -> opened((NetSocketInternal) socket, frameLimit, listener));
  }

  private Channel opened(NetSocketInternal socket, int frameLimit, ChannelListener listener) {
    VertxChannel channel =
        new VertxChannel(
            socket,
            frameLimit,
            size -> loop.frames().take(size),
            listener,
            channels::remove,
            counts == null ? null : counts.of(socket.remoteAddress()));
    channels.add(channel);
    if (closed) {
      channel.close();
    }
    return channel;
  }

  @Override
  public Future<Void> close() {
    if (!closed) {
      closed = true;
      // First by hand: the net client waits until all is flushed, and a dead peer takes nothing.
      List.copyOf(channels).forEach(VertxChannel::close);
    }
    return client
        .close()
        .onComplete(
            done -> {
              if (counts != null) {
                counts.close();
              }
            });
  }

  @Override
  public boolean isEncrypted() {
    return encrypted;
  }
}
