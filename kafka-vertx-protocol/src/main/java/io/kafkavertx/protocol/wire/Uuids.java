package io.kafkavertx.protocol.wire;

import java.util.UUID;

/** UUIDs that mean something in the protocol. */
public final class Uuids {
  /** "No id". */
  public static final UUID ZERO = new UUID(0, 0);

  private Uuids() {}
}
