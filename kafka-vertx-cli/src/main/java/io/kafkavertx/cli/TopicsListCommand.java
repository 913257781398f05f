package io.kafkavertx.cli;

import io.kafkavertx.admin.KafkaAdmin;
import io.kafkavertx.admin.Results;
import io.kafkavertx.admin.TopicDescription;
import io.kafkavertx.admin.TopicListing;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code topics list}. */
@Command(
    name = "list",
    header = "List the topics that you may see.",
    sortOptions = false,
    abbreviateSynopsis = true,
    optionListHeading = "%nOptions:%n")
final class TopicsListCommand implements Callable<Integer> {
  @Option(names = "--internal", description = "Kafka's own topics, too.")
  private boolean internal;

  @Mixin private ConnectionOptions connection;

  @Override
  public Integer call() {
    return list(connection, internal);
  }

  static int list(ConnectionOptions connection, boolean internal) {
    try (Session session = connection.open()) {
      KafkaAdmin admin = session.admin();
      List<String> names =
          session.await(admin.listTopics(internal)).stream()
              .map(TopicListing::name)
              .sorted()
              .toList();
      if (names.isEmpty()) {
        session
            .terminal()
            .err()
            .println(
                "There are no topics"
                    + (internal
                        ? "."
                        : " that you may see, except perhaps Kafka's own (--internal)."));
        return ExitCode.OK;
      }
      Results<String, TopicDescription> described = session.await(admin.describeTopics(names));
      Table table = new Table("TOPIC", "PARTITIONS", "REPLICAS", "IN SYNC");
      for (String name : names) {
        TopicDescription topic = described.values().get(name);
        if (topic == null) {
          table.row(name, null, null, Explanation.text(described.failures().get(name)));
          continue;
        }
        int replicas =
            topic.partitions().stream().mapToInt(p -> p.replicas().size()).max().orElse(0);
        table.row(name, topic.partitions().size(), replicas, health(topic));
      }
      new Report(session.terminal()).table(table).print();
      return ExitCode.OK;
    }
  }

  private static String health(TopicDescription topic) {
    long leaderless = topic.partitions().stream().filter(p -> p.leader() == null).count();
    long behind =
        topic.partitions().stream().filter(p -> p.isr().size() < p.replicas().size()).count();
    if (leaderless > 0) {
      return leaderless + " without a leader";
    }
    return behind == 0 ? "all" : behind + " partitions are not";
  }
}
