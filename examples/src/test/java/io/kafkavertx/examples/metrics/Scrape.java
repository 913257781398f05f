package io.kafkavertx.examples.metrics;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What Prometheus would read from a page of metrics. */
record Scrape(List<Series> series) {
  private static final Pattern LINE = Pattern.compile("([a-z_:]+)(?:\\{(.*)})? (\\S+)");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

  /** One line. */
  record Series(String name, Map<String, String> labels, double value) {}

  static Scrape parse(String text) {
    List<Series> all = new ArrayList<>();
    for (String line : text.split("\n")) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      Matcher matcher = LINE.matcher(line);
      if (!matcher.matches()) {
        throw new IllegalArgumentException("not a line of the text format: " + line);
      }
      Map<String, String> labels = new HashMap<>();
      Matcher label = LABEL.matcher(matcher.group(2) == null ? "" : matcher.group(2));
      while (label.find()) {
        labels.put(label.group(1), label.group(2));
      }
      all.add(new Series(matcher.group(1), labels, Double.parseDouble(matcher.group(3))));
    }
    return new Scrape(all);
  }

  /** The series that a selector finds. */
  List<Series> select(Query.Selector selector) {
    return series.stream()
        .filter(each -> each.name().equals(selector.metric()))
        .filter(each -> selector.matchers().stream().allMatch(m -> m.fits(each.labels())))
        .toList();
  }
}
