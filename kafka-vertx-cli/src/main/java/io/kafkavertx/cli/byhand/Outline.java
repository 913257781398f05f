package io.kafkavertx.cli.byhand;

import java.util.ArrayList;
import java.util.List;

/** Breaks {@code Name(a=1, b=[X(c=2), ...])} into lines where it is too long for one. */
final class Outline {
  private static final int WIDTH = 88;

  private Outline() {}

  static String of(String text) {
    StringBuilder outline = new StringBuilder();
    write(text, 0, outline);
    return outline.toString();
  }

  private static void write(String text, int depth, StringBuilder outline) {
    int open = opening(text);
    int end = text.length() - 1;
    if (depth * 2 + text.length() <= WIDTH
        || open < 0
        || closing(text.charAt(open)) != text.charAt(end)) {
      outline.append(text);
      return;
    }
    outline.append(text, 0, open + 1);
    String separator = "";
    for (String part : parts(text.substring(open + 1, end))) {
      outline.append(separator).append('\n').append("  ".repeat(depth + 1));
      write(part, depth + 1, outline);
      separator = ",";
    }
    outline.append(text.charAt(end));
  }

  private static int opening(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (closing(text.charAt(i)) != 0) {
        return i;
      }
    }
    return -1;
  }

  private static char closing(char open) {
    return open == '(' ? ')' : open == '[' ? ']' : open == '{' ? '}' : 0;
  }

  /** Split at commas that stand in no brackets. */
  private static List<String> parts(String text) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int from = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (closing(c) != 0) {
        depth++;
      } else if (c == ')' || c == ']' || c == '}') {
        depth--;
      } else if (c == ',' && depth == 0) {
        parts.add(text.substring(from, i));
        from = i + 1;
        while (from < text.length() && text.charAt(from) == ' ') {
          from++;
        }
      }
    }
    parts.add(text.substring(from));
    return parts.stream().filter(part -> !part.isEmpty()).toList();
  }
}
