package io.kafkavertx.admin;

/** How far a transaction is, as its coordinator knows it. */
public enum TransactionState {
  /** A state that this build does not know. */
  UNKNOWN("Unknown"),
  /** None has been begun. */
  EMPTY("Empty"),
  ONGOING("Ongoing"),
  /** It is to be committed; markers are being written. */
  PREPARE_COMMIT("PrepareCommit"),
  /** It is to be aborted; markers are being written. */
  PREPARE_ABORT("PrepareAbort"),
  COMPLETE_COMMIT("CompleteCommit"),
  COMPLETE_ABORT("CompleteAbort"),
  /** Its producer is being fenced. */
  PREPARE_EPOCH_FENCE("PrepareEpochFence"),
  /** The coordinator forgets it. */
  DEAD("Dead");

  private final String text;

  TransactionState(String text) {
    this.text = text;
  }

  /** The state of that name in the protocol; {@link #UNKNOWN} when there is none. */
  public static TransactionState of(String name) {
    for (TransactionState state : values()) {
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
