package io.kafkavertx.internal.metrics;

/** The keys of tags, and values that have a meaning. No tag ever holds a secret or a record. */
public final class Tag {
  public static final String CLIENT = "messaging.client.id";
  public static final String SYSTEM = "messaging.system";
  public static final String OPERATION = "messaging.operation.name";
  public static final String GROUP = "messaging.consumer.group.name";
  public static final String TOPIC = "messaging.destination.name";
  public static final String PARTITION = "messaging.destination.partition.id";
  public static final String ERROR = "error.type";
  public static final String BROKER = "kafka.broker.id";
  public static final String API = "kafka.api";
  public static final String REASON = "kafka.rebalance.reason";
  public static final String ADDRESS = "kafka.eventbus.address";

  /** The tag does not apply: no error, no group. */
  public static final String NONE = "none";

  /** Not told apart, by {@code metricsDetail}. */
  public static final String ALL = "all";

  /** A broker whose id is not known yet. */
  public static final String BOOTSTRAP = "bootstrap";

  /** The system of every client. */
  public static final String KAFKA = "kafka";

  private Tag() {}
}
