package io.kafkavertx.internal.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** {@code docs/metrics.md} lists what is measured: nothing less, nothing more. */
final class MetricsPageTest {
  private static String row(Metric metric) {
    return "| `"
        + metric.metricName()
        + "` | "
        + metric.kind().name().toLowerCase(Locale.ROOT)
        + " | "
        + metric.unit()
        + " | "
        + metric.tags().stream()
            .filter(tag -> !tag.equals(Tag.CLIENT))
            .map(tag -> "`" + tag + "`")
            .collect(Collectors.joining(", "))
        + " | "
        + metric.description()
        + " |";
  }

  @Test
  void thePageListsExactlyWhatIsMeasured() throws IOException {
    List<String> rows =
        Files.readAllLines(Path.of("../docs/metrics.md")).stream()
            .filter(line -> line.matches("\\| `(kafka|messaging)\\..*"))
            .filter(line -> line.split("\\|").length == 6)
            .map(line -> line.replaceAll(" +", " "))
            .toList();
    assertThat(rows)
        .containsExactlyElementsOf(
            Arrays.stream(Metric.values())
                .map(MetricsPageTest::row)
                .map(line -> line.replaceAll(" +", " "))
                .toList());
  }

  @Test
  void namesAreUnique() {
    assertThat(Arrays.stream(Metric.values()).map(Metric::metricName)).doesNotHaveDuplicates();
  }
}
