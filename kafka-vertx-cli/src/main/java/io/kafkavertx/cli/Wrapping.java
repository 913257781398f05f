package io.kafkavertx.cli;

/** Paragraphs of a bearable width. */
final class Wrapping {
  private Wrapping() {}

  /** Breaks lines between words; words that are too long stay whole, for they may be copied. */
  static String wrap(String text, int width) {
    StringBuilder wrapped = new StringBuilder();
    for (String line : text.split("\n", -1)) {
      int column = 0;
      if (!wrapped.isEmpty()) {
        wrapped.append('\n');
      }
      String indent = line.substring(0, line.length() - line.stripLeading().length());
      for (String word : line.strip().split(" +", -1)) {
        if (column > indent.length() && column + 1 + word.length() > width) {
          wrapped.append('\n');
          column = 0;
        }
        String before = column == 0 ? indent : " ";
        wrapped.append(before).append(word);
        column += before.length() + word.length();
      }
    }
    return wrapped.toString();
  }
}
