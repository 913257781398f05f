package io.kafkavertx.admin;

/** What an access control entry is about. */
public enum AclResourceType {
  /** A type that this build does not know. */
  UNKNOWN,
  /** In a filter: any type. */
  ANY,
  TOPIC,
  GROUP,
  /** The cluster as a whole; its name is {@code kafka-cluster}. */
  CLUSTER,
  TRANSACTIONAL_ID,
  DELEGATION_TOKEN,
  USER;

  /** The type's number in the protocol. */
  public byte code() {
    return (byte) ordinal();
  }

  /** The type with that number; {@link #UNKNOWN} when there is none. */
  public static AclResourceType forCode(byte code) {
    return code >= 0 && code < values().length ? values()[code] : UNKNOWN;
  }
}
