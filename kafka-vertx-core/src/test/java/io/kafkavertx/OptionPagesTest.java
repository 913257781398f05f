package io.kafkavertx;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The tables of options in the guides have every option, with its property, unit, range and
 * default, as the code has them.
 */
class OptionPagesTest {
  private static final String HEAD =
      "| option | Kafka property | unit, range | default | meaning |";

  /** Options whose default is not a value that JSON could show. */
  private static final Set<String> TOLD_IN_WORDS =
      Set.of("saslConfig", "tls", "netClientOptions", "enableIdempotence");

  @Test
  void theConfigurationPageHasTheOptionsOfEveryClient() throws IOException {
    List<Option<?, ?>> all = new ArrayList<>(BaseOptions.ALL);
    check("configuration.md", all, () -> new KafkaClientOptions());
  }

  @Test
  void theConsumerPageHasTheConsumersOptions() throws IOException {
    check("consumer.md", own(ConsumerOptionTable.TABLE), () -> new ConsumerOptions());
  }

  @Test
  void theProducerPageHasTheProducersOptions() throws IOException {
    check("producer.md", own(ProducerOptionTable.TABLE), () -> new ProducerOptions());
  }

  @Test
  void theAdminPageHasItsOptions() throws IOException {
    check("admin.md", own(KafkaAdminOptions.TABLE), () -> new KafkaAdminOptions());
  }

  @Test
  void theProcessingPageHasItsOptions() throws IOException {
    check("processing.md", ProcessOptionTable.ALL, () -> new ProcessOptions());
  }

  private static <T extends ClientOptions<T>> List<Option<?, ?>> own(OptionTable<T> table) {
    List<Option<?, ?>> own = new ArrayList<>(table.named());
    own.removeAll(BaseOptions.ALL);
    return own;
  }

  private static void check(String page, List<? extends Option<?, ?>> options, Supplier<?> fresh)
      throws IOException {
    JsonObject defaults =
        fresh.get() instanceof ProcessOptions process
            ? process.toJson()
            : ((ClientOptions<?>) fresh.get()).toJson();
    List<String> expected = options.stream().map(option -> expected(option, defaults)).toList();
    assertThat(rows(page).stream().map(OptionPagesTest::told)).containsExactlyElementsOf(expected);
    for (int i = 0; i < options.size(); i++) {
      String[] cells = rows(page).get(i);
      String name = page + ", " + options.get(i).name();
      assertThat(cells[5].strip()).as("what %s means", name).hasSizeGreaterThan(10);
      new OptionRange(cells[3].strip()).check(name, options.get(i), fresh);
    }
  }

  private static String expected(Option<?, ?> option, JsonObject defaults) {
    String property = option.property() == null ? "-" : "`" + option.property() + "`";
    String value =
        TOLD_IN_WORDS.contains(option.name()) ? "*" : shown(defaults.getValue(option.name()));
    return "`" + option.name() + "` " + property + " " + value;
  }

  private static String shown(Object value) {
    if (value == null) {
      return "none";
    }
    if (value instanceof JsonArray list) {
      return list.isEmpty()
          ? "empty"
          : list.stream().map(OptionPagesTest::shown).collect(Collectors.joining(", "));
    }
    if (value instanceof JsonObject object && object.isEmpty()) {
      return "empty";
    }
    if (value instanceof String text) {
      return text.isEmpty() ? "empty" : "`" + text + "`";
    }
    return value.toString();
  }

  /** The cells of each row of the page's table; the first is empty. */
  private static List<String[]> rows(String page) throws IOException {
    List<String> lines = Files.readAllLines(Path.of("../docs").resolve(page));
    List<String[]> rows = new ArrayList<>();
    for (int i = lines.indexOf(HEAD) + 2; i < lines.size() && lines.get(i).startsWith("|"); i++) {
      rows.add(lines.get(i).split("\\|", -1));
    }
    return rows;
  }

  /** Name, property and default. */
  private static String told(String[] cells) {
    String name = cells[1].trim();
    String value = TOLD_IN_WORDS.contains(name.replace("`", "")) ? "*" : cells[4].trim();
    return name + " " + cells[2].trim() + " " + value;
  }
}
