package io.kafkavertx.admin;

/** Who is elected leader. */
public enum ElectionType {
  /** The first of the replicas, when it is in sync. */
  PREFERRED(0),
  /** Any replica that lives, when none is in sync: acknowledged records may be lost (Kafka 2.4). */
  UNCLEAN(1);

  private final byte code;

  ElectionType(int code) {
    this.code = (byte) code;
  }

  /** The type's number in the protocol. */
  public byte code() {
    return code;
  }
}
