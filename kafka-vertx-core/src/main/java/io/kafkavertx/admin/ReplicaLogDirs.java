package io.kafkavertx.admin;

/**
 * Where a replica is on its broker.
 *
 * @param current the directory that it is in; null when the broker has no such replica, or its
 *     directory has failed
 * @param currentOffsetLag how many records it is behind the high watermark; -1 when there is none
 * @param future the directory that it moves to; null when it does not move
 * @param futureOffsetLag how many records the new place is behind the current one; -1 when it does
 *     not move
 */
public record ReplicaLogDirs(
    String current, long currentOffsetLag, String future, long futureOffsetLag) {
  /** Nowhere. */
  public static final ReplicaLogDirs NONE = new ReplicaLogDirs(null, -1, null, -1);
}
