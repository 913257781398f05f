package io.kafkavertx.testkit.scripted;

import io.kafkavertx.internal.net.EventLoop;
import io.kafkavertx.protocol.message.JoinGroupRequest;
import io.kafkavertx.protocol.message.JoinGroupResponse;
import io.kafkavertx.protocol.message.SyncGroupResponse;
import io.vertx.core.Promise;
import java.util.Arrays;

/** A member of a classic group. */
final class GroupMember {
  private final String id;
  private JoinGroupRequest subscription;
  private byte[] assignment = new byte[0];
  private EventLoop.Timer expiry;
  private Promise<JoinGroupResponse> joining;
  private Promise<SyncGroupResponse> syncing;

  GroupMember(String id, JoinGroupRequest subscription) {
    this.id = id;
    this.subscription = subscription;
  }

  String id() {
    return id;
  }

  String instanceId() {
    return subscription.groupInstanceId();
  }

  JoinGroupRequest subscription() {
    return subscription;
  }

  byte[] assignment() {
    return assignment;
  }

  void assign(byte[] bytes) {
    assignment = bytes;
  }

  /**
   * How long the others wait for this member to join; before version 1 that is the session timeout.
   */
  long rebalanceNanos() {
    int millis =
        subscription.rebalanceTimeoutMs() < 0
            ? subscription.sessionTimeoutMs()
            : subscription.rebalanceTimeoutMs();
    return millis * 1_000_000L;
  }

  /** True when the new subscription would not change any assignment. */
  boolean isSame(JoinGroupRequest other) {
    if (subscription.protocols().size() != other.protocols().size()) {
      return false;
    }
    for (int i = 0; i < other.protocols().size(); i++) {
      var mine = subscription.protocols().get(i);
      var theirs = other.protocols().get(i);
      if (!mine.name().equals(theirs.name())
          || !Arrays.equals(mine.metadata(), theirs.metadata())) {
        return false;
      }
    }
    return true;
  }

  byte[] metadata(String protocol) {
    return subscription.protocols().stream()
        .filter(known -> known.name().equals(protocol))
        .findFirst()
        .map(JoinGroupRequest.JoinGroupRequestProtocol::metadata)
        .orElse(new byte[0]);
  }

  boolean supports(String protocol) {
    return subscription.protocols().stream().anyMatch(known -> known.name().equals(protocol));
  }

  void subscribe(JoinGroupRequest request) {
    subscription = request;
  }

  Promise<JoinGroupResponse> joining() {
    return joining;
  }

  void joining(Promise<JoinGroupResponse> promise) {
    joining = promise;
  }

  Promise<SyncGroupResponse> syncing() {
    return syncing;
  }

  void syncing(Promise<SyncGroupResponse> promise) {
    syncing = promise;
  }

  /**
   * Starts the session anew: without a sign of life it ends, unless the member waits for the group.
   */
  void alive(EventLoop loop, Runnable expired) {
    stopTimer();
    expiry =
        loop.schedule(
            subscription.sessionTimeoutMs() * 1_000_000L,
            () -> {
              expiry = null;
              expired.run();
            });
  }

  void stopTimer() {
    if (expiry != null) {
      expiry.cancel();
      expiry = null;
    }
  }

  boolean isWaiting() {
    return joining != null || syncing != null;
  }
}
