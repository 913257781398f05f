package io.kafkavertx.internal.admin;

import io.kafkavertx.BrokerErrorException;
import io.kafkavertx.ClusterMetadata;
import io.kafkavertx.KafkaException;
import io.kafkavertx.Target;
import io.kafkavertx.internal.cluster.Cluster;
import io.kafkavertx.internal.cluster.Cluster.CoordinatorType;
import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.MetadataResponse;
import io.kafkavertx.protocol.message.MetadataResponse.MetadataResponsePartition;
import io.kafkavertx.protocol.message.MetadataResponse.MetadataResponseTopic;
import io.kafkavertx.spi.Node;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Finds the brokers that are responsible. */
final class Routes {
  /** In place of a broker's id: any of them. */
  static final int ANY = -1;

  private Routes() {}

  /**
   * Where something is to go.
   *
   * @param nodeId the broker; {@link #ANY} for any
   * @param error why nobody is known, {@link ErrorCode#NONE} when somebody is
   * @param why the same in words
   */
  record Found(int nodeId, ErrorCode error, String why) {
    static Found at(int nodeId) {
      return new Found(nodeId, ErrorCode.NONE, null);
    }

    static Found nobody(ErrorCode error, String why) {
      return new Found(ANY, error, why);
    }
  }

  /** Who is responsible, for all but partition leaders. */
  static Future<Found> find(Target target, AdminCall call) {
    if (target instanceof Target.AnyNode) {
      return Future.succeededFuture(Found.at(ANY));
    } else if (target instanceof Target.NodeId node) {
      return node(node.id(), call);
    } else if (target instanceof Target.Controller) {
      return controller(call);
    } else if (target instanceof Target.Coordinator coordinator) {
      return call.cluster()
          .coordinator(type(coordinator), coordinator.key(), call.deadline())
          .map(Found::at);
    }
    throw new IllegalStateException("no way to " + target);
  }

  private static Future<Found> controller(AdminCall call) {
    Cluster cluster = call.cluster();
    Future<?> known =
        cluster.metadata().nodes().isEmpty()
            ? cluster.refresh(call.deadline())
            : Future.succeededFuture();
    return known.compose(
        view ->
            tellsNoController(cluster)
                // None of them can do what a controller is for; that is then the error.
                ? Future.succeededFuture(Found.at(ANY))
                : cluster.controller(call.deadline()).map(Node::id).map(Found::at));
  }

  /** Brokers before 0.10 do not tell who the controller is. */
  private static boolean tellsNoController(Cluster cluster) {
    return cluster.metadata().controller() == null
        && cluster.metadata().nodes().stream()
            .map(node -> cluster.versions(node.id()))
            .anyMatch(versions -> versions != null && versions.latest(ApiKey.METADATA) == 0);
  }

  private static Future<Found> node(int id, AdminCall call) {
    return call.cluster().metadata().node(id) != null
        ? Future.succeededFuture(Found.at(id))
        : call.cluster().refresh(call.deadline()).map(view -> known(id, view));
  }

  private static Found known(int id, ClusterMetadata view) {
    return view.node(id) != null
        ? Found.at(id)
        : Found.nobody(
            ErrorCode.BROKER_NOT_AVAILABLE,
            "broker " + id + " is not among the brokers that are up: " + view.nodes());
  }

  static CoordinatorType type(Target.Coordinator coordinator) {
    return switch (coordinator.kind()) {
      case GROUP -> CoordinatorType.GROUP;
      case TRANSACTION -> CoordinatorType.TRANSACTION;
    };
  }

  /** The leaders of partitions, as a broker tells them now. */
  static Future<Map<TopicPartition, Found>> leaders(Set<TopicPartition> wanted, AdminCall call) {
    Set<String> topics = new LinkedHashSet<>();
    wanted.forEach(partition -> topics.add(partition.topic()));
    return TopicMetadata.of(call, topics).map(told -> leaders(wanted, told));
  }

  private static Map<TopicPartition, Found> leaders(
      Set<TopicPartition> wanted, MetadataResponse told) {
    Map<String, MetadataResponseTopic> topics = new HashMap<>();
    told.topics().forEach(topic -> topics.put(topic.name(), topic));
    Map<TopicPartition, Found> found = new HashMap<>();
    for (TopicPartition partition : wanted) {
      found.put(partition, leader(partition, topics.get(partition.topic())));
    }
    return found;
  }

  private static Found leader(TopicPartition wanted, MetadataResponseTopic topic) {
    if (topic == null) {
      return Found.nobody(ErrorCode.UNKNOWN_TOPIC_OR_PARTITION, "no broker knows the topic");
    }
    if (topic.errorCode() != 0) {
      return Found.nobody(
          ErrorCode.forCode(topic.errorCode()), "metadata of topic " + topic.name());
    }
    for (MetadataResponsePartition partition : topic.partitions()) {
      if (partition.partitionIndex() == wanted.partition()) {
        return partition.leaderId() >= 0
            ? Found.at(partition.leaderId())
            : Found.nobody(ErrorCode.LEADER_NOT_AVAILABLE, "it has no leader at present");
      }
    }
    return Found.nobody(
        ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
        "topic " + topic.name() + " has " + topic.partitions().size() + " partitions");
  }

  /** What the cluster has to forget before an item is asked for again. */
  static void forget(Target target, AdminCall call) {
    if (target instanceof Target.Coordinator coordinator) {
      call.cluster().forgetCoordinator(type(coordinator), coordinator.key());
    }
    call.cluster().requestUpdate();
  }

  /** Whether who is responsible comes out of the cluster's own metadata. */
  static Future<?> refreshed(Target target, AdminCall call) {
    return target instanceof Target.Controller || target instanceof Target.NodeId
        ? call.cluster().refresh(call.deadline())
        : Future.succeededFuture();
  }

  /** The failure of something that nobody is responsible for. */
  static KafkaException nobody(String item, Found found) {
    return new BrokerErrorException(
        found.error(), item + ": " + found.why(), Remedies.of(found.error()));
  }
}
