package io.kafkavertx.cli;

import io.kafkavertx.admin.KafkaAdmin;
import io.kafkavertx.admin.NewTopic;
import io.kafkavertx.admin.Results;
import io.kafkavertx.admin.TopicCreated;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code topics create}. */
@Command(
    name = "create",
    header = "Create topics.",
    sortOptions = false,
    abbreviateSynopsis = true,
    parameterListHeading = "%nParameters:%n",
    optionListHeading = "%nOptions:%n")
final class TopicsCreateCommand implements Callable<Integer> {
  @Parameters(paramLabel = "TOPIC", arity = "1..*", description = "Topics.")
  private List<String> topics;

  @Option(
      names = {"-p", "--partitions"},
      paramLabel = "N",
      description = "How many partitions. Default: the brokers'.")
  private int partitions = -1;

  @Option(
      names = {"-r", "--replicas"},
      paramLabel = "N",
      description = "How many replicas of each. Default: the brokers'.")
  private int replicas = -1;

  @Option(
      names = {"-c", "--topic-config"},
      paramLabel = "KEY=VALUE",
      description = "The topic's configuration, such as -c cleanup.policy=compact.")
  private Map<String, String> configs = new LinkedHashMap<>();

  @Mixin private ConnectionOptions connection;

  @Override
  public Integer call() {
    try (Session session = connection.open()) {
      KafkaAdmin admin = session.admin();
      List<NewTopic> wanted = topics.stream().map(this::topic).toList();
      Results<String, TopicCreated> results = session.await(admin.createTopics(wanted));
      Report report = new Report(session.terminal());
      for (Map.Entry<String, TopicCreated> made : results.values().entrySet()) {
        session.await(admin.waitForTopic(made.getKey()));
        report.line(made.getKey() + " created" + size(made.getValue()));
      }
      report.print();
      return Failures.told(session, results.failures(), name -> "");
    }
  }

  private NewTopic topic(String name) {
    NewTopic topic =
        partitions < 0 && replicas < 0
            ? NewTopic.of(name)
            : NewTopic.of(name, partitions, replicas);
    for (Map.Entry<String, String> config : configs.entrySet()) {
      topic = topic.config(config.getKey(), config.getValue());
    }
    return topic;
  }

  private static String size(TopicCreated made) {
    return made.partitions() < 1
        ? ""
        : ": partitions " + made.partitions() + ", replicas " + made.replicationFactor();
  }
}
