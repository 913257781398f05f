package io.kafkavertx.internal.group;

import io.kafkavertx.AuthenticationException;
import io.kafkavertx.BrokerErrorException;
import io.kafkavertx.KafkaException;
import io.kafkavertx.UnsupportedVersionException;
import io.kafkavertx.internal.cluster.Cluster;
import io.kafkavertx.internal.net.EventLoop;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.JoinGroupResponse;
import io.kafkavertx.protocol.message.SyncGroupRequest;
import io.kafkavertx.protocol.message.SyncGroupResponse;
import io.kafkavertx.spi.PartitionAssignor;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * The way into a group: JoinGroup, the assignment when this member leads, SyncGroup, and again from
 * the start for as long as it takes. An answer that comes after the member has changed its state is
 * ignored.
 */
final class Joining {
  private static final Logger LOG = LoggerFactory.getLogger(Joining.class);

  private final Cluster cluster;
  private final EventLoop loop;
  private final GroupConfig config;
  private final GroupMember member;
  private final MemberIdentity identity;
  private final GroupRequests requests;
  private final GroupLeader leader;
  private final List<PartitionAssignor> assignors;
  private final JoinWatch watch;
  private int failures;
  private boolean wasIn;
  private int asked;
  private int repeatedIn = -1;

  Joining(
      Cluster cluster,
      GroupConfig config,
      GroupMember member,
      MemberIdentity identity,
      GroupRequests requests,
      GroupLeader leader,
      List<PartitionAssignor> assignors) {
    this.cluster = cluster;
    this.loop = cluster.loop();
    this.config = config;
    this.member = member;
    this.identity = identity;
    this.requests = requests;
    this.leader = leader;
    this.assignors = List.copyOf(assignors);
    this.watch = new JoinWatch(cluster, config, identity, requests);
  }

  /** Asks to be let in. */
  void join() {
    int mine = member.turn();
    int question = ++asked;
    BooleanSupplier waits = () -> member.turn() == mine && asked == question;
    String reason = member.takeRejoinReason();
    leader.resign();
    watch.start(true, repeatedIn != mine, waits, this::waitsInVain);
    requests
        .join(identity, assignors, member.topics(), member.owned(), reason)
        .onComplete(
            answer -> {
              if (!waits.getAsBoolean()) {
                return;
              }
              // Nobody waits any more.
              asked++;
              if (answer.failed()) {
                noAnswer(answer.cause());
              } else {
                joined(answer.result());
              }
            });
  }

  /** The group has gone on without this member. */
  private void waitsInVain(ErrorCode error) {
    LOG.info("Group " + config.groupId() + ": waits in vain, " + error + "; joining again");
    int mine = member.turn();
    asked++;
    GroupAction action = GroupErrors.heartbeat(error);
    if (action == GroupAction.REJOIN) {
      // The group waits, perhaps for this member: its question may be lost. Once is harmless.
      repeatedIn = mine;
      join();
      return;
    }
    member.lost(action == GroupAction.LOST_AND_NEW, error.name());
    if (member.turn() != mine) {
      // There was something to lose: it joins when the handlers are through.
      return;
    }
    if (member.state() == MemberState.SYNCING) {
      member.enter(MemberState.JOINING);
    }
    join();
  }

  private void noAnswer(Throwable cause) {
    // Who was let in once is let in again when whatever is wrong with the brokers is over.
    boolean refused = cause instanceof AuthenticationException && !wasIn;
    if (refused || cause instanceof UnsupportedVersionException || GroupErrors.isRefusal(cause)) {
      member.fail(cause instanceof UnsupportedVersionException ? TooOld.forGroups(cause) : cause);
    } else {
      retryJoin(cause);
    }
  }

  private void retryJoin(Throwable cause) {
    failures++;
    LOG.debug("Group " + config.groupId() + ": cannot join yet: " + cause);
    int mine = member.turn();
    cluster
        .timers()
        .pause(config.backoff(failures, loop.random()))
        .onSuccess(
            waited -> {
              if (member.turn() == mine) {
                join();
              }
            });
  }

  private void joined(JoinGroupResponse response) {
    ErrorCode error = ErrorCode.forCode(response.errorCode());
    GroupAction action = GroupErrors.join(error);
    switch (action) {
      case OK -> accepted(response);
      case TAKE_MEMBER_ID -> {
        identity.memberId = response.memberId();
        join();
      }
      case LOST, LOST_AND_NEW -> {
        member.lost(action == GroupAction.LOST_AND_NEW, error.name());
        // Unless there was something to lose: then it comes back when the handlers are through.
        if (member.state() == MemberState.JOINING) {
          join();
        }
      }
      case FIND_COORDINATOR -> {
        requests.forgetCoordinator();
        retryJoin(new BrokerErrorException(error, "JoinGroup"));
      }
      case RETRY, REJOIN -> retryJoin(new BrokerErrorException(error, "JoinGroup"));
      case FAIL ->
          member.fail(new BrokerErrorException(error, "joining the group " + config.groupId()));
    }
  }

  private void accepted(JoinGroupResponse response) {
    failures = 0;
    wasIn = true;
    member.accepted(response.memberId(), response.generationId());
    PartitionAssignor assignor = assignor(response.protocolName());
    if (assignor == null) {
      member.fail(
          new KafkaException(
              "the group "
                  + config.groupId()
                  + " has chosen the assignor '"
                  + response.protocolName()
                  + "', which this member did not offer"));
      return;
    }
    if (response.leader().equals(identity.memberId)) {
      lead(response, assignor);
    } else {
      sync(assignor, List.of());
    }
  }

  private PartitionAssignor assignor(String name) {
    for (PartitionAssignor assignor : assignors) {
      if (assignor.name().equals(name)) {
        return assignor;
      }
    }
    return null;
  }

  private void lead(JoinGroupResponse response, PartitionAssignor assignor) {
    int mine = member.turn();
    leader
        .share(response, assignor)
        .onComplete(
            shared -> {
              if (member.turn() != mine) {
                return;
              }
              if (shared.failed()) {
                Throwable cause = shared.cause();
                // Otherwise the group would wait for its leader until its session times out.
                requests.leave(
                    identity.memberId,
                    "the assignor " + assignor.name() + " has failed",
                    loop.nanoTime() + config.requestTimeoutNanos());
                member.fail(
                    new KafkaException(
                        "the assignor "
                            + assignor.name()
                            + " ("
                            + assignor.getClass().getName()
                            + ") has failed: "
                            + cause,
                        cause));
              } else {
                sync(assignor, shared.result());
              }
            });
  }

  private void sync(
      PartitionAssignor assignor, List<SyncGroupRequest.SyncGroupRequestAssignment> shares) {
    int mine = member.turn();
    int question = ++asked;
    BooleanSupplier waits = () -> member.turn() == mine && asked == question;
    watch.start(false, false, waits, this::waitsInVain);
    requests
        .sync(identity.memberId, identity.generation, assignor.name(), shares)
        .onComplete(
            answer -> {
              if (!waits.getAsBoolean()) {
                return;
              }
              asked++;
              if (answer.failed()) {
                member.enter(MemberState.JOINING);
                noAnswer(answer.cause());
              } else {
                synced(answer.result(), assignor);
              }
            });
  }

  private void synced(SyncGroupResponse response, PartitionAssignor assignor) {
    ErrorCode error = ErrorCode.forCode(response.errorCode());
    GroupAction action = GroupErrors.sync(error);
    if (action == GroupAction.OK) {
      assign(response, assignor);
      return;
    }
    if (action == GroupAction.FAIL) {
      member.fail(new BrokerErrorException(error, "joining the group " + config.groupId()));
      return;
    }
    if (action == GroupAction.LOST || action == GroupAction.LOST_AND_NEW) {
      member.lost(action == GroupAction.LOST_AND_NEW, error.name());
      if (member.state() != MemberState.SYNCING) {
        return;
      }
    }
    member.enter(MemberState.JOINING);
    switch (action) {
      case REJOIN, LOST, LOST_AND_NEW -> join();
      default -> {
        requests.forgetCoordinator();
        retryJoin(new BrokerErrorException(error, "SyncGroup"));
      }
    }
  }

  private void assign(SyncGroupResponse response, PartitionAssignor assignor) {
    PartitionAssignor.Assignment assignment;
    try {
      assignment = ConsumerProtocol.readAssignment(response.assignment());
      assignor.onAssignment(assignment, identity.generation);
    } catch (RuntimeException e) {
      member.fail(
          new KafkaException(
              "the leader of the group "
                  + config.groupId()
                  + " sent an assignment that cannot be read",
              e));
      return;
    }
    member.assign(assignment.partitions());
  }
}
