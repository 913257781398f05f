package io.kafkavertx.examples.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a query of the dashboard asks for: the series that it selects and the labels that it groups
 * by.
 */
record Query(List<Selector> selectors, List<String> grouping) {
  private static final Pattern SELECTOR = Pattern.compile("([a-z_:]+)\\{([^}]*)}");
  private static final Pattern MATCHER = Pattern.compile("(\\w+)(=~|!~|!=|=)\"([^\"]*)\"");
  private static final Pattern GROUPING = Pattern.compile("\\bby \\(([^)]*)\\)");
  private static final Pattern METRIC = Pattern.compile("\\b(?:kafka|messaging)_\\w+");

  /** A metric and what its labels must be. */
  record Selector(String metric, List<LabelMatcher> matchers) {}

  /** What a label must be; a label that is not there counts as empty. */
  record LabelMatcher(String label, String operator, String operand) {
    boolean fits(Map<String, String> labels) {
      String value = labels.getOrDefault(label, "");
      return switch (operator) {
        case "=" -> value.equals(operand);
        case "!=" -> !value.equals(operand);
        case "=~" -> value.matches(operand);
        default -> !value.matches(operand);
      };
    }
  }

  static Query parse(String expression) {
    String plain = expression.replace("$client", ".*").replace("[$__rate_interval]", "");
    List<Selector> selectors = new ArrayList<>();
    Matcher selector = SELECTOR.matcher(plain);
    while (selector.find()) {
      List<LabelMatcher> matchers = new ArrayList<>();
      Matcher matcher = MATCHER.matcher(selector.group(2));
      while (matcher.find()) {
        matchers.add(new LabelMatcher(matcher.group(1), matcher.group(2), matcher.group(3)));
      }
      selectors.add(new Selector(selector.group(1), matchers));
    }
    List<String> grouping = new ArrayList<>();
    Matcher by = GROUPING.matcher(plain);
    while (by.find()) {
      grouping.addAll(List.of(by.group(1).split(", *")));
    }
    String rest = plain.replaceAll("[a-z_:]+\\{[^}]*}", "").replaceAll("\\bby \\([^)]*\\)", "");
    if (selectors.isEmpty() || METRIC.matcher(rest).find()) {
      throw new IllegalArgumentException("a metric without a selector in " + expression);
    }
    return new Query(selectors, grouping);
  }
}
