package io.kafkavertx.protocol.wire;

/** Bytes that do not follow the Kafka protocol, or a message that its version cannot carry. */
public final class ProtocolException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ProtocolException(String message) {
    super(message);
  }

  public ProtocolException(String message, Throwable cause) {
    super(message, cause);
  }

  /** A version that this build cannot read or write. */
  public static ProtocolException unsupportedVersion(
      String message, int version, int lowest, int highest) {
    return new ProtocolException(
        message + " has no version " + version + ", only " + lowest + " to " + highest);
  }

  /** A field that has been set although the version cannot carry it. */
  public static ProtocolException unsupportedField(String message, String field, int version) {
    return new ProtocolException(
        message + " cannot carry " + field + " in version " + version + ": leave it unset");
  }

  /** A field that is null although the version has no form for that. */
  public static ProtocolException nullField(String message, String field, int version) {
    return new ProtocolException(message + " has no null for " + field + " in version " + version);
  }
}
