package io.kafkavertx.tests.docs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block of code between fences.
 *
 * @param page the file
 * @param line where its first line of code is, counted from 1
 * @param language what the fence says that it is; empty when it does not
 * @param from the file that it is a part of, relative to the page: the text of a comment {@code
 *     <!-- from: ... -->} in the line before the fence, or null
 * @param lines the code
 */
record Fence(Path page, int line, String language, String from, List<String> lines) {
  private static final Pattern FROM = Pattern.compile("<!-- from: (.*) -->");

  static List<Fence> of(Path page) {
    List<String> lines = Snippet.read(page);
    List<Fence> fences = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).strip().startsWith("```")) {
        int first = i + 1;
        while (!lines.get(++i).strip().equals("```")) {
          // to the end of the block
        }
        String language = lines.get(first - 1).strip().substring("```".length());
        Matcher from = FROM.matcher(first < 2 ? "" : lines.get(first - 2));
        fences.add(
            new Fence(
                page,
                first + 1,
                language,
                from.matches() ? from.group(1) : null,
                lines.subList(first, i)));
      }
    }
    return fences;
  }

  @Override
  public String toString() {
    return Pages.name(page) + ":" + line;
  }
}
