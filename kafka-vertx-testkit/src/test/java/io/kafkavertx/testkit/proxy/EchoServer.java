package io.kafkavertx.testkit.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Sends back what it gets, and closes the connection behind a certain word. */
final class EchoServer implements AutoCloseable {
  /** Ends the connection when it has been sent back. */
  static final String CLOSE = "<close>";

  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicInteger accepted = new AtomicInteger();

  private final Thread acceptor;

  EchoServer() throws IOException {
    acceptor = daemon(this::acceptAll);
  }

  int port() {
    return listener.getLocalPort();
  }

  int accepted() {
    return accepted.get();
  }

  private void acceptAll() {
    try {
      while (true) {
        Socket socket = listener.accept();
        accepted.incrementAndGet();
        sockets.add(socket);
        daemon(() -> echo(socket));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void echo(Socket socket) {
    byte[] buffer = new byte[64 * 1024];
    try (socket) {
      InputStream in = socket.getInputStream();
      int count;
      while ((count = in.read(buffer)) >= 0) {
        socket.getOutputStream().write(buffer, 0, count);
        if (new String(buffer, 0, count, US_ASCII).endsWith(CLOSE)) {
          return;
        }
      }
    } catch (IOException broken) {
      // The peer of a fault proxy must expect that.
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "echo");
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** Afterwards nobody is accepted, also not one who was in the middle of it. */
  @Override
  public void close() throws IOException, InterruptedException {
    listener.close();
    acceptor.join();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
