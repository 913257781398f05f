package io.kafkavertx.internal.group;

/** What to do about the answer of a group coordinator. */
enum GroupAction {
  /** All is well. */
  OK,
  /** Send the same again after a while. */
  RETRY,
  /** The coordinator is another broker, or gone: look for it, then send the same again. */
  FIND_COORDINATOR,
  /** Join again with the member id that the answer carries (KIP-394). */
  TAKE_MEMBER_ID,
  /** The group rebalances: give up partitions in good order and join again. */
  REJOIN,
  /** The group has gone on without us: partitions are lost; join again as the same member. */
  LOST,
  /** The group does not know this member: partitions are lost; join again as a new member. */
  LOST_AND_NEW,
  /** Needs the application or its operator. */
  FAIL
}
