package io.kafkavertx.examples.livetopics;

/** Something that the browser tests need is not there; the message says what, and what helps. */
final class Unavailable extends Exception {
  private static final long serialVersionUID = 1;

  Unavailable(String message) {
    super(message);
  }
}
