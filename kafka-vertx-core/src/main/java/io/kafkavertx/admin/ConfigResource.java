package io.kafkavertx.admin;

import java.util.Objects;

/**
 * Something that has configuration.
 *
 * @param type what it is
 * @param name its name; of a broker its id in digits, empty for what all brokers have in common
 */
public record ConfigResource(Type type, String name) {
  public ConfigResource {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(name, "name");
    boolean byId = type == Type.BROKER_LOGGER || (type == Type.BROKER && !name.isEmpty());
    if (byId && !name.matches("\\d{1,9}")) {
      throw new IllegalArgumentException("a broker is named by its id, not '" + name + "'");
    }
  }

  /** A topic. */
  public static ConfigResource topic(String name) {
    return new ConfigResource(Type.TOPIC, name);
  }

  /** One broker. */
  public static ConfigResource broker(int id) {
    return new ConfigResource(Type.BROKER, String.valueOf(id));
  }

  /** What all brokers have in common. */
  public static ConfigResource allBrokers() {
    return new ConfigResource(Type.BROKER, "");
  }

  /** The loggers of one broker; their values are levels. */
  public static ConfigResource brokerLogger(int id) {
    return new ConfigResource(Type.BROKER_LOGGER, String.valueOf(id));
  }

  /** A group. */
  public static ConfigResource group(String id) {
    return new ConfigResource(Type.GROUP, id);
  }

  /** A subscription to clients' metrics (KIP-714). */
  public static ConfigResource clientMetrics(String name) {
    return new ConfigResource(Type.CLIENT_METRICS, name);
  }

  /** The resource with that number of a type in the protocol. */
  public static ConfigResource of(byte type, String name) {
    return new ConfigResource(Type.forCode(type), name);
  }

  /** Whether only one broker can answer for it. */
  public boolean ofOneBroker() {
    return type == Type.BROKER_LOGGER || (type == Type.BROKER && !name.isEmpty());
  }

  /**
   * The id of the broker.
   *
   * @throws IllegalStateException when it is not {@link #ofOneBroker()}
   */
  public int brokerId() {
    if (!ofOneBroker()) {
      throw new IllegalStateException(this + " is not of one broker");
    }
    return Integer.parseInt(name);
  }

  @Override
  public String toString() {
    return type + (name.isEmpty() ? " (all)" : " " + name);
  }

  /** What has configuration. */
  public enum Type {
    /** A type that this build does not know. */
    UNKNOWN(0),
    TOPIC(2),
    BROKER(4),
    BROKER_LOGGER(8),
    CLIENT_METRICS(16),
    GROUP(32);

    private final byte code;

    Type(int code) {
      this.code = (byte) code;
    }

    /** The type's number in the protocol. */
    public byte code() {
      return code;
    }

    /** The type with that number; {@link #UNKNOWN} when there is none. */
    public static Type forCode(byte code) {
      for (Type type : values()) {
        if (type.code == code) {
          return type;
        }
      }
      return UNKNOWN;
    }
  }
}
