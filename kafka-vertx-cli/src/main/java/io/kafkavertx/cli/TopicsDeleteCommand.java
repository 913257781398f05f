package io.kafkavertx.cli;

import io.kafkavertx.admin.KafkaAdmin;
import io.kafkavertx.admin.Results;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code topics delete}. */
@Command(
    name = "delete",
    header = "Delete topics, with all their records. There is no way back.",
    sortOptions = false,
    abbreviateSynopsis = true,
    parameterListHeading = "%nParameters:%n",
    optionListHeading = "%nOptions:%n")
final class TopicsDeleteCommand implements Callable<Integer> {
  @Parameters(paramLabel = "TOPIC", arity = "1..*", description = "Topics, by their whole names.")
  private List<String> topics;

  @Mixin private ConnectionOptions connection;

  @Override
  public Integer call() {
    try (Session session = connection.open()) {
      KafkaAdmin admin = session.admin();
      Results<String, Void> results = session.await(admin.deleteTopics(topics));
      Report.deleted(session.terminal(), results.values().keySet());
      return Failures.told(session, results.failures(), TopicNames.hints(session, admin));
    }
  }
}
