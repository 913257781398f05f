package io.kafkavertx;

import io.kafkavertx.spi.TopicPartition;
import java.util.Objects;

/** Which broker a request of a {@link KafkaClient} goes to. */
public sealed interface Target {
  /** The least loaded broker; others are tried while the request was surely not processed. */
  static Target anyNode() {
    return new AnyNode();
  }

  /** The broker with that id. */
  static Target node(int id) {
    return new NodeId(id);
  }

  /** The broker that takes requests for the controller. */
  static Target controller() {
    return new Controller();
  }

  /** The leader of a partition. */
  static Target leader(String topic, int partition) {
    return new Leader(new TopicPartition(topic, partition));
  }

  /** The leader of a partition. */
  static Target leader(TopicPartition topicPartition) {
    return new Leader(Objects.requireNonNull(topicPartition, "topicPartition"));
  }

  /** The coordinator of a group of any kind. */
  static Target groupCoordinator(String groupId) {
    return new Coordinator(CoordinatorKind.GROUP, groupId);
  }

  /** The coordinator of a transactional id. Brokers from 0.11 on. */
  static Target transactionCoordinator(String transactionalId) {
    return new Coordinator(CoordinatorKind.TRANSACTION, transactionalId);
  }

  /** What coordinators coordinate. */
  enum CoordinatorKind {
    GROUP,
    TRANSACTION
  }

  /** See {@link #anyNode()}. */
  record AnyNode() implements Target {
    @Override
    public String toString() {
      return "any broker";
    }
  }

  /** See {@link #node(int)}. */
  record NodeId(int id) implements Target {
    @Override
    public String toString() {
      return "broker " + id;
    }
  }

  /** See {@link #controller()}. */
  record Controller() implements Target {
    @Override
    public String toString() {
      return "the controller";
    }
  }

  /** See {@link #leader(TopicPartition)}. */
  record Leader(TopicPartition topicPartition) implements Target {
    @Override
    public String toString() {
      return "the leader of " + topicPartition;
    }
  }

  /** See {@link #groupCoordinator(String)} and {@link #transactionCoordinator(String)}. */
  record Coordinator(CoordinatorKind kind, String key) implements Target {
    public Coordinator {
      Objects.requireNonNull(
          key, "a coordinator is found by the id of a group or of a transaction");
    }

    @Override
    public String toString() {
      return "the coordinator of "
          + (kind == CoordinatorKind.GROUP ? "group " : "transactional id ")
          + key;
    }
  }
}
