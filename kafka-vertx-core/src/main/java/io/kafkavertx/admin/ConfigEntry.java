package io.kafkavertx.admin;

import java.util.List;

/**
 * The value of a configuration key.
 *
 * @param name the key
 * @param value its value; null when there is none, and when it is sensitive
 * @param source where the value comes from
 * @param sensitive whether the broker keeps the value to itself
 * @param readOnly whether it can only be changed by restarting the broker
 * @param synonyms where a value is looked for, the first one that has it counts; empty unless asked
 *     for
 * @param type what the value is; {@link Type#UNKNOWN} from brokers before 2.6
 * @param documentation what the key means; null unless asked for
 */
public record ConfigEntry(
    String name,
    String value,
    Source source,
    boolean sensitive,
    boolean readOnly,
    List<Synonym> synonyms,
    Type type,
    String documentation) {
  public ConfigEntry {
    synonyms = List.copyOf(synonyms);
  }

  /** Whether the value is one that nobody has set. */
  public boolean isDefault() {
    return source == Source.DEFAULT_CONFIG;
  }

  /** Without the value of what is sensitive. */
  @Override
  public String toString() {
    return name + "=" + (sensitive ? "(hidden)" : value) + " (" + source + ")";
  }

  /**
   * A place where the value of a key may be set.
   *
   * @param name the key there, which may be another one
   * @param value its value there
   * @param source the place
   */
  public record Synonym(String name, String value, Source source) {}

  /** Where a value comes from. Its number in the protocol is {@link #code()}. */
  public enum Source {
    /** A source that this build does not know. */
    UNKNOWN(0),
    /** Set for the topic. */
    DYNAMIC_TOPIC_CONFIG(1),
    /** Set for the broker while it runs. */
    DYNAMIC_BROKER_CONFIG(2),
    /** Set for all brokers while they run. */
    DYNAMIC_DEFAULT_BROKER_CONFIG(3),
    /** In the broker's properties file. */
    STATIC_BROKER_CONFIG(4),
    /** The release's default. */
    DEFAULT_CONFIG(5),
    /** A logger's level that was set while the broker runs. */
    DYNAMIC_BROKER_LOGGER_CONFIG(6),
    /** Set for a subscription to clients' metrics. */
    DYNAMIC_CLIENT_METRICS_CONFIG(7),
    /** Set for the group. */
    DYNAMIC_GROUP_CONFIG(8);

    private final byte code;

    Source(int code) {
      this.code = (byte) code;
    }

    public byte code() {
      return code;
    }

    /** The source with that number; {@link #UNKNOWN} when there is none. */
    public static Source forCode(byte code) {
      return code >= 0 && code < values().length ? values()[code] : UNKNOWN;
    }
  }

  /** What a value is. */
  public enum Type {
    /** Not told, or a type that this build does not know. */
    UNKNOWN,
    BOOLEAN,
    STRING,
    INT,
    SHORT,
    LONG,
    DOUBLE,
    LIST,
    CLASS,
    PASSWORD;

    /** The type with that number; {@link #UNKNOWN} when there is none. */
    public static Type forCode(byte code) {
      return code >= 0 && code < values().length ? values()[code] : UNKNOWN;
    }
  }
}
