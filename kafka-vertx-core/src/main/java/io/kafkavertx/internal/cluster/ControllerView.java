package io.kafkavertx.internal.cluster;

import io.kafkavertx.protocol.message.DescribeClusterRequest;
import io.kafkavertx.protocol.message.DescribeClusterResponse;
import io.kafkavertx.protocol.message.MetadataResponse;
import io.kafkavertx.protocol.message.MetadataResponse.MetadataResponseBroker;

/**
 * The controllers of a KRaft cluster, as they tell of themselves (KIP-919). They do not answer
 * Metadata; DescribeCluster tells who they are and which one is active.
 */
final class ControllerView {
  /** The version from which controllers can be asked for. */
  static final short VERSION = 1;

  private static final byte CONTROLLERS = 2;

  private ControllerView() {}

  static DescribeClusterRequest request() {
    return new DescribeClusterRequest().setEndpointType(CONTROLLERS);
  }

  /** The answer in the form of metadata without topics. */
  static MetadataResponse asMetadata(DescribeClusterResponse told) {
    return new MetadataResponse()
        .setErrorCode(told.errorCode())
        .setClusterId(told.clusterId())
        .setControllerId(told.controllerId())
        .setBrokers(
            told.brokers().stream()
                .map(
                    node ->
                        new MetadataResponseBroker()
                            .setNodeId(node.brokerId())
                            .setHost(node.host())
                            .setPort(node.port())
                            .setRack(node.rack()))
                .toList());
  }
}
