package io.kafkavertx.cli;

import java.util.Set;
import java.util.TreeSet;

/** Lists such as {@code 0,2-5}. */
final class PartitionNumbers {
  private static final int MOST = 1_000_000;

  private PartitionNumbers() {}

  static Set<Integer> parse(String list) {
    Set<Integer> numbers = new TreeSet<>();
    for (String part : list.split(",", -1)) {
      String text = part.strip();
      if (!text.matches("[0-9]{1,6}(-[0-9]{1,6})?")) {
        throw CliException.usage("'" + list + "' is no list of partitions such as 0,2-5.");
      }
      int dash = text.indexOf('-');
      int first = Integer.parseInt(dash < 0 ? text : text.substring(0, dash));
      int last = dash < 0 ? first : Integer.parseInt(text.substring(dash + 1));
      for (int number = first; number <= last && numbers.size() < MOST; number++) {
        numbers.add(number);
      }
    }
    return numbers;
  }
}
