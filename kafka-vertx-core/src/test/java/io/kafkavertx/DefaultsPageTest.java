package io.kafkavertx;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;

/**
 * docs/migration-kafka-clients.md lists each default that is not the Java client's, and no other.
 */
class DefaultsPageTest {
  /** True unless other options rule it out, as in the Java client; not set until somebody does. */
  private static final String DERIVED = "enableIdempotence";

  private static final String HEAD = "| property | kafka-clients | here | why |";

  @Test
  void thePageHasTheDefaultsThatDiffer() throws IOException {
    Map<String, String> differing = new TreeMap<>();
    differing(
        differing,
        ConsumerConfig.configDef(),
        ConsumerOptionTable.TABLE.named(),
        new ConsumerOptions().toJson());
    differing(
        differing,
        ProducerConfig.configDef(),
        ProducerOptionTable.TABLE.named(),
        new ProducerOptions().toJson());
    differing(
        differing,
        AdminClientConfig.configDef(),
        KafkaAdminOptions.TABLE.named(),
        new KafkaAdminOptions().toJson());
    assertThat(rows()).containsExactlyInAnyOrderElementsOf(differing.values());
  }

  private static void differing(
      Map<String, String> found,
      ConfigDef theirs,
      List<? extends Option<?, ?>> ours,
      JsonObject own) {
    for (Option<?, ?> option : ours) {
      ConfigDef.ConfigKey key = theirs.configKeys().get(option.property());
      if (key == null || option.secret() || option.type().isObject()) {
        continue;
      }
      String here = shown(own.getValue(option.name()));
      String there = shown(key.defaultValue);
      if (!sameName(here).equals(sameName(there)) && !DERIVED.equals(option.name())) {
        found.put(option.property(), "`" + option.property() + "` " + there + " " + here);
      }
    }
  }

  /** {@code CooperativeStickyAssignor} is {@code cooperative-sticky}, in any case. */
  private static String sameName(String value) {
    return value.toLowerCase(Locale.ROOT).replaceAll("assignor|[-_]", "");
  }

  private static String shown(Object value) {
    if (value == null || value == ConfigDef.NO_DEFAULT_VALUE || value.toString().isEmpty()) {
      return "none";
    }
    if (value instanceof JsonArray array) {
      return shown(array.getList());
    }
    if (value instanceof Collection<?> list) {
      return list.isEmpty()
          ? "none"
          : list.stream().map(DefaultsPageTest::shown).collect(Collectors.joining(", "));
    }
    if (value instanceof Class<?> type) {
      return type.getSimpleName();
    }
    return value.toString();
  }

  private static List<String> rows() throws IOException {
    List<String> lines = Files.readAllLines(Path.of("../docs/migration-kafka-clients.md"));
    return lines.stream()
        .skip(lines.indexOf(HEAD) + 2)
        .takeWhile(line -> line.startsWith("|"))
        .map(line -> line.split("\\|", -1))
        .map(cells -> cells[1].trim() + " " + cells[2].trim() + " " + cells[3].trim())
        .toList();
  }
}
