package io.kafkavertx.tests.security;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;

/** A proxy for HTTP CONNECT and SOCKS5, which may want a login, and may let nobody through. */
final class TestProxy {
  static final String USER = "proxy-user";

  private final Vertx vertx;
  private final String password;
  private final boolean closed;

  /** How many connections it has let through. */
  final AtomicInteger tunnels = new AtomicInteger();

  private NetServer server;

  /**
   * @param password what the user must say; null when no login is wanted
   * @param closed true when everybody is refused
   */
  private TestProxy(Vertx vertx, String password, boolean closed) {
    this.vertx = vertx;
    this.password = password;
    this.closed = closed;
  }

  static TestProxy start(Vertx vertx, String password, boolean closed) throws Exception {
    TestProxy proxy = new TestProxy(vertx, password, closed);
    proxy.server =
        Login.await(vertx.createNetServer().connectHandler(proxy::accept).listen(0, "127.0.0.1"));
    return proxy;
  }

  int port() {
    return server.actualPort();
  }

  private void accept(NetSocket client) {
    client.handler(
        first -> {
          if (first.getByte(0) == 5) {
            greeted(client, first);
          } else {
            http(client, first.toString(StandardCharsets.ISO_8859_1));
          }
        });
  }

  /** The whole of a request comes in one piece here: it is short, and the peer is local. */
  private void http(NetSocket client, String request) {
    String expected =
        "basic "
            + Base64.getEncoder()
                .encodeToString((USER + ":" + password).getBytes(StandardCharsets.UTF_8));
    boolean known =
        password == null
            || request
                .lines()
                .anyMatch(
                    line ->
                        line.toLowerCase(java.util.Locale.ROOT).startsWith("proxy-authorization:")
                            && line.substring(20)
                                .strip()
                                .substring(6)
                                .equals(expected.substring(6)));
    if (!known) {
      client.end(Buffer.buffer("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n"));
    } else if (closed) {
      client.end(Buffer.buffer("HTTP/1.1 403 Forbidden\r\n\r\n"));
    } else {
      String target = request.split(" ", 3)[1];
      int colon = target.lastIndexOf(':');
      tunnel(
          client,
          target.substring(0, colon),
          Integer.parseInt(target.substring(colon + 1)),
          Buffer.buffer("HTTP/1.1 200 Connected\r\n\r\n"));
    }
  }

  private void greeted(NetSocket client, Buffer greeting) {
    int wanted = password == null ? 0 : 2;
    boolean offered = false;
    for (int i = 0; i < greeting.getByte(1); i++) {
      offered |= greeting.getByte(2 + i) == wanted;
    }
    if (!offered) {
      client.end(Buffer.buffer(new byte[] {5, (byte) 0xFF}));
      return;
    }
    client.handler(
        message -> {
          if (wanted == 0) {
            socks(client, message);
          } else {
            login(client, message);
          }
        });
    client.write(Buffer.buffer(new byte[] {5, (byte) wanted}));
  }

  private void login(NetSocket client, Buffer message) {
    int nameLength = message.getByte(1);
    String said = message.getString(3 + nameLength, message.length());
    if (!said.equals(password)) {
      client.end(Buffer.buffer(new byte[] {1, 1}));
      return;
    }
    client.handler(request -> socks(client, request));
    client.write(Buffer.buffer(new byte[] {1, 0}));
  }

  private void socks(NetSocket client, Buffer request) {
    if (closed) {
      client.end(Buffer.buffer(new byte[] {5, 2, 0, 1, 0, 0, 0, 0, 0, 0}));
      return;
    }
    int portAt = request.length() - 2;
    String host =
        request.getByte(3) == 1
            ? request.getUnsignedByte(4)
                + "."
                + request.getUnsignedByte(5)
                + "."
                + request.getUnsignedByte(6)
                + "."
                + request.getUnsignedByte(7)
            : request.getString(5, portAt);
    tunnel(
        client,
        host,
        request.getUnsignedShort(portAt),
        Buffer.buffer(new byte[] {5, 0, 0, 1, 0, 0, 0, 0, 0, 0}));
  }

  private void tunnel(NetSocket client, String host, int port, Buffer answer) {
    client.pause();
    vertx
        .createNetClient()
        .connect(port, host)
        .onSuccess(
            broker -> {
              tunnels.incrementAndGet();
              client
                  .write(answer)
                  .onComplete(
                      written -> {
                        Future<Void> there = client.pipeTo(broker);
                        Future<Void> back = broker.pipeTo(client);
                        there.onComplete(ended -> broker.close());
                        back.onComplete(ended -> client.close());
                      });
            })
        .onFailure(failure -> client.close());
  }
}
