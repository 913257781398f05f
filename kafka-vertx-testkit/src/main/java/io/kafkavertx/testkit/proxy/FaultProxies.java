package io.kafkavertx.testkit.proxy;

import io.kafkavertx.testkit.broker.AdvertisedAddress;
import io.vertx.core.net.HostAndPort;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * A fault proxy in front of every broker of a cluster, so that clients only ever meet the proxies.
 *
 * <pre>{@code
 * try (FaultProxies proxies = new FaultProxies();
 *     KafkaCluster cluster =
 *         KafkaCluster.start(3, BrokerOptions.version("4.4.0").advertised(proxies))) {
 *   proxies.node(cluster.leader("orders", 0).nodeId()).cut(Ending.RESET);
 * }
 * }</pre>
 */
public final class FaultProxies implements AdvertisedAddress, AutoCloseable {
  private record Key(int nodeId, String listener) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      return nodeId != other.nodeId
          ? Integer.compare(nodeId, other.nodeId)
          : listener.compareTo(other.listener);
    }
  }

  private final Map<Key, FaultProxy> proxies = new ConcurrentSkipListMap<>();

  /** Begins with no proxy; each broker that starts gets one for each of its listeners. */
  public FaultProxies() {}

  @Override
  public HostAndPort advertise(int nodeId, String listener, HostAndPort bound) {
    FaultProxy proxy = FaultProxy.start(bound.host(), bound.port());
    FaultProxy former = proxies.put(new Key(nodeId, listener), proxy);
    if (former != null) {
      former.close();
    }
    return proxy.address();
  }

  /**
   * The proxy of a broker's listener without security.
   *
   * @param nodeId the broker's id
   * @return its proxy
   */
  public FaultProxy node(int nodeId) {
    return node(nodeId, "PLAINTEXT");
  }

  /**
   * The proxy of one listener of a broker.
   *
   * @param nodeId the broker's id
   * @param listener the listener's name
   * @return its proxy
   * @throws IllegalArgumentException if there is none
   */
  public FaultProxy node(int nodeId, String listener) {
    FaultProxy proxy = proxies.get(new Key(nodeId, listener));
    if (proxy == null) {
      throw new IllegalArgumentException(
          "There is no proxy for node " + nodeId + " and listener " + listener);
    }
    return proxy;
  }

  /**
   * All proxies in the order of the brokers' ids.
   *
   * @return the proxies
   */
  public List<FaultProxy> all() {
    return new ArrayList<>(proxies.values());
  }

  /** Closes all proxies. */
  @Override
  public void close() {
    proxies.values().forEach(FaultProxy::close);
  }
}
