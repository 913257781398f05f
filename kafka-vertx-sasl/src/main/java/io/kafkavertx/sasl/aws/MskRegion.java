package io.kafkavertx.sasl.aws;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The AWS region that a broker of MSK is in, which is part of its name. */
final class MskRegion {
  private static final Pattern HOST =
      Pattern.compile(".*\\.kafka(?:-serverless)?\\.([a-z0-9-]+)\\.amazonaws\\.com(?:\\.cn)?");

  private MskRegion() {}

  /**
   * @param configured null when the name decides
   * @throws IllegalArgumentException if it does not say
   */
  static String of(String configured, String host) {
    if (configured != null) {
      return configured;
    }
    Matcher matcher = HOST.matcher(host);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "the AWS region is not in the broker's name '" + host + "': set region in saslConfig");
    }
    return matcher.group(1);
  }
}
