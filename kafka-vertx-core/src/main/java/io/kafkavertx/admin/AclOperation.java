package io.kafkavertx.admin;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** What somebody may do with a resource. */
public enum AclOperation {
  /** An operation that this build does not know. */
  UNKNOWN(0),
  /** In a filter: any operation. */
  ANY(1),
  /** In an entry: all operations. */
  ALL(2),
  READ(3),
  WRITE(4),
  CREATE(5),
  DELETE(6),
  ALTER(7),
  DESCRIBE(8),
  CLUSTER_ACTION(9),
  DESCRIBE_CONFIGS(10),
  ALTER_CONFIGS(11),
  IDEMPOTENT_WRITE(12),
  CREATE_TOKENS(13),
  DESCRIBE_TOKENS(14),
  TWO_PHASE_COMMIT(15);

  private final byte code;

  AclOperation(int code) {
    this.code = (byte) code;
  }

  /** The operation's number in the protocol. */
  public byte code() {
    return code;
  }

  /** The operation with that number; {@link #UNKNOWN} when there is none. */
  public static AclOperation forCode(byte code) {
    return code >= 0 && code < values().length ? values()[code] : UNKNOWN;
  }

  /**
   * The operations that a bit field names, as brokers tell what the client may do.
   *
   * @return null when the broker did not tell ({@link Integer#MIN_VALUE})
   */
  public static Set<AclOperation> ofBits(int bits) {
    if (bits == Integer.MIN_VALUE) {
      return null;
    }
    Set<AclOperation> operations = EnumSet.noneOf(AclOperation.class);
    for (AclOperation operation : values()) {
      if (operation != UNKNOWN
          && operation != ANY
          && operation != ALL
          && (bits & (1 << operation.code)) != 0) {
        operations.add(operation);
      }
    }
    return Collections.unmodifiableSet(operations);
  }
}
