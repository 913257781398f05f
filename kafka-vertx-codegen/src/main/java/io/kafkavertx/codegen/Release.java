package io.kafkavertx.codegen;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The schemas of one release of Kafka.
 *
 * @param name the release, such as 4.4.0
 * @param folder where its schema files are
 */
record Release(String name, Path folder) {

  /**
   * Refuses schemas that are not the ones that were reviewed.
   *
   * @param pinned the fingerprint that they had then
   */
  void require(String pinned) throws IOException {
    String actual = Fingerprint.of(folder);
    if (!actual.equals(pinned)) {
      throw new SchemaException(
          "the schemas of Kafka "
              + name
              + " in "
              + folder
              + " have the SHA-256 "
              + actual
              + " and not the pinned "
              + pinned
              + ". If the release was changed on purpose, look at what changed in its schemas, then"
              + " pin the new value in kafka-vertx-protocol/pom.xml; if not, do not trust them");
    }
  }

  /** The messages by name. */
  Map<String, Message> load() throws IOException {
    Map<String, Message> messages = new HashMap<>();
    for (Path file : files()) {
      String fileName = file.getFileName().toString();
      Message message =
          SchemaParser.parse(fileName, Files.readString(file), fileName + " of Kafka " + name);
      messages.put(message.name(), message);
    }
    return judgeResponses(messages);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(path -> path.toString().endsWith(".json")).toList();
    }
  }

  /** Only a request says that its last version may change; its response may, all the same. */
  private static Map<String, Message> judgeResponses(Map<String, Message> messages) {
    messages.replaceAll(
        (name, message) ->
            message.isResponse()
                ? message.likeItsRequest(messages.get(message.apiName() + "Request"))
                : message);
    return messages;
  }
}
