package io.kafkavertx.codegen;

/** Java source text with indentation. */
final class Code {
  private final StringBuilder text = new StringBuilder();
  private int depth;

  /** One line at the present depth; an empty one has no spaces. */
  Code line(String line) {
    for (String part : LineBreaks.apply(line, 2 * depth)) {
      if (!part.isEmpty()) {
        text.append("  ".repeat(depth)).append(part);
      }
      text.append('\n');
    }
    return this;
  }

  /** A line that opens a block. */
  Code open(String line) {
    line(line);
    depth++;
    return this;
  }

  /** Closes the block that was opened last. */
  Code close() {
    depth--;
    return line("}");
  }

  /** Closes one block and opens the next on the same line, as in {@code } else {}. */
  Code next(String line) {
    depth--;
    line(line);
    depth++;
    return this;
  }

  /** A line that continues the one before. */
  Code continued(String line) {
    return line("    " + line);
  }

  /** Puts a semicolon at the end of the last line. */
  Code endStatement() {
    text.insert(text.length() - 1, ';');
    return this;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
