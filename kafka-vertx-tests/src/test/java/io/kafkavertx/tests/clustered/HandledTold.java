package io.kafkavertx.tests.clustered;

/** Somebody who is told what handlers do, at the moment they do it. */
interface HandledTold {
  /** To the process that has started this one. */
  HandledTold BY_LINES =
      line -> {
        NodeMain.say("event " + line);
      };

  /**
   * Lines are:
   *
   * <pre>
   *   + attempt id partition offset nanos    a handler has begun
   *   = attempt id nanos                     and is going to reply
   *   - attempt id nanos                     and is going to fail the message
   *   . attempt id nanos                     and is not going to reply at all
   *   show {json}                            what a record looks like to a handler
   * </pre>
   */
  void tell(String line);
}
