package io.kafkavertx.testkit.broker;

import io.vertx.core.net.HostAndPort;
import java.nio.file.Path;

/**
 * A real broker in a process of its own, for tests.
 *
 * <pre>{@code
 * try (KafkaBroker broker = KafkaBroker.start(BrokerOptions.version("4.4.0"))) {
 *   String servers = broker.bootstrapServers();
 * }
 * }</pre>
 *
 * <p>The process, its ZooKeeper where there is one, and its data end with {@link #close()}, with
 * the JVM that started it, and also when that JVM is killed. Methods block until what they ask for
 * has happened, so call them from a test's thread, never from an event loop. They may be called
 * from any thread.
 */
public interface KafkaBroker extends AutoCloseable {
  /** What the broker's process is doing. */
  enum State {
    /** It runs. */
    RUNNING,
    /** It stands still: its connections are open, and nothing is answered. */
    PAUSED,
    /**
     * It was stopped or killed, or it died; its data and its ports are kept for {@link #restart()}.
     */
    DOWN,
    /** It is gone, and its data with it. */
    CLOSED
  }

  /**
   * Starts a broker and waits until it answers. The first time a version is used on a machine, its
   * artifacts are downloaded (14 to 46 MB).
   *
   * @param options which and how
   * @return the running broker
   * @throws BrokerException if it cannot be resolved, a port is taken, or it does not answer in
   *     time; the message says why and ends with the last lines of the broker's log
   */
  static KafkaBroker start(BrokerOptions options) {
    return KafkaCluster.start(1, options).node(1);
  }

  /**
   * The broker's release.
   *
   * @return its number, as it was asked for
   */
  String version();

  /**
   * The broker's id.
   *
   * @return 1 for a single broker, 1 to n in a cluster
   */
  int nodeId();

  /**
   * Where clients without security connect.
   *
   * @return {@code host:port} of the listener {@link BrokerOptions#PLAINTEXT} as it is advertised
   */
  String bootstrapServers();

  /**
   * Where clients of one listener connect.
   *
   * @param listener the listener's name
   * @return {@code host:port} as it is advertised
   */
  String bootstrapServers(String listener);

  /**
   * Where the broker itself listens, whatever it advertises.
   *
   * @param listener the listener's name
   * @return host and port
   */
  HostAndPort address(String listener);

  /**
   * The file that the broker's output goes to.
   *
   * @return the log file, kept after {@link #close()}
   */
  Path logFile();

  /**
   * What the broker's process is doing.
   *
   * @return the state now
   */
  State state();

  /**
   * Kills the process as {@code kill -9} does: no goodbye, connections break. Nothing to do when it
   * is down.
   */
  void kill();

  /**
   * Stops the process in its tracks ({@code SIGSTOP}): connections stay open, nothing is answered.
   * Needs a Unix.
   *
   * @throws BrokerException if the broker is not running
   */
  void pause();

  /**
   * Lets a paused process go on ({@code SIGCONT}).
   *
   * @throws BrokerException if the broker is not paused
   */
  void resume();

  /**
   * Shuts the broker down in order; a paused one is resumed for it. Nothing to do when it is down.
   */
  void stop();

  /**
   * Starts the broker again with the same data on the same ports and waits until it answers. A
   * running one is stopped first.
   *
   * @throws BrokerException if it does not answer in time
   */
  void restart();

  /**
   * Creates a topic and waits until its partitions have leaders that serve them.
   *
   * @param name the topic
   * @param partitions how many partitions
   * @throws BrokerException if the broker says no
   */
  void createTopic(String name, int partitions);

  /** Kills the process and deletes its data. May be called twice. */
  @Override
  void close();
}
