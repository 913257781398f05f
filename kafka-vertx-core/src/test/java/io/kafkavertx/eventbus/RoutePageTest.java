package io.kafkavertx.eventbus;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The guide's table of a route's keys has every key, with its default and its constants. */
class RoutePageTest {
  private static final Path PAGE = Path.of("../docs/eventbus.md");
  private static final String HEAD = "| key of a route (JSON) | default | meaning |";
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  private final JsonObject schema = RouteSchema.make().getJsonObject("properties");
  private final JsonObject defaults = new Route("topic", "address").toJson();

  @Test
  void everyKeyIsThereWithItsDefault() throws IOException {
    Map<String, String[]> rows = rows();
    assertThat(rows).containsOnlyKeys(schema.fieldNames());
    rows.forEach(
        (key, cells) -> {
          Object value = List.of("topics", "address").contains(key) ? null : defaults.getValue(key);
          String expected =
              value == null
                  ? ""
                  : value.equals(Integer.MAX_VALUE) ? "without end" : value.toString();
          assertThat(cells[0]).as("the default of %s", key).isEqualTo(expected);
        });
  }

  @Test
  void everyConstantIsNamed() throws IOException {
    Map<String, String[]> rows = rows();
    for (String key : schema.fieldNames()) {
      List<?> constants =
          schema.getJsonObject(key).getJsonArray("enum", null) == null
              ? List.of()
              : schema.getJsonObject(key).getJsonArray("enum").getList();
      for (Object constant : constants) {
        if (constant.toString().equals(constant.toString().toUpperCase(java.util.Locale.ROOT))) {
          assertThat(rows.get(key)[1]).as(key).contains("`" + constant + "`");
        }
      }
    }
  }

  /** Default and meaning of each key; one row may have several keys and as many defaults. */
  private static Map<String, String[]> rows() throws IOException {
    List<String> lines = Files.readAllLines(PAGE);
    Map<String, String[]> rows = new LinkedHashMap<>();
    for (int i = lines.indexOf(HEAD) + 2; lines.get(i).startsWith("|"); i++) {
      String[] cells = lines.get(i).split("\\|", -1);
      List<String> keys =
          CODE.matcher(cells[1]).results().map((MatchResult found) -> found.group(1)).toList();
      String[] values = cells[2].replace("`", "").strip().split(", ", -1);
      for (int k = 0; k < keys.size(); k++) {
        String value = values[Math.min(k, values.length - 1)];
        rows.put(keys.get(k), new String[] {value, cells[3]});
      }
    }
    return rows;
  }
}
