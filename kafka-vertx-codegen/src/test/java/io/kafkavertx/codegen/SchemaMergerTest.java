package io.kafkavertx.codegen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SchemaMergerTest {
  private static final String INDEX = field("Index", "int32", "0+");

  @Test
  void theOlderReleaseSpeaksOnlyBelowTheNewersFloor() {
    Message newer = message("3-5", INDEX + "," + field("Name", "string", "0+"));
    Message older = message("0-4", INDEX + "," + field("Name", "string", "1-3"));
    Message merged = SchemaMerger.merge(newer, older);
    assertThat(merged.valid()).hasToString("0-5");
    assertThat(merged.flexible()).hasToString("4-5");
    assertThat(merged.fields())
        .extracting(field -> field.name() + " " + field.versions())
        .containsExactly("Index 0-5", "Name 1-5");
  }

  @Test
  void aFieldOfTheOlderReleaseKeepsItsPlaceOnTheWire() {
    Message newer = message("3-5", INDEX + "," + field("Last", "int8", "0+"));
    Message older =
        message(
            "0-4", INDEX + "," + field("Gone", "int64", "0-1") + "," + field("Last", "int8", "0+"));
    assertThat(SchemaMerger.merge(newer, older).fields())
        .extracting(Field::name)
        .containsExactly("Index", "Gone", "Last");
  }

  @Test
  void aFieldOfTheNewerReleaseThatItsVersionsLackIsNotThere() {
    Message merged = SchemaMerger.merge(message("3-5", field("Old", "int8", "0-2")), null);
    assertThat(merged.fields()).isEmpty();
  }

  @Test
  void anUnstableVersionOfTheOlderReleaseIsLeftOut() {
    Message older = message("0", "\"latestVersionUnstable\": true,", INDEX);
    assertThat(SchemaMerger.merge(message("1-2", INDEX), older).valid()).hasToString("1-2");
  }

  @Test
  void aFieldThatChangedItsTypeOrItsPlaceFailsTheBuild() {
    assertThatThrownBy(
            () ->
                SchemaMerger.merge(
                    message("1-2", INDEX), message("0-1", field("Index", "int64", "0+"))))
        .isInstanceOf(SchemaException.class)
        .hasMessageContaining("Index changed");
    String name = field("Name", "string", "0+");
    assertThatThrownBy(
            () ->
                SchemaMerger.merge(
                    message("1-2", INDEX + "," + name), message("0-1", name + "," + INDEX)))
        .isInstanceOf(SchemaException.class)
        .hasMessageContaining("changed its place");
  }

  private static String field(String name, String type, String versions) {
    return "{ \"name\": \"%s\", \"type\": \"%s\", \"versions\": \"%s\" }"
        .formatted(name, type, versions);
  }

  private static Message message(String versions, String fields) {
    return message(versions, "", fields);
  }

  private static Message message(String versions, String keys, String fields) {
    String json =
        """
        { "apiKey": 1, "type": "request", "name": "SampleRequest", "listeners": ["broker"],
          "validVersions": "%s", "flexibleVersions": "4+", %s "fields": [%s] }
        """
            .formatted(versions, keys, fields);
    Message message = SchemaParser.parse("Sample.json", json, "a test");
    assertThat(message.listeners()).isEqualTo(List.of("broker"));
    return message;
  }
}
