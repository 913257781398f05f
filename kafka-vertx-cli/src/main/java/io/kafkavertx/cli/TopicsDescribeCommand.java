package io.kafkavertx.cli;

import io.kafkavertx.KafkaException;
import io.kafkavertx.admin.ConfigEntry;
import io.kafkavertx.admin.ConfigResource;
import io.kafkavertx.admin.KafkaAdmin;
import io.kafkavertx.admin.ListedOffset;
import io.kafkavertx.admin.OffsetSpec;
import io.kafkavertx.admin.PartitionDescription;
import io.kafkavertx.admin.Results;
import io.kafkavertx.admin.TopicDescription;
import io.kafkavertx.spi.Node;
import io.kafkavertx.spi.TopicPartition;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code topics describe}. */
@Command(
    name = "describe",
    header = "Show partitions, leaders, replicas, offsets and configuration.",
    sortOptions = false,
    abbreviateSynopsis = true,
    parameterListHeading = "%nParameters:%n",
    optionListHeading = "%nOptions:%n")
final class TopicsDescribeCommand implements Callable<Integer> {
  @Parameters(paramLabel = "TOPIC", arity = "1..*", description = "Topics.")
  private List<String> topics;

  @Option(names = "--all-configs", description = "Defaults of the configuration, too.")
  private boolean allConfigs;

  @Mixin private ConnectionOptions connection;

  @Override
  public Integer call() {
    try (Session session = connection.open()) {
      KafkaAdmin admin = session.admin();
      Results<String, TopicDescription> described = session.await(admin.describeTopics(topics));
      Report report = new Report(session.terminal());
      int shown = 0;
      for (TopicDescription topic : described.values().values()) {
        if (shown++ > 0) {
          report.line("");
        }
        describe(session, admin, topic, report);
      }
      report.print();
      return Failures.told(session, described.failures(), TopicNames.hints(session, admin));
    }
  }

  private void describe(Session session, KafkaAdmin admin, TopicDescription topic, Report report) {
    report.line(
        topic.name()
            + (topic.internal() ? " (internal)" : "")
            + (topic.topicId() == null || topic.topicId().getMostSignificantBits() == 0
                ? ""
                : ", id " + topic.topicId()));
    Map<TopicPartition, ListedOffset> first = offsets(session, admin, topic, OffsetSpec.earliest());
    Map<TopicPartition, ListedOffset> end = offsets(session, admin, topic, OffsetSpec.latest());
    Table table =
        new Table("PARTITION", "LEADER", "REPLICAS", "IN SYNC", "FIRST OFFSET", "END OFFSET", "");
    for (PartitionDescription one : topic.partitions()) {
      TopicPartition partition = new TopicPartition(topic.name(), one.partition());
      table.row(
          one.partition(),
          one.leader() == null ? "none" : one.leader().id(),
          ids(one.replicas()),
          ids(one.isr()),
          offset(first.get(partition)),
          offset(end.get(partition)),
          one.leader() == null
              ? "NO LEADER"
              : one.isr().size() < one.replicas().size() ? "NOT ALL IN SYNC" : "");
    }
    report.table(table);
    configuration(session, admin, topic, report);
  }

  private static Map<TopicPartition, ListedOffset> offsets(
      Session session, KafkaAdmin admin, TopicDescription topic, OffsetSpec spec) {
    Map<TopicPartition, OffsetSpec> wanted = new LinkedHashMap<>();
    for (PartitionDescription one : topic.partitions()) {
      if (one.leader() != null) {
        wanted.put(new TopicPartition(topic.name(), one.partition()), spec);
      }
    }
    try {
      return wanted.isEmpty() ? Map.of() : session.await(admin.listOffsets(wanted)).values();
    } catch (KafkaException e) {
      return Map.of();
    }
  }

  private void configuration(
      Session session, KafkaAdmin admin, TopicDescription topic, Report report) {
    ConfigResource resource = ConfigResource.topic(topic.name());
    Results<ConfigResource, Map<String, ConfigEntry>> all =
        session.await(admin.describeConfigs(List.of(resource)));
    if (!all.failures().isEmpty()) {
      report.line("configuration: " + Explanation.text(all.failures().get(resource)));
      return;
    }
    List<ConfigEntry> entries =
        all.get(resource).values().stream()
            .filter(
                entry -> allConfigs || entry.source() == ConfigEntry.Source.DYNAMIC_TOPIC_CONFIG)
            .sorted(java.util.Comparator.comparing(ConfigEntry::name))
            .toList();
    report.line(
        entries.isEmpty() ? "configuration: all defaults (--all-configs)" : "configuration:");
    for (ConfigEntry entry : entries) {
      report.line(
          "  "
              + entry.name()
              + " = "
              + (entry.sensitive() ? "(hidden)" : entry.value())
              + (entry.source() == ConfigEntry.Source.DYNAMIC_TOPIC_CONFIG || !allConfigs
                  ? ""
                  : "  (default)"));
    }
  }

  private static Object offset(ListedOffset listed) {
    return listed == null ? null : listed.offset();
  }

  private static String ids(Collection<Node> nodes) {
    return nodes.stream().map(node -> String.valueOf(node.id())).collect(Collectors.joining(","));
  }
}
