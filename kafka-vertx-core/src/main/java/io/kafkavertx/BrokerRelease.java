package io.kafkavertx;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Which release of Apache Kafka a broker is, as far as the versions that it supports tell.
 *
 * @param name the release, such as {@code 3.9}; before 1.0 with a third number, such as {@code
 *     0.10.2}
 * @param orNewer true when the broker supports things that this build does not know: {@code name}
 *     is then the newest release that it knows
 * @param alternative another release that cannot be told from this one; null when there is none
 * @param oddities what does not fit the release, in words: signs of a service that speaks the
 *     protocol without being Apache Kafka, or of a proxy. Empty for a broker that is what it seems
 * @param versions what the broker supports
 */
public record BrokerRelease(
    String name, boolean orNewer, String alternative, List<String> oddities, ApiVersions versions) {
  public BrokerRelease {
    oddities = List.copyOf(oddities);
  }

  /**
   * Whether the release is {@code other} or a later one; {@code other} is written as {@link
   * #name()}.
   */
  public boolean isAtLeast(String other) {
    int[] mine = numbers(name);
    int[] theirs = numbers(other);
    for (int i = 0; i < mine.length; i++) {
      if (mine[i] != theirs[i]) {
        return mine[i] > theirs[i];
      }
    }
    return true;
  }

  /** What the broker can do. */
  public Set<BrokerFeature> features() {
    Set<BrokerFeature> found = EnumSet.noneOf(BrokerFeature.class);
    for (BrokerFeature feature : BrokerFeature.values()) {
      if (feature.in(versions)) {
        found.add(feature);
      }
    }
    return found;
  }

  private static int[] numbers(String release) {
    String[] parts = release.split("\\.", -1);
    int[] numbers = new int[4];
    for (int i = 0; i < Math.min(parts.length, numbers.length); i++) {
      numbers[i] = Integer.parseInt(parts[i]);
    }
    return numbers;
  }

  /** For example {@code 3.9}, {@code at least 4.4} or {@code 3.3 or 3.4}. */
  @Override
  public String toString() {
    String text =
        orNewer ? "at least " + name : alternative == null ? name : name + " or " + alternative;
    return oddities.isEmpty() ? text : text + " (" + String.join("; ", oddities) + ")";
  }
}
