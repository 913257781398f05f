package io.kafkavertx.admin;

/** Which protocol a group's members speak. */
public enum GroupType {
  /** A type that this build does not know, or that the broker did not tell (before 3.8). */
  UNKNOWN("Unknown"),
  /** A consumer group with the protocol of KIP-848. */
  CONSUMER("Consumer"),
  /** A group with the protocol that there was before: consumers, Connect workers and others. */
  CLASSIC("Classic"),
  /** A share group (KIP-932). */
  SHARE("Share"),
  /** A streams group (KIP-1071). */
  STREAMS("Streams");

  private final String text;

  GroupType(String text) {
    this.text = text;
  }

  /** The type of that name in the protocol; {@link #UNKNOWN} when there is none. */
  public static GroupType of(String name) {
    for (GroupType type : values()) {
      if (type.text.equalsIgnoreCase(name)) {
        return type;
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
