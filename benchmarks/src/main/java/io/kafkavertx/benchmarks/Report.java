package io.kafkavertx.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tables of a comparison. */
final class Report {
  private static final String BASELINE = "kafka-clients";

  private final Plan plan;
  private final Map<String, Map<String, Map<String, List<Sample>>>> samples = new LinkedHashMap<>();
  private final List<String> singles = new ArrayList<>();
  private final Map<String, Map<String, List<Paced>>> paced = new LinkedHashMap<>();
  private final Map<String, Map<String, List<Paced>>> followed = new LinkedHashMap<>();

  Report(Plan plan) {
    this.plan = plan;
  }

  void sample(String title, String what, String client, Sample sample) {
    samples
        .computeIfAbsent(what, w -> new LinkedHashMap<>())
        .computeIfAbsent(title, t -> new LinkedHashMap<>())
        .computeIfAbsent(client, c -> new ArrayList<>())
        .add(sample);
  }

  void single(String title, String client, Latency latency) {
    singles.add(
        String.format(
            "| %s | %s | %.2f | %.2f |", title, client, latency.p50Millis(), latency.p99Millis()));
  }

  void paced(boolean consumer, String title, String client, Paced figures) {
    (consumer ? followed : paced)
        .computeIfAbsent(title, t -> new LinkedHashMap<>())
        .computeIfAbsent(client, c -> new ArrayList<>())
        .add(figures);
  }

  String markdown() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            "%,d records a round, %d partitions, %d counted rounds, medians; JDK %s, %d processors.%n",
            plan.records(),
            plan.partitions(),
            plan.rounds(),
            System.getProperty("java.version"),
            Runtime.getRuntime().availableProcessors()));
    samples.forEach((what, titles) -> table(text, what, titles));
    if (!singles.isEmpty()) {
      text.append(
          String.format(
              "%nFrom the Java client's send to the consumer's handler in the same process, %,d"
                  + " records one by one, milliseconds.%n%n| | client | p50 | p99"
                  + " |%n|---|---|---|---|%n",
              plan.singles()));
      singles.forEach(row -> text.append(row).append(System.lineSeparator()));
    }
    steady(text, "its acknowledgement", paced);
    steady(text, "the consumer's handler, sent by the Java client for all", followed);
    return text.toString();
  }

  private void steady(
      StringBuilder text, String end, Map<String, Map<String, List<Paced>>> figures) {
    if (figures.isEmpty()) {
      return;
    }
    text.append(
        String.format(
            "%nFrom the moment when a record is due to %s, %,d records a second for %d seconds,"
                + " medians of the rounds, milliseconds.%n%n| | client | p50 | p99 | p99.9"
                + " |%n|---|---|---|---|---|%n",
            end, Paced.RATE, plan.seconds()));
    figures.forEach((title, clients) -> pacedRows(text, title, clients));
  }

  private static void pacedRows(
      StringBuilder text, String title, Map<String, List<Paced>> clients) {
    clients.forEach(
        (client, list) ->
            text.append(
                String.format(
                    "| %s | %s | %.2f | %.2f | %.2f |%n",
                    title,
                    client,
                    Sample.median(list, Paced::p50Millis),
                    Sample.median(list, Paced::p99Millis),
                    Sample.median(list, Paced::p999Millis))));
  }

  private void table(
      StringBuilder text, String what, Map<String, Map<String, List<Sample>>> titles) {
    text.append(
        String.format(
            "%n| %s | client | records/s | CPU s per million | records per CPU s, %s = 1 |"
                + " bytes allocated per record |%n|---|---|---|---|---|---|%n",
            what, BASELINE));
    titles.forEach((title, clients) -> rows(text, title, clients));
  }

  private void rows(StringBuilder text, String title, Map<String, List<Sample>> clients) {
    double baseline =
        clients.containsKey(BASELINE)
            ? Sample.median(clients.get(BASELINE), Sample::cpuSeconds)
            : Double.NaN;
    clients.forEach(
        (client, list) -> {
          double cpu = Sample.median(list, Sample::cpuSeconds);
          text.append(
              String.format(
                  "| %s | %s | %,.0f | %.3f | %.2f | %,.0f |%n",
                  title,
                  client,
                  plan.records() / Sample.median(list, Sample::wallSeconds),
                  cpu * 1e6 / plan.records(),
                  baseline / cpu,
                  Sample.median(list, Sample::allocatedBytes) / plan.records()));
        });
  }

  /** Replaces what stands between the marks of a Markdown file. */
  void writeInto(Path file, String mark) throws IOException {
    replace(file, mark, markdown());
  }

  static void replace(Path file, String mark, String text) throws IOException {
    String begin = "<!-- " + mark + ": begin -->";
    String last = "<!-- " + mark + ": end -->";
    String old = Files.readString(file);
    int from = old.indexOf(begin);
    int to = old.indexOf(last);
    if (from < 0 || to < from) {
      throw new IOException(file + " has no marks " + begin + " and " + last);
    }
    Files.writeString(
        file, old.substring(0, from + begin.length()) + "\n" + text + old.substring(to));
  }
}
