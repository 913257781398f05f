package io.kafkavertx.internal.cluster;

import io.kafkavertx.BootstrapAddress;
import io.kafkavertx.ClientOptions;
import io.kafkavertx.KafkaAdminOptions;
import io.kafkavertx.internal.net.Backoff;
import io.kafkavertx.internal.net.EventLoop;
import io.kafkavertx.spi.Node;
import java.util.ArrayList;
import java.util.List;

/**
 * What the cluster needs to know; durations in nanoseconds.
 *
 * @param bootstrap where to start from, and to start again when no known broker can be reached
 * @param requestTimeout how long one attempt at a request of the cluster's own may take
 * @param retryBackoff the first wait before an attempt is repeated
 * @param retryBackoffMax the longest wait
 * @param metadataMaxAge how old metadata may be without any sign of a change
 * @param sampleInterval how often reporters are told of levels
 * @param controllers whether {@code bootstrap} are KRaft controllers (KIP-919), which are talked to
 *     in place of brokers
 */
record ClusterConfig(
    List<BootstrapAddress> bootstrap,
    long requestTimeout,
    long retryBackoff,
    long retryBackoffMax,
    long metadataMaxAge,
    long sampleInterval,
    boolean controllers) {

  ClusterConfig(
      List<BootstrapAddress> bootstrap,
      long requestTimeout,
      long retryBackoff,
      long retryBackoffMax,
      long metadataMaxAge,
      long sampleInterval) {
    this(
        bootstrap,
        requestTimeout,
        retryBackoff,
        retryBackoffMax,
        metadataMaxAge,
        sampleInterval,
        false);
  }

  static ClusterConfig of(ClientOptions<?> options) {
    List<String> controllers =
        options instanceof KafkaAdminOptions admin ? admin.getBootstrapControllers() : List.of();
    return new ClusterConfig(
        controllers.isEmpty()
            ? options.bootstrapAddresses()
            : controllers.stream().map(BootstrapAddress::parse).toList(),
        options.getRequestTimeout().toNanos(),
        options.getRetryBackoff().toNanos(),
        options.getRetryBackoffMax().toNanos(),
        options.getMetadataMaxAge().toNanos(),
        options.getMetricsInterval().toNanos(),
        !controllers.isEmpty());
  }

  /** The bootstrap addresses as brokers whose ids are not known: -1, -2 and so on. */
  List<Node> bootstrapNodes() {
    List<Node> nodes = new ArrayList<>();
    for (BootstrapAddress address : bootstrap) {
      nodes.add(new Node(-1 - nodes.size(), address.host(), address.port(), null));
    }
    return nodes;
  }

  /** How long to wait after so many failures in a row; without any as after the first. */
  long backoff(EventLoop loop, int failures) {
    return Backoff.nanos(loop.random(), retryBackoff, retryBackoffMax, failures);
  }
}
