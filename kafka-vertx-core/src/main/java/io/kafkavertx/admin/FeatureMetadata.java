package io.kafkavertx.admin;

import io.kafkavertx.internal.collect.OrderedCopy;
import java.util.Map;

/**
 * Features of a cluster (KIP-584).
 *
 * @param finalized the levels that the cluster uses, by feature
 * @param epoch grows with each change of these; -1 when it is not known
 * @param supported the levels that the broker could use
 */
public record FeatureMetadata(
    Map<String, Levels> finalized, long epoch, Map<String, Levels> supported) {
  public FeatureMetadata {
    finalized = OrderedCopy.of(finalized);
    supported = OrderedCopy.of(supported);
  }

  /** Levels, both ends included. */
  public record Levels(int min, int max) {}
}
