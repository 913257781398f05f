package io.kafkavertx.protocol.wire;

/** How values look in {@code toString} that may be secret: one sees whether there is one. */
public final class Redacted {
  private Redacted() {}

  /** The size of {@code bytes}. */
  public static String bytes(byte[] bytes) {
    return bytes == null ? "null" : "(" + bytes.length + " bytes)";
  }

  /** That there is a text. */
  public static String text(String text) {
    return text == null ? "null" : "(hidden)";
  }
}
