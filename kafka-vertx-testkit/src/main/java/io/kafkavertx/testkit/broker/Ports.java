package io.kafkavertx.testkit.broker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports on the loopback address. Free ones are taken from below the ranges that systems use for
 * outgoing connections, so that nobody gets a broker's port while the broker is down.
 */
final class Ports {
  static final String HOST = "127.0.0.1";

  private static final byte[] LOOPBACK = {127, 0, 0, 1};
  private static final int LOWEST = 15000;
  private static final int HIGHEST = 32000;
  private static final int ATTEMPTS = 1000;
  private static final Set<Integer> GIVEN = new HashSet<>();

  private Ports() {}

  /** A port that nobody listens on and that this process has not given out before. */
  static synchronized int free() {
    for (int i = 0; i < ATTEMPTS; i++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
      if (!GIVEN.contains(port) && failureToBind(port) == null) {
        GIVEN.add(port);
        return port;
      }
    }
    throw new BrokerException(
        "No free port found between " + LOWEST + " and " + HIGHEST + " on " + HOST);
  }

  /** The port itself if it is free. */
  static int require(int port) {
    IOException failure = failureToBind(port);
    if (failure != null) {
      throw new BrokerException(
          "Port "
              + port
              + " on "
              + HOST
              + " cannot be used ("
              + failure.getMessage()
              + "): something else listens there. Stop it, or choose another port, or 0 for a free one.",
          failure);
    }
    return port;
  }

  /** A port of this host's loopback address, without a look-up of names. */
  static InetSocketAddress socketAddress(int port) throws IOException {
    return new InetSocketAddress(InetAddress.getByAddress(HOST, LOOPBACK), port);
  }

  private static IOException failureToBind(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(socketAddress(port));
      return null;
    } catch (IOException e) {
      return e;
    }
  }
}
