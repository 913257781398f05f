package io.kafkavertx.cli;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Backslashes in format strings and delimiters. */
final class Escapes {
  private Escapes() {}

  /**
   * Reads the escape at {@code at}: {@code \n}, {@code \r}, {@code \t}, {@code \0}, {@code \\},
   * {@code \xNN}.
   *
   * @return how many characters it takes
   */
  static int read(String text, int at, ByteArrayOutputStream into) {
    if (at + 1 == text.length()) {
      throw CliException.usage("'" + text + "' ends with a single backslash.");
    }
    char kind = text.charAt(at + 1);
    switch (kind) {
      case 'n' -> into.write('\n');
      case 'r' -> into.write('\r');
      case 't' -> into.write('\t');
      case '0' -> into.write(0);
      case '\\' -> into.write('\\');
      case 'x' -> {
        String digits = text.substring(at + 2, Math.min(text.length(), at + 4));
        if (!digits.matches("[0-9a-fA-F]{2}")) {
          throw CliException.usage("'" + text + "': \\x needs two hexadecimal digits.");
        }
        into.write(Integer.parseInt(digits, 16));
        return 4;
      }
      default ->
          throw CliException.usage(
              "'" + text + "' has \\" + kind + "; there are \\n, \\r, \\t, \\0, \\\\ and \\xNN.");
    }
    return 2;
  }

  /** A whole text. */
  static byte[] bytes(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int i = 0;
    while (i < text.length()) {
      if (text.charAt(i) == '\\') {
        i += read(text, i, bytes);
      } else {
        int end = text.offsetByCodePoints(i, 1);
        bytes.writeBytes(text.substring(i, end).getBytes(StandardCharsets.UTF_8));
        i = end;
      }
    }
    return bytes.toByteArray();
  }
}
