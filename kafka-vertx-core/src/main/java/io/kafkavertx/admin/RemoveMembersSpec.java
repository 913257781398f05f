package io.kafkavertx.admin;

import io.kafkavertx.internal.collect.OrderedCopy;
import java.util.Collection;
import java.util.Set;

/**
 * Who is to be taken out of a group.
 *
 * @param instanceIds these static members; null for all members, static or not
 * @param reason why, for the coordinator's log; null for none; brokers before 3.2 are not told
 */
public record RemoveMembersSpec(Set<String> instanceIds, String reason) {
  public RemoveMembersSpec {
    instanceIds = instanceIds == null ? null : OrderedCopy.of(instanceIds);
    // The length that brokers are willing to take.
    reason = reason != null && reason.length() > 255 ? reason.substring(0, 255) : reason;
  }

  /** All members. */
  public static RemoveMembersSpec all() {
    return new RemoveMembersSpec(null, null);
  }

  /** Static members. */
  public static RemoveMembersSpec instances(Collection<String> instanceIds) {
    return new RemoveMembersSpec(OrderedCopy.of(instanceIds), null);
  }

  public RemoveMembersSpec reason(String why) {
    return new RemoveMembersSpec(instanceIds, why);
  }
}
