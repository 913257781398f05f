package io.kafkavertx.cli;

import io.kafkavertx.admin.KafkaAdmin;
import io.kafkavertx.admin.OffsetChange;
import io.kafkavertx.admin.PartitionLag;
import io.kafkavertx.admin.ResetOffsetsOptions;
import io.kafkavertx.admin.ResetTo;
import io.kafkavertx.admin.Results;
import io.kafkavertx.admin.TopicDescription;
import io.kafkavertx.spi.TopicPartition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code groups reset}. */
@Command(
    name = "reset",
    header = "Set the committed offsets of a group that has no members.",
    sortOptions = false,
    abbreviateSynopsis = true,
    parameterListHeading = "%nParameters:%n",
    optionListHeading = "%nOptions:%n")
final class GroupsResetCommand implements Callable<Integer> {
  @Parameters(paramLabel = "GROUP", description = "The group.")
  private String group;

  @Option(
      names = "--to",
      paramLabel = "WHERE",
      required = true,
      description = {
        "beginning, end, an offset, +N or -N (from where it is),",
        "@2026-11-22T10:00:00Z or @-1h (the first record since then)."
      })
  private String to;

  @Option(
      names = {"-t", "--topic"},
      paramLabel = "TOPIC[:N,...]",
      description = "Only these topics or partitions. Default: all that the group has committed.")
  private List<String> topics = new ArrayList<>();

  @Option(names = "--dry-run", description = "Only show what would be done.")
  private boolean dryRun;

  @Mixin private ConnectionOptions connection;

  @Override
  public Integer call() {
    try (Session session = connection.open()) {
      KafkaAdmin admin = session.admin();
      List<TopicPartition> partitions = partitions(session, admin);
      ResetTo where = where(session, admin, partitions);
      ResetOffsetsOptions options = ResetOffsetsOptions.defaults().dryRun(dryRun);
      if (!partitions.isEmpty()) {
        options = options.partitions(partitions);
      }
      Results<TopicPartition, OffsetChange> results =
          session.await(admin.resetOffsets(group, where, options));
      Table table = new Table("TOPIC", "PARTITION", "BEFORE", "AFTER");
      results
          .values()
          .forEach(
              (partition, change) ->
                  table.row(
                      partition.topic(),
                      partition.partition(),
                      change.before() < 0 ? null : change.before(),
                      change.after()));
      Report report = new Report(session.terminal());
      if (table.isEmpty() && results.failures().isEmpty()) {
        throw new CliException(
            ExitCode.FAILED,
            "the group " + group + " has committed nothing. Name topics with --topic.");
      }
      report.table(table).print();
      session.terminal().err().println(dryRun ? "Nothing was changed: --dry-run." : "Done.");
      return Failures.told(session, results.failures(), partition -> "");
    }
  }

  private List<TopicPartition> partitions(Session session, KafkaAdmin admin) {
    List<TopicPartition> chosen = new ArrayList<>();
    for (String topic : topics) {
      int colon = topic.indexOf(':');
      if (colon < 0) {
        Map<String, TopicDescription> described =
            session.await(session.await(admin.describeTopics(List.of(topic))).all());
        described
            .get(topic)
            .partitions()
            .forEach(one -> chosen.add(new TopicPartition(topic, one.partition())));
      } else {
        for (int number : PartitionNumbers.parse(topic.substring(colon + 1))) {
          chosen.add(new TopicPartition(topic.substring(0, colon), number));
        }
      }
    }
    return chosen;
  }

  private ResetTo where(Session session, KafkaAdmin admin, List<TopicPartition> partitions) {
    if (to.matches("[+-][0-9]{1,18}")) {
      return ResetTo.shift(Long.parseLong(to));
    }
    Position position = Position.parse(to, "--to", Instant.now());
    return switch (position.kind()) {
      case BEGINNING -> ResetTo.earliest();
      case END -> ResetTo.latest();
      case TIME -> ResetTo.timestamp(Instant.ofEpochMilli(position.number()));
      default -> ResetTo.offsets(offsets(session, admin, partitions, position.number()));
    };
  }

  private Map<TopicPartition, Long> offsets(
      Session session, KafkaAdmin admin, List<TopicPartition> partitions, long offset) {
    Map<TopicPartition, Long> offsets = new LinkedHashMap<>();
    if (partitions.isEmpty()) {
      Results<TopicPartition, PartitionLag> lags = session.await(admin.lag(group));
      lags.values().keySet().forEach(partition -> offsets.put(partition, offset));
    } else {
      partitions.forEach(partition -> offsets.put(partition, offset));
    }
    return offsets;
  }
}
