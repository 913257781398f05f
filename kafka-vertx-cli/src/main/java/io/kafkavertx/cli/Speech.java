package io.kafkavertx.cli;

import java.nio.charset.StandardCharsets;

/** What the first bytes of an answer look like. */
final class Speech {
  static final String HTTP = "an HTTP server";
  static final String TLS = "a TLS port";

  private Speech() {}

  static String of(byte[] first) {
    String text = new String(first, StandardCharsets.ISO_8859_1);
    if (text.startsWith("HTTP")) {
      return HTTP;
    }
    if (first[0] == 0x15 && first[1] == 0x03) {
      return TLS;
    }
    if (text.startsWith("SSH-")) {
      return "an SSH server";
    }
    if (text.startsWith("220")) {
      return "a mail or FTP server";
    }
    return "something that is no Kafka broker";
  }
}
