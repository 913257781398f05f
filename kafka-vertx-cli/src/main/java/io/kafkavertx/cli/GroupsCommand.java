package io.kafkavertx.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code groups}. */
@Command(
    name = "groups",
    header = "List and describe consumer groups, reset their offsets.",
    description = {"", "Without a further command it lists them, as 'groups list'."},
    sortOptions = false,
    abbreviateSynopsis = true,
    subcommands = {
      GroupsListCommand.class,
      GroupsDescribeCommand.class,
      GroupsResetCommand.class,
      GroupsDeleteCommand.class
    },
    synopsisSubcommandLabel = "[COMMAND]",
    optionListHeading = "%nOptions:%n",
    commandListHeading = "%nCommands:%n")
final class GroupsCommand implements Callable<Integer> {
  @Mixin private ConnectionOptions connection;

  @Override
  public Integer call() {
    return GroupsListCommand.list(connection);
  }
}
