package io.kafkavertx.cli;

import io.kafkavertx.admin.BrokersListing;
import io.kafkavertx.admin.GroupListing;
import io.kafkavertx.admin.KafkaAdmin;
import java.util.Comparator;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code groups list}. */
@Command(
    name = "list",
    header = "List the groups that you may see.",
    sortOptions = false,
    abbreviateSynopsis = true,
    optionListHeading = "%nOptions:%n")
final class GroupsListCommand implements Callable<Integer> {
  @Mixin private ConnectionOptions connection;

  @Override
  public Integer call() {
    return list(connection);
  }

  static int list(ConnectionOptions connection) {
    try (Session session = connection.open()) {
      KafkaAdmin admin = session.admin();
      BrokersListing<GroupListing> groups = session.await(admin.listGroups());
      Table table = new Table("GROUP", "STATE", "TYPE", "PROTOCOL");
      groups.found().stream()
          .sorted(Comparator.comparing(GroupListing::groupId))
          .forEach(
              group ->
                  table.row(
                      group.groupId(),
                      state(group.state()),
                      state(group.type()),
                      blank(group.protocolType())));
      if (table.isEmpty()) {
        session.terminal().err().println("There are no groups that you may see.");
      } else {
        new Report(session.terminal()).table(table).print();
      }
      return Failures.told(session, groups.failures(), node -> " Its groups are missing here.");
    }
  }

  private static String blank(String text) {
    return text == null || text.isEmpty() ? "-" : text;
  }

  /** Enums as words. */
  static String state(Enum<?> value) {
    return value == null ? "-" : value.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
  }
}
