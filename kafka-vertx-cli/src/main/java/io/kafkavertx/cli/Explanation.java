package io.kafkavertx.cli;

import io.kafkavertx.AuthenticationException;
import io.kafkavertx.BrokerErrorException;
import io.kafkavertx.ConfigException;
import io.kafkavertx.ConnectionException;
import io.kafkavertx.KafkaException;
import io.kafkavertx.KafkaTimeoutException;
import io.kafkavertx.protocol.ErrorCode;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine;

/** Failures as one paragraph, with the exit code that goes with them. */
final class Explanation {
  private static final Set<ErrorCode> NO_RIGHT =
      Set.of(
          ErrorCode.TOPIC_AUTHORIZATION_FAILED,
          ErrorCode.GROUP_AUTHORIZATION_FAILED,
          ErrorCode.CLUSTER_AUTHORIZATION_FAILED,
          ErrorCode.TRANSACTIONAL_ID_AUTHORIZATION_FAILED);

  /** What it means to somebody who does not know the codes. */
  private static final Map<ErrorCode, String> PLAIN =
      Map.of(
          ErrorCode.UNKNOWN_TOPIC_OR_PARTITION,
          "there is no such topic or partition, or you may not see it",
          ErrorCode.TOPIC_ALREADY_EXISTS,
          "a topic of that name exists already",
          ErrorCode.TOPIC_AUTHORIZATION_FAILED,
          "you have no right to do that with this topic",
          ErrorCode.GROUP_AUTHORIZATION_FAILED,
          "you have no right to do that with this group",
          ErrorCode.CLUSTER_AUTHORIZATION_FAILED,
          "you have no right to do that in this cluster",
          ErrorCode.GROUP_ID_NOT_FOUND,
          "there is no such group",
          ErrorCode.NON_EMPTY_GROUP,
          "the group has members; stop them first",
          ErrorCode.INVALID_REPLICATION_FACTOR,
          "there are not that many brokers for that many replicas",
          ErrorCode.INVALID_TOPIC_EXCEPTION,
          "that cannot be the name of a topic: letters, digits, '.', '_' and '-', 249 at most");

  private Explanation() {}

  static CliException of(Throwable failure, CommandLine command) {
    if (failure instanceof CliException told) {
      return told;
    }
    if (failure instanceof CommandLine.ParameterException wrong) {
      return CliException.usage(wrong.getMessage());
    }
    return new CliException(code(failure), text(failure), failure);
  }

  /** The exit code for a failure. */
  static int code(Throwable failure) {
    if (failure instanceof ConfigException) {
      return ExitCode.USAGE;
    }
    if (failure instanceof AuthenticationException
        || (failure instanceof BrokerErrorException refused && NO_RIGHT.contains(refused.code()))) {
      return ExitCode.REFUSED;
    }
    if (failure instanceof ConnectionException || failure instanceof KafkaTimeoutException) {
      return ExitCode.UNREACHABLE;
    }
    return ExitCode.FAILED;
  }

  /** What happened, and what can be done. */
  static String text(Throwable failure) {
    String message = failure.getMessage();
    if (message == null || message.isBlank()) {
      return failure.getClass().getSimpleName();
    }
    if (failure instanceof BrokerErrorException refused && PLAIN.containsKey(refused.code())) {
      return PLAIN.get(refused.code()) + " (" + refused.code() + ").";
    }
    if (failure instanceof KafkaException || failure instanceof CliException) {
      return message;
    }
    return failure.getClass().getSimpleName() + ": " + message;
  }
}
