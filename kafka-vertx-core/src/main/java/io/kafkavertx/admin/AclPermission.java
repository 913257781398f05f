package io.kafkavertx.admin;

/** What an access control entry does. */
public enum AclPermission {
  /** A permission that this build does not know. */
  UNKNOWN,
  /** In a filter: either. */
  ANY,
  DENY,
  ALLOW;

  /** The permission's number in the protocol. */
  public byte code() {
    return (byte) ordinal();
  }

  /** The permission with that number; {@link #UNKNOWN} when there is none. */
  public static AclPermission forCode(byte code) {
    return code >= 0 && code < values().length ? values()[code] : UNKNOWN;
  }
}
