package io.kafkavertx.testkit.broker;

import com.github.dockerjava.api.DockerClient;
import io.vertx.core.net.HostAndPort;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import org.testcontainers.containers.output.OutputFrame;
import org.testcontainers.kafka.KafkaContainer;

/** A broker in a Docker container, on a fixed port of the host so that it survives a restart. */
final class ContainerBroker implements KafkaBroker {
  private static final int CONTAINER_PORT = 9092;
  private static final int STOP_SECONDS = 30;
  private static final int PROBE_MILLIS = 5_000;

  private final BrokerOptions options;
  private final KafkaContainer container;
  private final HostAndPort address;
  private final Path log;
  private State state = State.RUNNING;

  private ContainerBroker(
      BrokerOptions options, KafkaContainer container, HostAndPort address, Path log) {
    this.options = options;
    this.container = container;
    this.address = address;
    this.log = log;
  }

  static ContainerBroker start(BrokerOptions options) {
    int port = options.port() == 0 ? Ports.free() : Ports.require(options.port());
    KafkaContainer container = new KafkaContainer("apache/kafka:" + options.version());
    container.setPortBindings(List.of(port + ":" + CONTAINER_PORT));
    container.withStartupTimeout(options.startTimeout());
    options
        .properties()
        .forEach(
            (key, value) ->
                container.withEnv(
                    "KAFKA_" + key.toUpperCase(Locale.ROOT).replace('.', '_'), value));
    Path log = options.logDirectory().resolve("kafka-" + options.version() + "-" + port + ".log");
    container.withLogConsumer(frame -> append(log, frame));
    try {
      Files.createDirectories(options.logDirectory());
      container.start();
    } catch (IOException | RuntimeException e) {
      container.stop();
      throw new BrokerException(
          "The container of Kafka " + options.version() + " did not start; its log is " + log, e);
    }
    return new ContainerBroker(
        options, container, HostAndPort.create(container.getHost(), port), log);
  }

  private static void append(Path log, OutputFrame frame) {
    try {
      Files.writeString(
          log,
          frame.getUtf8String(),
          StandardCharsets.UTF_8,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new BrokerException("Cannot write " + log, e);
    }
  }

  private DockerClient docker() {
    return container.getDockerClient();
  }

  @Override
  public String version() {
    return options.version();
  }

  @Override
  public int nodeId() {
    return 1;
  }

  @Override
  public String bootstrapServers() {
    return address.toString();
  }

  @Override
  public String bootstrapServers(String listener) {
    return address(listener).toString();
  }

  @Override
  public HostAndPort address(String listener) {
    if (!listener.equals(BrokerOptions.PLAINTEXT)) {
      throw new IllegalArgumentException("There is no listener " + listener);
    }
    return address;
  }

  @Override
  public Path logFile() {
    return log;
  }

  @Override
  public synchronized State state() {
    return state;
  }

  @Override
  public synchronized void kill() {
    if (state == State.RUNNING || state == State.PAUSED) {
      docker().killContainerCmd(container.getContainerId()).exec();
      state = State.DOWN;
    }
  }

  @Override
  public synchronized void pause() {
    require(State.RUNNING);
    docker().pauseContainerCmd(container.getContainerId()).exec();
    state = State.PAUSED;
  }

  @Override
  public synchronized void resume() {
    require(State.PAUSED);
    docker().unpauseContainerCmd(container.getContainerId()).exec();
    state = State.RUNNING;
  }

  @Override
  public synchronized void stop() {
    if (state == State.PAUSED) {
      resume();
    }
    if (state == State.RUNNING) {
      docker().stopContainerCmd(container.getContainerId()).withTimeout(STOP_SECONDS).exec();
      state = State.DOWN;
    }
  }

  @Override
  public synchronized void restart() {
    stop();
    require(State.DOWN);
    docker().startContainerCmd(container.getContainerId()).exec();
    Deadline deadline = Deadline.in(options.startTimeout());
    String last = "it never answered";
    while (!deadline.isOver()) {
      try {
        if (!BrokerProbe.metadata(address, PROBE_MILLIS).brokers().isEmpty()) {
          state = State.RUNNING;
          return;
        }
      } catch (IOException e) {
        last = e.toString();
      }
      deadline.pause();
    }
    throw new BrokerException(this + " did not come back (" + last + "); its log is " + log);
  }

  @Override
  public void createTopic(String name, int partitions) {
    try {
      int code = BrokerProbe.createTopic(address, options.kafkaVersion(), name, partitions, 1);
      if (code != 0) {
        throw new BrokerException("Cannot create the topic " + name + ": error code " + code);
      }
    } catch (IOException e) {
      throw new BrokerException("Cannot create the topic " + name + " at " + this, e);
    }
    Deadline deadline = Deadline.in(options.startTimeout());
    for (int partition = 0; partition < partitions; partition++) {
      Topics.awaitService(() -> address, options.kafkaVersion(), name, partition, deadline);
    }
  }

  private void require(State wanted) {
    if (state != wanted) {
      throw new BrokerException(this + " is " + state + ", not " + wanted);
    }
  }

  @Override
  public synchronized void close() {
    if (state != State.CLOSED) {
      state = State.CLOSED;
      container.stop();
    }
  }

  @Override
  public String toString() {
    return "Kafka " + options.version() + " in a container at " + address;
  }
}
