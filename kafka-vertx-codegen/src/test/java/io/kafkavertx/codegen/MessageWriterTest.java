package io.kafkavertx.codegen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The Java text for a schema that has a field of each kind. When a change of the generator is meant
 * to change it: {@code mvn test -pl kafka-vertx-codegen -Dgolden.write}, then read the difference.
 */
class MessageWriterTest {
  private static final Path FOLDER = Path.of("src", "test", "resources", "golden");

  @Test
  void theCodeIsTheOneThatWasReviewed() throws IOException {
    String schema = Files.readString(FOLDER.resolve("SampleRequest.json"));
    Message message = SchemaParser.parse("SampleRequest.json", schema, "SampleRequest.json");
    String code = MessageWriter.write(SchemaMerger.merge(message, null));
    Path golden = FOLDER.resolve("SampleRequest.java.txt");
    if (System.getProperty("golden.write") != null) {
      Files.writeString(golden, code);
    }
    assertThat(code).isEqualTo(Files.readString(golden));
  }

  @Test
  void noLineIsLongerThanAHundredColumns() throws IOException {
    assertThat(Files.readAllLines(FOLDER.resolve("SampleRequest.java.txt")))
        .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(100));
  }
}
