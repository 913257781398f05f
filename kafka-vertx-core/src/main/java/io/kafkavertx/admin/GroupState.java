package io.kafkavertx.admin;

/** What a group is doing. Which states there are depends on the group's type. */
public enum GroupState {
  /** A state that this build does not know, or that the broker did not tell (before 2.6). */
  UNKNOWN("Unknown"),
  /** A classic group that waits for its members to join. */
  PREPARING_REBALANCE("PreparingRebalance"),
  /** A classic group that waits for its leader's assignment. */
  COMPLETING_REBALANCE("CompletingRebalance"),
  /** Every member has what it is meant to have. */
  STABLE("Stable"),
  /** Gone. */
  DEAD("Dead"),
  /** No members; offsets may be left. */
  EMPTY("Empty"),
  /** The coordinator works out an assignment. */
  ASSIGNING("Assigning"),
  /** Members are on their way to a new assignment. */
  RECONCILING("Reconciling"),
  /** A streams group whose topics are not as they have to be. */
  NOT_READY("NotReady");

  private final String text;

  GroupState(String text) {
    this.text = text;
  }

  /** The state of that name in the protocol; {@link #UNKNOWN} when there is none. */
  public static GroupState of(String name) {
    for (GroupState state : values()) {
      if (state.text.equalsIgnoreCase(name)) {
        return state;
      }
    }
    return UNKNOWN;
  }

  /** Its name in the protocol. */
  @Override
  public String toString() {
    return text;
  }
}
