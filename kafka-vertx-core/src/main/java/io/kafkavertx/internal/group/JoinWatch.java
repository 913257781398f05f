package io.kafkavertx.internal.group;

import io.kafkavertx.internal.cluster.Cluster;
import io.kafkavertx.protocol.ErrorCode;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Finds out that a member waits in vain. A join is answered when all members are there, which may
 * take minutes; when the connection has died without a word, the answer never comes. So after the
 * session timeout, in which a coordinator that waits for the member throws nobody out, the
 * coordinator is asked by heartbeats, over another connection.
 */
final class JoinWatch {
  /** An answer to the join may be on its way: once is not enough. */
  private static final int BELIEVE_AFTER = 2;

  private final Cluster cluster;
  private final GroupConfig config;
  private final MemberIdentity identity;
  private final GroupRequests requests;

  private record Wait(
      boolean joining, boolean unsure, BooleanSupplier waits, Consumer<ErrorCode> inVain) {}

  JoinWatch(Cluster cluster, GroupConfig config, MemberIdentity identity, GroupRequests requests) {
    this.cluster = cluster;
    this.config = config;
    this.identity = identity;
    this.requests = requests;
  }

  /**
   * Watches a join or a sync that has just been sent.
   *
   * @param joining whether the member waits for a new generation: then the group must know that it
   *     rebalances
   * @param unsure whether to tell that it does, too: it may wait for this member
   * @param waits whether the answer is waited for still
   * @param inVain told what the group says of the member
   */
  void start(boolean joining, boolean unsure, BooleanSupplier waits, Consumer<ErrorCode> inVain) {
    if (!identity.memberId.isEmpty()) {
      later(config.sessionTimeoutNanos(), new Wait(joining, unsure, waits, inVain), 0);
    }
  }

  private void later(long nanos, Wait wait, int doubts) {
    cluster
        .timers()
        .pause(nanos)
        .onSuccess(
            waited -> {
              if (wait.waits.getAsBoolean()) {
                ask(wait, doubts);
              }
            });
  }

  private void ask(Wait wait, int doubts) {
    requests
        .heartbeat(identity.memberId, identity.generation)
        .onComplete(
            answer -> {
              if (!wait.waits.getAsBoolean()) {
                return;
              }
              int now = doubts;
              if (answer.succeeded()) {
                ErrorCode error = ErrorCode.forCode(answer.result().errorCode());
                now = doubts(error, wait, doubts);
                if (now >= BELIEVE_AFTER) {
                  wait.inVain.accept(error);
                  return;
                }
              }
              later(config.heartbeatNanos(), wait, now);
            });
  }

  private int doubts(ErrorCode error, Wait wait, int before) {
    return switch (GroupErrors.heartbeat(error)) {
      case LOST_AND_NEW -> BELIEVE_AFTER;
      case FIND_COORDINATOR -> {
        requests.forgetCoordinator();
        yield before;
      }
      // The group is done with the round, or has never heard that there is to be one. Before its
      // first generation a member is told that its generation is wrong in any case.
      case OK, LOST -> wait.joining && identity.generation >= 0 ? before + 1 : 0;
      case REJOIN -> wait.joining && wait.unsure && identity.generation >= 0 ? before + 1 : 0;
      default -> 0;
    };
  }
}
