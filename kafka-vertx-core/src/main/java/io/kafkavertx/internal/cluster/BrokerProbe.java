package io.kafkavertx.internal.cluster;

import io.kafkavertx.ApiVersions;
import io.kafkavertx.ApiVersions.Range;
import io.kafkavertx.BrokerErrorException;
import io.kafkavertx.BrokerRelease;
import io.kafkavertx.KafkaException;
import io.kafkavertx.Target;
import io.kafkavertx.internal.net.BrokerVersions;
import io.kafkavertx.internal.net.ClientSoftware;
import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.ApiVersionsRequest;
import io.kafkavertx.protocol.message.ApiVersionsResponse;
import io.kafkavertx.spi.Node;
import io.vertx.core.Future;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** Finds out what a broker supports and which release it is. */
public final class BrokerProbe {
  private final Cluster cluster;
  private final Router router;

  public BrokerProbe(Cluster cluster, Router router) {
    this.cluster = cluster;
    this.router = router;
  }

  /** The release of the least loaded broker. */
  public Future<BrokerRelease> release(long deadline) {
    Node node = cluster.leastLoaded();
    if (node != null) {
      return release(node.id(), deadline);
    }
    return cluster.refresh(deadline).compose(view -> release(cluster.leastLoaded().id(), deadline));
  }

  /** The release of a broker. */
  public Future<BrokerRelease> release(int nodeId, long deadline) {
    return versions(nodeId, deadline).map(BrokerReleases::tell);
  }

  /**
   * What a broker supports: what it says now, or the table of its release when it is too old to
   * say.
   */
  public Future<ApiVersions> versions(int nodeId, long deadline) {
    Future<?> known =
        cluster.metadata().nodes().isEmpty() ? cluster.refresh(deadline) : Future.succeededFuture();
    return known
        .compose(done -> cluster.whenReady(nodeId, deadline))
        .compose(
            ready -> {
              BrokerVersions versions = cluster.versions(nodeId);
              if (versions == null) {
                return Future.failedFuture(
                    new KafkaException(
                        "Broker " + nodeId + " was lost before it told its versions"));
              }
              return versions.assumedRelease() == null
                  ? ask(nodeId, deadline)
                  : Future.succeededFuture(fromTable(versions));
            });
  }

  private Future<ApiVersions> ask(int nodeId, long deadline) {
    return router
        .send(Target.node(nodeId), question(), SendOptions.until(deadline))
        .compose(response -> read(String.valueOf(nodeId), response));
  }

  static ApiVersionsRequest question() {
    return new ApiVersionsRequest()
        .setClientSoftwareName(ClientSoftware.NAME)
        .setClientSoftwareVersion(ClientSoftware.VERSION);
  }

  /** Reads the answer to {@link #question()}. */
  static Future<ApiVersions> read(String broker, ApiVersionsResponse response) {
    ErrorCode error = ErrorCode.forCode(response.errorCode());
    return error == ErrorCode.NONE
        ? Future.succeededFuture(fromAnswer(response))
        : Future.failedFuture(
            new BrokerErrorException(error, "Broker " + broker + " does not tell its versions"));
  }

  /** What is known of a broker that cannot tell. */
  static ApiVersions fromTable(BrokerVersions versions) {
    Map<ApiKey, Range> apis = new EnumMap<>(ApiKey.class);
    versions.ranges().forEach((api, range) -> apis.put(api, new Range(range.min(), range.max())));
    return new ApiVersions(apis, Map.of(), Map.of(), Map.of(), versions.assumedRelease());
  }

  static ApiVersions fromAnswer(ApiVersionsResponse response) {
    Map<ApiKey, Range> apis = new EnumMap<>(ApiKey.class);
    Map<Short, Range> others = new HashMap<>();
    for (ApiVersionsResponse.ApiVersion told : response.apiKeys()) {
      ApiKey api = ApiKey.forId(told.apiKey());
      Range range = new Range(told.minVersion(), told.maxVersion());
      if (api == null) {
        others.put(told.apiKey(), range);
      } else {
        apis.put(api, range);
      }
    }
    Map<String, Range> supported = new HashMap<>();
    response
        .supportedFeatures()
        .forEach(f -> supported.put(f.name(), new Range(f.minVersion(), f.maxVersion())));
    Map<String, Range> finalized = new HashMap<>();
    response
        .finalizedFeatures()
        .forEach(f -> finalized.put(f.name(), new Range(f.minVersionLevel(), f.maxVersionLevel())));
    return new ApiVersions(apis, others, supported, finalized, null);
  }
}
