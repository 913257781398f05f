package io.kafkavertx.cli;

import io.kafkavertx.admin.KafkaAdmin;
import io.kafkavertx.admin.Results;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code groups delete}. */
@Command(
    name = "delete",
    header = "Delete groups without members, with their committed offsets.",
    sortOptions = false,
    abbreviateSynopsis = true,
    parameterListHeading = "%nParameters:%n",
    optionListHeading = "%nOptions:%n")
final class GroupsDeleteCommand implements Callable<Integer> {
  @Parameters(paramLabel = "GROUP", arity = "1..*", description = "Groups.")
  private List<String> groups;

  @Mixin private ConnectionOptions connection;

  @Override
  public Integer call() {
    try (Session session = connection.open()) {
      KafkaAdmin admin = session.admin();
      Results<String, Void> results = session.await(admin.deleteConsumerGroups(groups));
      Report.deleted(session.terminal(), results.values().keySet());
      return Failures.told(session, results.failures(), name -> "");
    }
  }
}
