package io.kafkavertx.sasl;

/**
 * How many iterations a broker may ask for: too few make the password easy to guess for whoever
 * overhears the exchange, too many keep the client's processor busy.
 */
record ScramLimits(int minIterations, int maxIterations) {
  /** The longest salt in bytes; Kafka's are about 20. */
  static final int MAX_SALT = 1024;

  static final int DEFAULT_MIN = 4096;
  static final int DEFAULT_MAX = 1_000_000;

  /** More than anybody would wait for. */
  static final int LARGEST_MAX = 100_000_000;

  int iterations(String text) {
    if (!text.matches("[1-9][0-9]{0,9}")) {
      throw new ScramException("an iteration count that is no positive number");
    }
    long count = Long.parseLong(text);
    if (count < minIterations || count > maxIterations) {
      throw new ScramException(
          "an iteration count of "
              + count
              + "; from "
              + minIterations
              + " to "
              + maxIterations
              + " are accepted (minIterations, maxIterations)");
    }
    return (int) count;
  }
}
