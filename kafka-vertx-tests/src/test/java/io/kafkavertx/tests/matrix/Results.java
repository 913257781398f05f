package io.kafkavertx.tests.matrix;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What came of each check on each release. After a full run it is the table of {@code
 * docs/compatibility.md}; a check that failed stands there as failed.
 */
final class Results {
  private static final String BEGIN = "<!-- matrix: begin -->";
  private static final String END = "<!-- matrix: end -->";

  private final Map<String, Map<Release, String>> rows = new LinkedHashMap<>();

  /** A check: says in a word how it went, and throws when it went wrong. */
  interface Check {
    String run() throws Exception;
  }

  void check(Release release, String row, Check check) throws Exception {
    Map<Release, String> cells = rows.computeIfAbsent(row, name -> new TreeMap<>());
    cells.put(release, "**failed**");
    cells.put(release, check.run());
  }

  boolean isEmpty() {
    return rows.isEmpty();
  }

  /** The table, with the newest release last. */
  String table() {
    List<Release> releases = new ArrayList<>(Release.chosen().sorted().toList());
    StringBuilder text = new StringBuilder("| |");
    releases.forEach(release -> text.append(' ').append(release).append(" |"));
    text.append("\n|---|").append("---|".repeat(releases.size())).append('\n');
    rows.forEach(
        (row, cells) -> {
          text.append("| ").append(row).append(" |");
          releases.forEach(
              release ->
                  text.append(' ').append(cells.getOrDefault(release, "not run")).append(" |"));
          text.append('\n');
        });
    return text.toString();
  }

  /** Puts the table into the page, between its marks. */
  void write(Path page) throws IOException {
    String text = Files.readString(page, StandardCharsets.UTF_8);
    int from = text.indexOf(BEGIN);
    int to = text.indexOf(END);
    if (from < 0 || to < from) {
      throw new IOException(page + " has no marks for the table");
    }
    String date = LocalDate.now(ZoneOffset.UTC).toString();
    Files.writeString(
        page,
        text.substring(0, from + BEGIN.length())
            + "\n\nRun on "
            + date
            + ".\n\n"
            + table()
            + "\n"
            + text.substring(to),
        StandardCharsets.UTF_8);
  }
}
