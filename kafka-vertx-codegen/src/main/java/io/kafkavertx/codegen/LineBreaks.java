package io.kafkavertx.codegen;

import java.util.ArrayList;
import java.util.List;

/** Breaks lines that are too long, the way the project's formatter would. */
final class LineBreaks {
  private static final int WIDTH = 100;

  private LineBreaks() {}

  /**
   * The lines to write instead of {@code line}.
   *
   * @param indent how many spaces stand before it
   */
  static List<String> apply(String line, int indent) {
    int width = WIDTH - indent;
    if (line.length() <= width) {
      return List.of(line);
    }
    if (line.startsWith("//")) {
      return fill(line.substring(3), "// ", width);
    }
    if (line.startsWith("/** ")) {
      List<String> lines = new ArrayList<>(List.of("/**"));
      lines.addAll(fill(line.substring(4, line.length() - 3), " * ", width));
      lines.add(" */");
      return lines;
    }
    return code(line, width);
  }

  private static List<String> code(String line, int width) {
    int inherits = line.indexOf(" implements ");
    if (inherits > 0) {
      return List.of(line.substring(0, inherits), "    " + line.substring(inherits + 1));
    }
    int assigned = line.indexOf(" = ");
    if (assigned > 0 && line.contains(" ? ")) {
      List<String> lines = new ArrayList<>(List.of(line.substring(0, assigned + 2)));
      lines.addAll(ternary(line.substring(assigned + 3), width));
      return lines;
    }
    int arguments = line.indexOf('(') + 1;
    List<String> lines = new ArrayList<>(List.of(line.substring(0, arguments)));
    lines.addAll(fill(line.substring(arguments), "    ", width));
    return lines;
  }

  private static List<String> ternary(String expression, int width) {
    if (expression.length() + 4 <= width) {
      return List.of("    " + expression);
    }
    int yes = expression.indexOf(" ? ");
    int no = expression.lastIndexOf(" : ");
    return List.of(
        "    " + expression.substring(0, yes),
        "        " + expression.substring(yes + 1, no),
        "        " + expression.substring(no + 1));
  }

  /** As many words a line as fit. */
  private static List<String> fill(String text, String before, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder(before);
    for (String word : text.split(" ")) {
      boolean first = line.length() == before.length();
      if (!first && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line = new StringBuilder(before);
        first = true;
      }
      line.append(first ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
