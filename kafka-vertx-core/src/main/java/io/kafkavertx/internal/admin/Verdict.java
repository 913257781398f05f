package io.kafkavertx.internal.admin;

import io.kafkavertx.internal.cluster.RetryPolicy;
import io.kafkavertx.protocol.ErrorCode;

/** What an error code of an item means for it. */
enum Verdict {
  /** Asking again gives the same answer. */
  FAIL,
  /** Nothing was done: ask again after a while, whoever is responsible then. */
  RETRY,
  /** May be too new to be known everywhere: ask again, but not often. */
  RETRY_FEW,
  /** It was begun, and nobody has seen the end. */
  UNKNOWN;

  /**
   * The usual meaning.
   *
   * @param repeatable whether doing it again does no harm: it only reads, for example
   * @param byLeader whether partition leaders are asked, which have to be found
   */
  static Verdict of(ErrorCode code, boolean repeatable, boolean byLeader) {
    return switch (code) {
      case NOT_CONTROLLER,
          NOT_COORDINATOR,
          COORDINATOR_NOT_AVAILABLE,
          COORDINATOR_LOAD_IN_PROGRESS,
          NOT_LEADER_OR_FOLLOWER,
          LEADER_NOT_AVAILABLE,
          FENCED_LEADER_EPOCH,
          UNKNOWN_LEADER_EPOCH,
          THROTTLING_QUOTA_EXCEEDED,
          REBOOTSTRAP_REQUIRED ->
          RETRY;
      case UNKNOWN_TOPIC_OR_PARTITION, UNKNOWN_TOPIC_ID -> byLeader ? RETRY_FEW : FAIL;
      // Of the same kind as "not the leader" to others; here they are the answer.
      case ELECTION_NOT_NEEDED, PREFERRED_LEADER_NOT_AVAILABLE, ELIGIBLE_LEADERS_NOT_AVAILABLE ->
          FAIL;
      case REQUEST_TIMED_OUT -> repeatable ? RETRY : UNKNOWN;
      default -> repeatable && RetryPolicy.of(code) != RetryPolicy.Action.FAIL ? RETRY : FAIL;
    };
  }
}
