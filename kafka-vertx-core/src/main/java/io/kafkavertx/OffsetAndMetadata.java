package io.kafkavertx;

/**
 * A committed position.
 *
 * @param offset the next offset to read
 * @param leaderEpoch the leader epoch of the last record read, -1 when unknown (KIP-320)
 * @param metadata the committer's own text, never null
 */
public record OffsetAndMetadata(long offset, int leaderEpoch, String metadata) {
  public OffsetAndMetadata {
    metadata = metadata == null ? "" : metadata;
  }

  public OffsetAndMetadata(long offset) {
    this(offset, -1, "");
  }
}
