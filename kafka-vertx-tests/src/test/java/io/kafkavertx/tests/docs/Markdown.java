package io.kafkavertx.tests.docs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a page links to and what others can link to in it, as GitHub shows it.
 *
 * @param links relative ones; those to other sites are left out
 * @param anchors the names that headings have in links
 */
record Markdown(List<Link> links, Set<String> anchors) {
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("#{1,6} (.*)");
  private static final Pattern CODE = Pattern.compile("`[^`]*`");

  /** A link in a line of the page, counted from 1. */
  record Link(int line, String target) {
    String path() {
      return target.replaceAll("#.*", "");
    }

    String anchor() {
      return target.contains("#") ? target.substring(target.indexOf('#') + 1) : "";
    }
  }

  static Markdown of(Path page) {
    List<Link> links = new ArrayList<>();
    Set<String> anchors = new LinkedHashSet<>();
    List<String> lines = Snippet.read(page);
    boolean code = false;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.strip().startsWith("```")) {
        code = !code;
      } else if (!code) {
        Matcher heading = HEADING.matcher(line);
        if (heading.matches()) {
          anchors.add(anchor(heading.group(1)));
        }
        Matcher link = LINK.matcher(CODE.matcher(line).replaceAll("code"));
        while (link.find()) {
          if (!link.group(1).matches("[a-z]+:.*")) {
            links.add(new Link(i + 1, link.group(1)));
          }
        }
      }
    }
    return new Markdown(links, anchors);
  }

  private static String anchor(String heading) {
    return LINK.matcher(heading)
        .replaceAll("]")
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N} _-]", "")
        .strip()
        .replace(' ', '-');
  }
}
