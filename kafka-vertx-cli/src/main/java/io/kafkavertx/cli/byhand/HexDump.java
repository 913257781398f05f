package io.kafkavertx.cli.byhand;

/** Bytes in rows of sixteen: offset, hexadecimal, ASCII. */
final class HexDump {
  private static final int ROW = 16;

  private HexDump() {}

  static String of(byte[] bytes) {
    StringBuilder dump = new StringBuilder();
    for (int row = 0; row < bytes.length; row += ROW) {
      StringBuilder text = new StringBuilder();
      dump.append(String.format("%08x ", row));
      for (int i = row; i < row + ROW; i++) {
        dump.append(i % 8 == 0 ? " " : "");
        if (i < bytes.length) {
          dump.append(String.format("%02x ", bytes[i]));
          text.append(bytes[i] >= ' ' && bytes[i] < 0x7f ? (char) bytes[i] : '.');
        } else {
          dump.append("   ");
        }
      }
      dump.append(" |").append(text).append("|\n");
    }
    return dump.toString();
  }
}
