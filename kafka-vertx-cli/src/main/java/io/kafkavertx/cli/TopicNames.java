package io.kafkavertx.cli;

import io.kafkavertx.BrokerErrorException;
import io.kafkavertx.KafkaException;
import io.kafkavertx.admin.KafkaAdmin;
import io.kafkavertx.admin.Results;
import io.kafkavertx.admin.TopicDescription;
import io.kafkavertx.admin.TopicListing;
import io.kafkavertx.protocol.ErrorCode;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** Names that somebody may have meant. */
final class TopicNames {
  private TopicNames() {}

  /** Tells, for a topic that does not exist, which ones have similar names. */
  static Function<String, String> hints(Session session, KafkaAdmin admin) {
    return name -> {
      try {
        List<String> all =
            session.await(admin.listTopics()).stream().map(TopicListing::name).toList();
        return all.contains(name) ? "" : hint(name, all);
      } catch (KafkaException e) {
        return "";
      }
    };
  }

  /**
   * The topics' descriptions; brokers do not make topics for those who ask so.
   *
   * @throws CliException when one does not exist or may not be seen
   */
  static Map<String, TopicDescription> describe(
      Session session, KafkaAdmin admin, Collection<String> topics, String advice) {
    Results<String, TopicDescription> results = session.await(admin.describeTopics(topics));
    for (Map.Entry<String, KafkaException> failure : results.failures().entrySet()) {
      boolean unknown = isUnknownTopic(failure.getValue());
      throw new CliException(
          Explanation.code(failure.getValue()),
          failure.getKey()
              + ": "
              + Explanation.text(failure.getValue())
              + hints(session, admin).apply(failure.getKey())
              + (unknown ? advice : ""),
          failure.getValue());
    }
    return results.values();
  }

  static boolean isUnknownTopic(Throwable failure) {
    return failure instanceof BrokerErrorException refused
        && refused.code() == ErrorCode.UNKNOWN_TOPIC_OR_PARTITION;
  }

  static String hint(String name, List<String> all) {
    List<String> near = all.stream().filter(other -> near(name, other)).sorted().limit(3).toList();
    return near.isEmpty() ? "" : " Did you mean " + String.join(" or ", near) + "?";
  }

  private static boolean near(String name, String other) {
    String a = name.toLowerCase(Locale.ROOT);
    String b = other.toLowerCase(Locale.ROOT);
    return distance(a, b) <= Math.max(1, Math.min(a.length(), b.length()) / 4)
        || (a.length() > 3 && b.startsWith(a))
        || (b.length() > 3 && a.startsWith(b));
  }

  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int change = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(change, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
