package io.kafkavertx.internal.group;

import io.kafkavertx.internal.net.EventLoop;
import io.kafkavertx.protocol.ErrorCode;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;

/**
 * Tells the coordinator that a member is alive, whatever the application does, for as long as the
 * member owns partitions: while it joins and keeps them too. When no heartbeat has got through for
 * the session timeout, the coordinator has given the partitions away: the member acts as if it had
 * been told so.
 */
final class Heartbeats {
  private static final Logger LOG = LoggerFactory.getLogger(Heartbeats.class);

  private final EventLoop loop;
  private final GroupConfig config;
  private final GroupMember member;
  private final GroupRequests requests;
  private EventLoop.Timer timer;
  private int run;
  private boolean busy;
  private int failures;
  private long lastGood;

  Heartbeats(EventLoop loop, GroupConfig config, GroupMember member, GroupRequests requests) {
    this.loop = loop;
    this.config = config;
    this.member = member;
    this.requests = requests;
  }

  /** The member has just heard of the coordinator: the session starts now. */
  void start() {
    stop();
    lastGood = loop.nanoTime();
    failures = 0;
    schedule(config.heartbeatNanos());
  }

  void stop() {
    run++;
    busy = false;
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
  }

  private void schedule(long nanos) {
    if (timer != null) {
      timer.cancel();
    }
    timer = loop.schedule(nanos, this::tick);
  }

  private void tick() {
    timer = null;
    long now = loop.nanoTime();
    if (now - lastGood >= config.sessionTimeoutNanos()) {
      member.lost(false, "no heartbeat has got through for the session timeout");
      return;
    }
    long left = lastGood + config.sessionTimeoutNanos() - now;
    schedule(Math.min(left, config.heartbeatNanos()));
    if (!busy) {
      send(now);
    }
  }

  private void send(long sentAt) {
    int mine = run;
    busy = true;
    requests
        .heartbeat(member.metadata().memberId(), member.metadata().generationId())
        .onComplete(
            answer -> {
              if (run != mine) {
                return;
              }
              busy = false;
              if (answer.failed()) {
                LOG.debug("A heartbeat failed", answer.cause());
                soon();
              } else {
                answered(ErrorCode.forCode(answer.result().errorCode()), sentAt);
              }
            });
  }

  private void answered(ErrorCode error, long sentAt) {
    GroupAction action = GroupErrors.heartbeat(error);
    if (action == GroupAction.OK || action == GroupAction.REJOIN) {
      // The coordinator has heard of us, at the time of sending at the earliest.
      lastGood = sentAt;
      failures = 0;
    } else if (action == GroupAction.FIND_COORDINATOR || action == GroupAction.RETRY) {
      soon();
    }
    member.told(action, error);
  }

  private void soon() {
    failures++;
    schedule(Math.min(config.heartbeatNanos(), config.backoff(failures, loop.random())));
  }
}
