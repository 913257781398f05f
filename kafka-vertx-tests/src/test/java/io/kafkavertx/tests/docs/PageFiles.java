package io.kafkavertx.tests.docs;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files that a page asks its reader to make: a block of code after a line {@code `name`:}. */
final class PageFiles {
  private static final Pattern NAME = Pattern.compile("`([\\w/.-]+)`:");

  private PageFiles() {}

  /** Names and contents, in the page's order. */
  static Map<String, String> of(Path page) {
    List<String> lines = Snippet.read(page);
    Map<String, String> files = new LinkedHashMap<>();
    String name = null;
    for (int i = 0; i < lines.size(); i++) {
      Matcher matcher = NAME.matcher(lines.get(i));
      if (matcher.matches()) {
        name = matcher.group(1);
      } else if (lines.get(i).startsWith("```") && name != null) {
        int end = i + 1;
        while (!lines.get(end).equals("```")) {
          end++;
        }
        files.put(name, String.join("\n", lines.subList(i + 1, end)) + "\n");
        name = null;
        i = end;
      }
    }
    return files;
  }
}
