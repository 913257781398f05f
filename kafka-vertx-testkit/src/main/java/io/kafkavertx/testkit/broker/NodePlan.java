package io.kafkavertx.testkit.broker;

import io.vertx.core.net.HostAndPort;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where one broker lives: chosen once, kept over restarts.
 *
 * @param nodeId the broker's id
 * @param root its directory
 * @param bound where each client listener listens, by listener name
 * @param advertised what each client listener advertises, by listener name
 * @param internal where brokers and the test kit talk to it
 * @param controller where its controller listens; null with ZooKeeper
 */
record NodePlan(
    int nodeId,
    Path root,
    Map<String, HostAndPort> bound,
    Map<String, HostAndPort> advertised,
    HostAndPort internal,
    HostAndPort controller) {

  static NodePlan make(int nodeId, Recipe recipe, BrokerOptions options) {
    Map<String, HostAndPort> bound = new LinkedHashMap<>();
    bound.put(BrokerOptions.PLAINTEXT, choose(options.port()));
    for (Listener listener : options.extraListeners()) {
      if (bound.put(listener.name(), choose(listener.port())) != null) {
        throw new IllegalArgumentException("Two listeners are called " + listener.name());
      }
    }
    Map<String, HostAndPort> advertised = new LinkedHashMap<>();
    bound.forEach(
        (name, address) ->
            advertised.put(name, options.advertised().advertise(nodeId, name, address)));
    return new NodePlan(
        nodeId,
        Directories.temporary("broker-" + options.version() + "-" + nodeId),
        bound,
        advertised,
        recipe.hasNamedListeners() ? choose(0) : bound.get(BrokerOptions.PLAINTEXT),
        recipe.usesZooKeeper() ? null : choose(0));
  }

  private static HostAndPort choose(int port) {
    return HostAndPort.create(Ports.HOST, port == 0 ? Ports.free() : Ports.require(port));
  }

  HostAndPort address(Map<String, HostAndPort> addresses, String listener) {
    HostAndPort address = addresses.get(listener);
    if (address == null) {
      throw new IllegalArgumentException(
          "There is no listener " + listener + ", only " + addresses.keySet());
    }
    return address;
  }
}
