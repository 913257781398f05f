package io.kafkavertx.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The table of a comparison. */
record Report(
    Load load,
    int rounds,
    Map<String, List<Sample>> produce,
    Map<String, List<Sample>> consume,
    int singles,
    Map<String, Latency> latencies) {
  private static final String BEGIN = "<!-- comparison: begin -->";
  private static final String END = "<!-- comparison: end -->";
  private static final String BASELINE = "kafka-clients";

  String markdown() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            "%,d records of %d bytes a round, %d partitions, %d counted rounds, medians; JDK %s, %d processors.%n%n",
            load.records(),
            load.size(),
            load.partitions(),
            rounds,
            System.getProperty("java.version"),
            Runtime.getRuntime().availableProcessors()));
    text.append("| | client | records/s | CPU s per million records | records per CPU s, ")
        .append(BASELINE)
        .append(" = 1 |\n|---|---|---|---|---|\n");
    rows(text, "produce", produce);
    rows(text, "consume", consume);
    text.append(
        String.format(
            "%nFrom the Java client's send to the consumer's handler in the same process, %,d records"
                + " one by one.%n%n| client | p50 | p99 |%n|---|---|---|%n",
            singles));
    latencies.forEach(
        (name, latency) ->
            text.append(
                String.format(
                    "| %s | %.2f ms | %.2f ms |%n",
                    name, latency.p50Millis(), latency.p99Millis())));
    return text.toString();
  }

  private void rows(StringBuilder text, String what, Map<String, List<Sample>> samples) {
    double baseline = Sample.medianCpu(samples.get(BASELINE));
    samples.forEach(
        (name, list) -> {
          double cpu = Sample.medianCpu(list);
          text.append(
              String.format(
                  "| %s | %s | %,.0f | %.3f | %.2f |%n",
                  what,
                  name,
                  load.records() / Sample.medianWall(list),
                  cpu * 1e6 / load.records(),
                  baseline / cpu));
        });
  }

  /** Replaces what stands between the marks of a Markdown file. */
  void writeInto(Path file) throws IOException {
    String old = Files.readString(file);
    int begin = old.indexOf(BEGIN);
    int end = old.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IOException(file + " has no marks " + BEGIN + " and " + END);
    }
    Files.writeString(
        file, old.substring(0, begin + BEGIN.length()) + "\n" + markdown() + old.substring(end));
  }
}
