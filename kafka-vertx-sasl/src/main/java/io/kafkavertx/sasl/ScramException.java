package io.kafkavertx.sasl;

/** What a SCRAM server said is not what it must say. The message says what it sent. */
final class ScramException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ScramException(String sent) {
    super("the broker sent " + sent);
  }
}
