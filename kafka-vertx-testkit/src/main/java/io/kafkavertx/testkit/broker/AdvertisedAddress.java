package io.kafkavertx.testkit.broker;

import io.vertx.core.net.HostAndPort;

/**
 * Chooses what a broker tells its clients to connect to, for example a proxy in front of it.
 *
 * <p>It is asked before the broker starts, when the port that the broker is going to listen on is
 * known, once for each node and client listener. The brokers of a cluster talk to each other and to
 * the test kit by a listener of their own, which is not asked about (from 0.10.2 on; older brokers
 * have one listener for everybody).
 */
@FunctionalInterface
public interface AdvertisedAddress {
  /**
   * The address to advertise.
   *
   * @param nodeId the broker's id
   * @param listener the listener's name, {@code PLAINTEXT} unless you named another
   * @param bound where the broker is going to listen
   * @return where clients are told to connect; not null
   */
  HostAndPort advertise(int nodeId, String listener, HostAndPort bound);
}
