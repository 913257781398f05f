package io.kafkavertx.benchmarks;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** What is to be compared; see {@link Compare} for the properties. */
record Plan(
    Set<What> what,
    List<String> brokers,
    List<Integer> sizes,
    List<String> codecs,
    int records,
    int partitions,
    int warmup,
    int rounds,
    int singles,
    int seconds) {
  enum What {
    PRODUCE,
    CONSUME,
    SINGLE,
    PACED,
    FOLLOWED,
    DELIVERED
  }

  static Plan ofProperties() {
    EnumSet<What> what = EnumSet.noneOf(What.class);
    list("what", "produce,consume,single")
        .forEach(name -> what.add(What.valueOf(name.toUpperCase(Locale.ROOT))));
    return new Plan(
        what,
        list("brokers", "real"),
        list("sizes", "100").stream().map(Integer::valueOf).toList(),
        list("codecs", "none"),
        Integer.getInteger("records", 1_000_000),
        Integer.getInteger("partitions", 6),
        Integer.getInteger("warmup", 20),
        Integer.getInteger("rounds", 5),
        Integer.getInteger("singles", 2_000),
        Integer.getInteger("seconds", 10));
  }

  private static List<String> list(String property, String otherwise) {
    String value = System.getProperty(property, "");
    return Arrays.stream((value.isEmpty() ? otherwise : value).split(","))
        .map(String::trim)
        .toList();
  }

  /** What can be done with that broker. */
  Set<What> whatAt(String broker) {
    EnumSet<What> all = EnumSet.copyOf(what);
    if (broker.equals("stub")) {
      all.remove(What.CONSUME);
      all.remove(What.SINGLE);
      all.remove(What.FOLLOWED);
      all.remove(What.DELIVERED);
    }
    return all;
  }
}
