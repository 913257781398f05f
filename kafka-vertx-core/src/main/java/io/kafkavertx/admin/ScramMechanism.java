package io.kafkavertx.admin;

/** A SCRAM mechanism. */
public enum ScramMechanism {
  /** One that this build does not know. */
  UNKNOWN("unknown"),
  SHA_256("SCRAM-SHA-256"),
  SHA_512("SCRAM-SHA-512");

  private final String text;

  ScramMechanism(String text) {
    this.text = text;
  }

  /** The mechanism's number in the protocol. */
  public byte code() {
    return (byte) ordinal();
  }

  /** The mechanism with that number; {@link #UNKNOWN} when there is none. */
  public static ScramMechanism forCode(byte code) {
    return code >= 0 && code < values().length ? values()[code] : UNKNOWN;
  }

  /** Its name as a SASL mechanism. */
  @Override
  public String toString() {
    return text;
  }
}
