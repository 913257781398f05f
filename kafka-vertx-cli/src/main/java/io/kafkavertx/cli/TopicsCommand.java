package io.kafkavertx.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code topics}. */
@Command(
    name = "topics",
    header = "List, describe, create and delete topics.",
    description = {"", "Without a further command it lists them, as 'topics list'."},
    sortOptions = false,
    abbreviateSynopsis = true,
    subcommands = {
      TopicsListCommand.class,
      TopicsDescribeCommand.class,
      TopicsCreateCommand.class,
      TopicsDeleteCommand.class
    },
    synopsisSubcommandLabel = "[COMMAND]",
    optionListHeading = "%nOptions:%n",
    commandListHeading = "%nCommands:%n")
final class TopicsCommand implements Callable<Integer> {
  @Mixin private ConnectionOptions connection;

  @Override
  public Integer call() {
    return TopicsListCommand.list(connection, false);
  }
}
