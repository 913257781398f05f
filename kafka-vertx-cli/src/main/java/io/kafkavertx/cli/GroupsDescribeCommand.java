package io.kafkavertx.cli;

import io.kafkavertx.admin.ConsumerGroupDescription;
import io.kafkavertx.admin.GroupState;
import io.kafkavertx.admin.KafkaAdmin;
import io.kafkavertx.admin.MemberDescription;
import io.kafkavertx.admin.PartitionLag;
import io.kafkavertx.admin.Results;
import io.kafkavertx.spi.TopicPartition;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code groups describe}. */
@Command(
    name = "describe",
    header = "Show members, committed offsets and lag of consumer groups.",
    sortOptions = false,
    abbreviateSynopsis = true,
    parameterListHeading = "%nParameters:%n",
    optionListHeading = "%nOptions:%n")
final class GroupsDescribeCommand implements Callable<Integer> {
  private static final Comparator<TopicPartition> ORDER =
      Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition);

  @Parameters(paramLabel = "GROUP", arity = "1..*", description = "Groups.")
  private List<String> groups;

  @Mixin private ConnectionOptions connection;

  @Override
  public Integer call() {
    try (Session session = connection.open()) {
      KafkaAdmin admin = session.admin();
      Results<String, ConsumerGroupDescription> described =
          session.await(admin.describeConsumerGroups(groups));
      Report report = new Report(session.terminal());
      int shown = 0;
      int code = ExitCode.OK;
      for (ConsumerGroupDescription group : described.values().values()) {
        if (group.state() == GroupState.DEAD && group.members().isEmpty()) {
          session.terminal().err().println(group.groupId() + ": there is no such group.");
          code = ExitCode.FAILED;
          continue;
        }
        if (shown++ > 0) {
          report.line("");
        }
        code = Math.max(code, describe(session, admin, group, report));
      }
      report.print();
      return Math.max(code, Failures.told(session, described.failures(), name -> ""));
    }
  }

  private static int describe(
      Session session, KafkaAdmin admin, ConsumerGroupDescription group, Report report) {
    report.line(
        group.groupId()
            + ": "
            + GroupsListCommand.state(group.state())
            + ", members "
            + group.members().size()
            + (group.assignor() == null || group.assignor().isEmpty()
                ? ""
                : ", assignor " + group.assignor())
            + (group.coordinator() == null ? "" : ", coordinator " + group.coordinator().id()));
    Results<TopicPartition, PartitionLag> lags = session.await(admin.lag(group.groupId()));
    Set<TopicPartition> partitions = new TreeSet<>(ORDER);
    partitions.addAll(lags.keys());
    group.members().forEach(member -> partitions.addAll(member.assignment()));
    Table table = new Table("TOPIC", "PARTITION", "COMMITTED", "END", "LAG", "MEMBER", "HOST");
    long sum = 0;
    for (TopicPartition partition : partitions) {
      PartitionLag lag = lags.values().get(partition);
      MemberDescription owner = owner(group, partition);
      sum += lag == null ? 0 : Math.max(0, lag.lag());
      table.row(
          partition.topic(),
          partition.partition(),
          lag == null || lag.committed() == null ? null : lag.committed().offset(),
          lag == null ? null : lag.endOffset(),
          lag == null || lag.lag() < 0 ? null : lag.lag(),
          owner == null ? null : name(owner),
          owner == null ? null : owner.host());
    }
    if (table.isEmpty()) {
      report.line("It has committed nothing, and reads nothing.");
    } else {
      report.table(table).line("lag in all: " + Figures.count(sum));
    }
    group.members().stream()
        .filter(member -> member.assignment().isEmpty())
        .forEach(idle -> report.line("without partitions: " + name(idle) + " " + idle.host()));
    return Failures.told(session, lags.failures(), partition -> "");
  }

  private static MemberDescription owner(ConsumerGroupDescription group, TopicPartition partition) {
    return group.members().stream()
        .filter(member -> member.assignment().contains(partition))
        .findFirst()
        .orElse(null);
  }

  private static String name(MemberDescription member) {
    return member.instanceId() != null ? member.instanceId() : member.memberId();
  }
}
