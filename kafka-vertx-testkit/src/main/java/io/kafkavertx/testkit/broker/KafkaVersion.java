package io.kafkavertx.testkit.broker;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A release of Apache Kafka, ordered by its first three numbers. */
record KafkaVersion(String text, int major, int minor, int patch)
    implements Comparable<KafkaVersion> {
  private static final Pattern FORM = Pattern.compile("(\\d+)\\.(\\d+)(?:\\.(\\d+))?(?:[.-].*)?");

  static KafkaVersion parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is not a Kafka version; expected something like 4.4.0 or 0.8.2.2");
    }
    String patch = matcher.group(3);
    return new KafkaVersion(
        text,
        Integer.parseInt(matcher.group(1)),
        Integer.parseInt(matcher.group(2)),
        patch == null ? 0 : Integer.parseInt(patch));
  }

  boolean atLeast(int otherMajor, int otherMinor) {
    return atLeast(otherMajor, otherMinor, 0);
  }

  boolean atLeast(int otherMajor, int otherMinor, int otherPatch) {
    return compareTo(new KafkaVersion("", otherMajor, otherMinor, otherPatch)) >= 0;
  }

  @Override
  public int compareTo(KafkaVersion other) {
    if (major != other.major) {
      return Integer.compare(major, other.major);
    }
    return minor != other.minor
        ? Integer.compare(minor, other.minor)
        : Integer.compare(patch, other.patch);
  }

  @Override
  public String toString() {
    return text;
  }
}
