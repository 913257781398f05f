package io.kafkavertx.internal.admin;

import io.kafkavertx.Target;
import io.kafkavertx.admin.AclOperation;
import io.kafkavertx.admin.ClusterDescription;
import io.kafkavertx.admin.DescribeClusterOptions;
import io.kafkavertx.admin.Results;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.message.DescribeClusterRequest;
import io.kafkavertx.protocol.message.DescribeClusterResponse;
import io.kafkavertx.protocol.message.DescribeClusterResponse.DescribeClusterBroker;
import io.kafkavertx.protocol.message.MetadataRequest;
import io.kafkavertx.protocol.message.MetadataResponse;
import io.kafkavertx.spi.Node;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** DescribeCluster, at any broker or at the active controller; Metadata before 2.8. */
public final class DescribeCluster
    extends Operation<String, ClusterDescription, DescribeClusterResponse> {
  private static final String NAME = "describeCluster";
  private static final byte BROKERS = 1;
  private static final byte CONTROLLERS = 2;

  private final DescribeClusterOptions options;

  private DescribeCluster(DescribeClusterOptions options) {
    super(NAME, List.of("the cluster"));
    this.options = options;
  }

  public static AdminQuery<ClusterDescription> of(DescribeClusterOptions options) {
    return new DescribeCluster(options).single();
  }

  @Override
  Target target(String cluster, AdminCall call) {
    return call.anyOrActiveController();
  }

  @Override
  ApiRequest<DescribeClusterResponse> request(List<String> asked, Sending sending) {
    return new DescribeClusterRequest()
        .setIncludeClusterAuthorizedOperations(options.includeAuthorizedOperations())
        .setEndpointType(sending.controllers() ? CONTROLLERS : BROKERS)
        .setIncludeFencedBrokers(options.includeFencedBrokers());
  }

  @Override
  void read(DescribeClusterResponse response, Answers<String, ClusterDescription> answers) {
    if (answers.errorOfAll(response.errorCode(), response.errorMessage())) {
      return;
    }
    Set<Integer> fenced = new LinkedHashSet<>();
    for (DescribeClusterBroker broker : response.brokers()) {
      if (broker.isFenced()) {
        fenced.add(broker.brokerId());
      }
    }
    List<Node> nodes =
        response.brokers().stream()
            .map(node -> new Node(node.brokerId(), node.host(), node.port(), node.rack()))
            .toList();
    answers.value(
        items().get(0),
        new ClusterDescription(
            response.clusterId(),
            controller(nodes, response.controllerId()),
            nodes,
            fenced,
            AclOperation.ofBits(response.clusterAuthorizedOperations())));
  }

  private static Node controller(List<Node> nodes, int id) {
    return nodes.stream().filter(node -> node.id() == id).findFirst().orElse(null);
  }

  @Override
  Need need(List<String> asked) {
    return options.includeFencedBrokers()
        ? new Need(2, "4.0", "includeFencedBrokers")
        : Need.api("2.8");
  }

  @Override
  AdminQuery<Results<String, ClusterDescription>> fallback(List<String> asked) {
    return options.includeFencedBrokers() ? null : new ByMetadata(options);
  }

  /** The same out of Metadata, for brokers before 2.8. */
  private static final class ByMetadata
      extends Operation<String, ClusterDescription, MetadataResponse> {
    private final DescribeClusterOptions options;

    ByMetadata(DescribeClusterOptions options) {
      super(NAME, List.of("the cluster"));
      this.options = options;
    }

    @Override
    Target target(String cluster, AdminCall call) {
      return Target.anyNode();
    }

    @Override
    ApiRequest<MetadataResponse> request(List<String> asked, Sending sending) {
      // No topics; in version 0, which knows no way to say that, all of them.
      return new MetadataRequest()
          .setTopics(List.of())
          .setIncludeClusterAuthorizedOperations(options.includeAuthorizedOperations());
    }

    @Override
    void read(MetadataResponse response, Answers<String, ClusterDescription> answers) {
      List<Node> nodes =
          response.brokers().stream()
              .map(node -> new Node(node.nodeId(), node.host(), node.port(), node.rack()))
              .toList();
      answers.value(
          items().get(0),
          new ClusterDescription(
              response.clusterId(),
              controller(nodes, response.controllerId()),
              nodes,
              Set.of(),
              AclOperation.ofBits(response.clusterAuthorizedOperations())));
    }

    @Override
    Need need(List<String> asked) {
      return options.includeAuthorizedOperations()
          ? new Need(8, "2.3", "includeAuthorizedOperations")
          : Need.api("0.8");
    }
  }
}
