package io.kafkavertx.sasl;

/** What others send, made fit for a message. */
final class Printable {
  private Printable() {}

  /** At most {@code most} characters of {@code text}, with {@code ?} for what is not ASCII. */
  static String of(String text, int most) {
    StringBuilder shown = new StringBuilder();
    for (int i = 0; i < Math.min(text.length(), most); i++) {
      char c = text.charAt(i);
      shown.append(c >= 0x20 && c < 0x7f ? c : '?');
    }
    return shown.toString();
  }
}
