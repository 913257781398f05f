package io.kafkavertx.admin;

/** How the name in an access control entry is meant. */
public enum AclPatternType {
  /** A type that this build does not know. */
  UNKNOWN,
  /** In a filter: entries of any type that have this very name. */
  ANY,
  /** In a filter: entries of any type that apply to a resource with this name. */
  MATCH,
  /** The name, or {@code *} for all names. */
  LITERAL,
  /** Names that begin so (Kafka 2.0). */
  PREFIXED;

  /** The type's number in the protocol. */
  public byte code() {
    return (byte) ordinal();
  }

  /** The type with that number; {@link #UNKNOWN} when there is none. */
  public static AclPatternType forCode(byte code) {
    return code >= 0 && code < values().length ? values()[code] : UNKNOWN;
  }
}
