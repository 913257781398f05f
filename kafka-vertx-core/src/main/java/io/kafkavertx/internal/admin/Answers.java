package io.kafkavertx.internal.admin;

import io.kafkavertx.BrokerErrorException;
import io.kafkavertx.ClusterMetadata;
import io.kafkavertx.KafkaException;
import io.kafkavertx.OutcomeUnknownException;
import io.kafkavertx.admin.Results;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.spi.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What one broker answered, item by item, as an operation reads it. */
final class Answers<K, V> {
  /** How often something that nobody knows is asked for before that is believed. */
  static final int FEW = 4;

  private final Operation<K, V, ?> operation;
  private final Setting setting;
  private final Set<K> open;
  private final List<K> more = new ArrayList<>();
  private final Map<K, V> values = new LinkedHashMap<>();
  private final Map<K, KafkaException> failures = new LinkedHashMap<>();
  private final Map<K, ErrorCode> again = new LinkedHashMap<>();

  Answers(Operation<K, V, ?> operation, List<K> asked, Setting setting) {
    this.operation = operation;
    this.setting = setting;
    this.open = new LinkedHashSet<>(asked);
  }

  /**
   * What is known of the request.
   *
   * @param nodeId where it went; -1 when any broker had it
   * @param repeatable whether doing it again does no harm
   * @param byLeader whether leaders of partitions are asked
   * @param soFar how many attempts have failed
   * @param cluster the brokers
   */
  record Setting(
      int nodeId, boolean repeatable, boolean byLeader, int soFar, ClusterMetadata cluster) {}

  /** The broker that answered; -1 when any was asked. */
  int nodeId() {
    return setting.nodeId();
  }

  /** The broker with that id; one without a host when it is not up. */
  Node node(int id) {
    Node known = setting.cluster().node(id);
    return known == null ? new Node(id, "", -1, null) : known;
  }

  /** The brokers with these ids. */
  List<Node> nodes(List<Integer> ids) {
    return ids.stream().map(this::node).toList();
  }

  /** What was asked for and has no answer yet. */
  List<K> open() {
    return new ArrayList<>(open);
  }

  /** An item succeeded. What was not asked for is ignored, here and below. */
  void value(K item, V value) {
    if (open.remove(item)) {
      values.put(item, value);
    }
  }

  /** An item failed for good. */
  void failure(K item, KafkaException failure) {
    if (open.remove(item)) {
      failures.put(item, failure);
    }
  }

  /**
   * What the broker said about an item: its value when there is no error, which is null here.
   *
   * @return true when there is an error
   */
  boolean error(K item, short code, String message) {
    ErrorCode error = ErrorCode.forCode(code);
    if (error == ErrorCode.NONE) {
      return false;
    }
    if (!open.remove(item)) {
      return true;
    }
    switch (operation.verdict(error, setting.repeatable(), setting.byLeader())) {
      case FAIL -> failures.put(item, refused(item, error, message));
      case RETRY -> again.put(item, error);
      case RETRY_FEW -> {
        if (setting.soFar() < FEW) {
          again.put(item, error);
        } else {
          failures.put(item, refused(item, error, message));
        }
      }
      case UNKNOWN ->
          failures.put(
              item,
              new OutcomeUnknownException(
                  operation.describe(item)
                      + where()
                      + ": it was begun, and the broker did not see it done in time; it may still"
                      + " happen. Look before you ask again"));
    }
    return true;
  }

  /** What the broker said about an item of which there is nothing to tell but that it was done. */
  void done(K item, short code, String message) {
    if (!error(item, code, message)) {
      value(item, null);
    }
  }

  /** The broker refused everything that has no answer yet. True when there is an error. */
  boolean errorOfAll(short code, String message) {
    for (K item : open()) {
      error(item, code, message);
    }
    return ErrorCode.forCode(code) != ErrorCode.NONE;
  }

  private KafkaException refused(K item, ErrorCode error, String message) {
    String said =
        message == null || message.isBlank() || message.equals(error.message())
            ? ""
            : " (" + message + ")";
    String remedy = operation.remedy(error);
    return new BrokerErrorException(
        error,
        operation.describe(item) + where() + said,
        remedy == null ? Remedies.of(error) : remedy);
  }

  private String where() {
    return nodeId() < 0 ? "" : " at broker " + nodeId();
  }

  /** An item has only part of its answer: the rest is asked for at once. */
  void more(K item) {
    if (open.remove(item)) {
      more.add(item);
    }
  }

  List<K> more() {
    return more;
  }

  /** What the response did not mention. */
  void closeBook() {
    for (K item : open()) {
      failure(
          item,
          new KafkaException(
              operation.describe(item) + where() + ": the broker's answer does not mention it"));
    }
  }

  Setting setting() {
    return setting;
  }

  /** All there is, for answers within an answer; what would be asked again has failed. */
  Results<K, V> results() {
    again.forEach((item, error) -> failures.put(item, refused(item, error, null)));
    return Results.of(values, failures);
  }

  Map<K, V> values() {
    return values;
  }

  Map<K, KafkaException> failures() {
    return failures;
  }

  /** What is to be asked again, and why. */
  Map<K, ErrorCode> again() {
    return again;
  }
}
