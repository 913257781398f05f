package io.kafkavertx.testkit.broker;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The ZooKeeper of brokers that need one, in its own process. */
final class ZooKeeperNode {
  /** Short, because a killed broker cannot come back before its session is over. */
  static final int SESSION_TIMEOUT_MS = 4000;

  private static final int ANSWER_MILLIS = 5_000;

  private final int port;
  private final ChildJvm jvm;
  private final Path root;
  private final Path log;

  private ZooKeeperNode(int port, ChildJvm jvm, Path root, Path log) {
    this.port = port;
    this.jvm = jvm;
    this.root = root;
    this.log = log;
  }

  static ZooKeeperNode start(BrokerOptions options, String classPath, Path log) {
    int port = Ports.free();
    Path root = Directories.temporary("zookeeper");
    Path config = root.resolve("zoo.cfg");
    try {
      Files.writeString(
          config,
          "dataDir="
              + root.resolve("data").toString().replace('\\', '/')
              + "\nclientPort="
              + port
              + "\nclientPortAddress="
              + Ports.HOST
              + "\nmaxClientCnxns=0\ntickTime=1000\n");
    } catch (IOException e) {
      throw new BrokerException("Cannot write " + config + ": " + e, e);
    }
    List<String> flags =
        new ArrayList<>(List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    flags.addAll(JvmFlags.logging(root, options));
    ChildJvm jvm =
        ChildJvm.start(
            new ChildJvm.Spec(
                "ZooKeeper of Kafka " + options.version(),
                options.javaHome(),
                flags,
                classPath,
                "zookeeper",
                root,
                List.of(config.toString()),
                log));
    return new ZooKeeperNode(port, jvm, root, log);
  }

  String connect() {
    return Ports.HOST + ":" + port;
  }

  /** Waits until the port is open. */
  void await(Deadline deadline) {
    while (true) {
      try (Socket socket = new Socket()) {
        socket.connect(Ports.socketAddress(port), 1000);
        return;
      } catch (IOException e) {
        if (!jvm.isAlive() || deadline.isOver()) {
          throw new BrokerException(
              "ZooKeeper did not start. Its log is "
                  + log
                  + " and ends with:\n"
                  + Directories.tail(log, 20),
              e);
        }
        deadline.pause();
      }
    }
  }

  /**
   * Whether a broker is registered: by ZooKeeper's own list of nodes that end with their session.
   * Brokers of 0.8 show nobody in their metadata before there is a topic, and no broker starts
   * while its former self is still listed.
   */
  boolean isRegistered(int nodeId) {
    try (Socket socket = new Socket()) {
      socket.connect(Ports.socketAddress(port), ANSWER_MILLIS);
      socket.setSoTimeout(ANSWER_MILLIS);
      socket.getOutputStream().write("dump".getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
      String dump = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      return dump.lines().anyMatch(line -> line.strip().equals("/brokers/ids/" + nodeId));
    } catch (IOException e) {
      throw new BrokerException("ZooKeeper at " + connect() + " does not answer; see " + log, e);
    }
  }

  void close() {
    jvm.kill();
    Directories.delete(root);
  }
}
