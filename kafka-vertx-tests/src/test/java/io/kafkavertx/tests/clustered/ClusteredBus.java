package io.kafkavertx.tests.clustered;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.core.Hazelcast;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A clustered event bus for the tests of a class: this JVM is a node of it, and so are processes
 * that it starts. Afterwards nothing of it is left.
 */
final class ClusteredBus implements BeforeAllCallback, AfterAllCallback {
  private static final List<String> SMALL =
      List.of("-Xmx192m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

  private final String cluster = "bus-" + UUID.randomUUID();
  private final List<Integer> ports = new ArrayList<>();
  private final List<NodeProcess> nodes = new ArrayList<>();
  private Vertx vertx;

  /** The node in this JVM. */
  Vertx vertx() {
    return vertx;
  }

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    ports.add(BusNode.freePort());
    vertx = BusNode.join(cluster, ports.get(0), ports).await(60, TimeUnit.SECONDS);
  }

  /** Another node, which joins while the test goes on. */
  NodeProcess start(String name, Consumer<String> events) throws Exception {
    return start(name, SMALL, events);
  }

  /** The same with flags of its own. */
  NodeProcess start(String name, List<String> flags, Consumer<String> events) throws Exception {
    int port = BusNode.freePort();
    ports.add(port);
    NodeProcess node = new NodeProcess(name, cluster, port, ports, flags, events);
    nodes.add(node);
    return node;
  }

  @Override
  public void afterAll(ExtensionContext context) throws Exception {
    nodes.forEach(NodeProcess::close);
    vertx.close().await(60, TimeUnit.SECONDS);
    assertThat(nodes).noneMatch(NodeProcess::isAlive);
    assertThat(Hazelcast.getAllHazelcastInstances()).isEmpty();
  }
}
