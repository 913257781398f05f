package io.kafkavertx.eventbus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkavertx.ConfigException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The page's table of what a {@link KafkaVerticle} is told has every key, with its default. */
class VerticlePageTest {
  private static final Path PAGE = Path.of("../docs/kafka-verticle.md");
  private static final String HEAD = "| key | default | meaning |";

  @Test
  void everyKeyIsThereWithItsDefault() throws IOException {
    Map<String, JsonObject> keys = keys();
    Map<String, String> rows = rows();
    assertThat(rows).containsOnlyKeys(keys.keySet());
    keys.forEach(
        (key, schema) -> {
          if (schema.containsKey("default")) {
            assertThat(rows.get(key)).as(key).isEqualTo(schema.getValue("default").toString());
          }
        });
  }

  @Test
  void theErrorsOfThePageAreThoseThatAreTold() throws IOException {
    JsonObject wrong =
        new JsonObject(
            """
            {
              "client": {"bootstrapServers": "localhost:9092"},
              "deliveries": [
                {
                  "name": "orders",
                  "consumer": {"groupId": "shop"},
                  "route": {"topic": "orders", "adress": "kafka.orders"}
                }
              ],
              "producers": [
                {"name": "out", "address": "kafka.produce", "producer": {"acks": "most"}}
              ]
            }
            """);
    List<String> lines = Files.readAllLines(PAGE);
    int first = lines.indexOf("```text") + 1;
    List<String> block = lines.subList(first, first + 4);
    assertThatThrownBy(() -> VerticleConfig.of(wrong, 1, 0))
        .isInstanceOf(ConfigException.class)
        .hasMessage(String.join("\n", block));
  }

  /** By their paths; lists and the health's object are entered, options of clients are not. */
  private static Map<String, JsonObject> keys() {
    Map<String, JsonObject> keys = new LinkedHashMap<>();
    JsonObject all = VerticleSchema.make().getJsonObject("properties");
    for (String key : all.fieldNames()) {
      JsonObject schema = all.getJsonObject(key);
      boolean list = "array".equals(schema.getString("type"));
      if (!key.equals("health")) {
        keys.put(key, schema);
      }
      if (list || key.equals("health")) {
        JsonObject inside = list ? schema.getJsonObject("items") : schema;
        JsonObject properties = inside.getJsonObject("properties");
        for (String name : properties.fieldNames()) {
          keys.put(key + (list ? "[]." : ".") + name, properties.getJsonObject(name));
        }
      }
    }
    return keys;
  }

  private static Map<String, String> rows() throws IOException {
    List<String> lines = Files.readAllLines(PAGE);
    Map<String, String> rows = new LinkedHashMap<>();
    for (int i = lines.indexOf(HEAD) + 2; lines.get(i).startsWith("|"); i++) {
      String[] cells = lines.get(i).replace("`", "").split("\\|", -1);
      rows.put(cells[1].strip(), cells[2].strip());
    }
    return rows;
  }
}
