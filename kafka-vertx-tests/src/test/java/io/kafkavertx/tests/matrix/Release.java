package io.kafkavertx.tests.matrix;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A release of Kafka that the matrix is run on. {@code -Dmatrix=all} takes all of them, {@code
 * -Dmatrix=0.9.0.1,4.4.0} these; without it a few are taken that stand for the others.
 *
 * @param version as it is published, such as {@code 0.8.2.2}
 */
record Release(String version) implements Comparable<Release> {
  private static final List<String> ALL =
      List.of(
          "0.8.0",
          "0.8.1.1",
          "0.8.2.2",
          "0.9.0.1",
          "0.10.0.1",
          "0.10.2.2",
          "0.11.0.3",
          "1.1.1",
          "2.0.1",
          "2.8.2",
          "3.9.2",
          "4.0.2",
          "4.4.0");

  private static final List<String> FEW = List.of("0.8.2.2", "0.10.2.2", "2.8.2", "4.4.0");

  /** The releases of this run, for {@code @MethodSource}. */
  static Stream<Release> chosen() {
    String wanted = System.getProperty("matrix", "");
    List<String> versions =
        wanted.isBlank()
            ? FEW
            : wanted.equals("all") ? ALL : Arrays.asList(wanted.strip().split("\\s*,\\s*"));
    return versions.stream().map(Release::new);
  }

  /** Whether this run is to write the table of results. */
  static boolean isFullRun() {
    return System.getProperty("matrix", "").equals("all");
  }

  /** What {@code checkVersion} calls it: before 1.0 the third number counts. */
  String name() {
    List<String> parts = List.of(version.split("\\."));
    return String.join(".", parts.subList(0, parts.get(0).equals("0") ? 3 : 2));
  }

  boolean isAtLeast(String other) {
    return compareTo(new Release(other)) >= 0;
  }

  boolean isBefore(String other) {
    return !isAtLeast(other);
  }

  /** What to pin; null for releases that can tell it themselves. */
  String pinned() {
    return isBefore("0.10.0") ? name() : null;
  }

  @Override
  public int compareTo(Release other) {
    int[] mine = numbers();
    int[] theirs = other.numbers();
    return Arrays.compare(mine, theirs);
  }

  private int[] numbers() {
    return Arrays.copyOf(Stream.of(version.split("\\.")).mapToInt(Integer::parseInt).toArray(), 4);
  }

  @Override
  public String toString() {
    return version;
  }
}
