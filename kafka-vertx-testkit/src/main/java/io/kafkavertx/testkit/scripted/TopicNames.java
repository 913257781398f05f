package io.kafkavertx.testkit.scripted;

import java.util.regex.Pattern;

/** Which names a topic may have. */
final class TopicNames {
  private static final Pattern LEGAL = Pattern.compile("[a-zA-Z0-9._-]{1,249}");

  private TopicNames() {}

  static boolean isValid(String name) {
    return name != null && LEGAL.matcher(name).matches() && !name.equals(".") && !name.equals("..");
  }
}
