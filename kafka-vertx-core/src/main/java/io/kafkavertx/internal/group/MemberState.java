package io.kafkavertx.internal.group;

import java.util.Set;

/** Where a group member is; see {@link GroupMember}. */
enum MemberState {
  /** Not a member, and not trying to become one. */
  OUTSIDE,
  /** Asks to join, or waits to ask again; perhaps while it reads what it has kept. */
  JOINING,
  /** Has joined, waits for the assignment. */
  SYNCING,
  /**
   * Has an assignment: gives up what it owns and was not given again, then takes what is new. The
   * application's handlers are at work.
   */
  ASSIGNING,
  /** Reads what it was assigned. */
  STABLE,
  /** Gives up partitions, all or some, then joins again. */
  REVOKING,
  /** Gives up all partitions, then leaves. */
  LEAVING;

  /** Whether the coordinator counts it as a member of the present generation. */
  boolean isMember() {
    return this == ASSIGNING || this == STABLE || this == REVOKING || this == LEAVING;
  }

  boolean mayBecome(MemberState next) {
    return allowed().contains(next);
  }

  private Set<MemberState> allowed() {
    return switch (this) {
      case OUTSIDE -> Set.of(JOINING);
      case JOINING -> Set.of(SYNCING, REVOKING, LEAVING, OUTSIDE);
      case SYNCING -> Set.of(ASSIGNING, JOINING, REVOKING, LEAVING, OUTSIDE);
      case ASSIGNING -> Set.of(STABLE, REVOKING, LEAVING, OUTSIDE);
      case STABLE -> Set.of(REVOKING, LEAVING, OUTSIDE);
      case REVOKING -> Set.of(JOINING, LEAVING, OUTSIDE);
      case LEAVING -> Set.of(OUTSIDE);
    };
  }
}
