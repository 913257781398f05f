package io.kafkavertx.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code kafka-vertx}. */
@Command(
    name = "kafka-vertx",
    header = "Look into a Kafka cluster, read and write its topics.",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    versionProvider = VersionProvider.class,
    subcommands = {
      PingCommand.class,
      TopicsCommand.class,
      ConsumeCommand.class,
      ProduceCommand.class,
      GroupsCommand.class,
    },
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  kafka-vertx ping -b localhost:9092",
      "  kafka-vertx topics -b localhost:9092",
      "  kafka-vertx consume orders --from -10 --follow",
      "  kafka-vertx produce orders --file orders.txt",
      "  kafka-vertx groups describe billing",
      "",
      "Each command has a --help of its own. The environment variable",
      "KAFKA_BOOTSTRAP_SERVERS may name the brokers, too.",
      "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 no broker can be reached,",
      "4 refused (login or rights), 130 interrupted.",
    })
final class RootCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "What is to be done? Name a command");
  }
}
