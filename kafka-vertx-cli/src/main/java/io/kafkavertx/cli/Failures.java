package io.kafkavertx.cli;

import io.kafkavertx.KafkaException;
import java.util.Map;
import java.util.function.Function;

/** Items of a call that did not work, told one by one. */
final class Failures {
  private Failures() {}

  /**
   * Writes each to the standard error.
   *
   * @param hint what to add for an item; empty for nothing
   * @return the exit code: that of the first failure, or of success
   */
  static <K> int told(Session session, Map<K, KafkaException> failures, Function<K, String> hint) {
    int code = ExitCode.OK;
    for (Map.Entry<K, KafkaException> failure : failures.entrySet()) {
      String text = Explanation.text(failure.getValue());
      session
          .terminal()
          .err()
          .println(
              Wrapping.wrap(
                  failure.getKey() + ": " + text + hint.apply(failure.getKey()),
                  session.terminal().width()));
      code = code == ExitCode.OK ? Explanation.code(failure.getValue()) : code;
    }
    return code;
  }
}
