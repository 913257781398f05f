package io.kafkavertx.codegen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SchemaParserTest {
  @Test
  void anAttributeThatIsNotKnownFailsTheBuild() {
    assertThatThrownBy(() -> parse("\"color\": \"red\",", "\"versions\": \"0+\""))
        .isInstanceOf(SchemaException.class)
        .hasMessageContaining("Sample.json of a test")
        .hasMessageContaining("unknown attribute \"color\"");
    assertThatThrownBy(() -> parse("", "\"versions\": \"0+\", \"sorted\": true"))
        .isInstanceOf(SchemaException.class)
        .hasMessageContaining("unknown attribute \"sorted\"");
  }

  @Test
  void aTypeThatIsNotKnownFailsTheBuild() {
    assertThatThrownBy(() -> Type.parse("varint")).hasMessageContaining("varint");
    assertThatThrownBy(() -> Type.parse("[][]int32")).hasMessageContaining("arrays of arrays");
  }

  @Test
  void aFieldThatIsTaggedInSomeVersionsOnlyFailsTheBuild() {
    assertThatThrownBy(
            () -> parse("", "\"versions\": \"0+\", \"taggedVersions\": \"2+\", \"tag\": 0"))
        .hasMessageContaining("tagged in some of its versions only");
  }

  @Test
  void nullsOutsideTheFieldsVersionsDoNotCount() {
    Message message = parse("", "\"versions\": \"1+\", \"nullableVersions\": \"0+\"");
    assertThat(message.fields().get(0).nullable()).hasToString("1+");
  }

  @Test
  void apiNamesBecomeConstants() {
    assertThat(parse("", "\"versions\": \"0+\"").apiConstant()).isEqualTo("SAMPLE_OF_ACLS");
  }

  private static Message parse(String messageKeys, String fieldKeys) {
    String json =
        """
        // comment
        { "apiKey": 1, "type": "request", "name": "SampleOfAclsRequest", "validVersions": "0-3",
          %s
          "fields": [
            // comment
            { "name": "One", "type": "string", %s }
        ]}
        """
            .formatted(messageKeys, fieldKeys);
    return SchemaParser.parse("Sample.json", json, "a test");
  }
}
