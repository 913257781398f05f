package io.kafkavertx.codegen;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Turns the schemas of two Kafka releases into the classes of {@code
 * io.kafkavertx.protocol.message} and the enum {@code ApiKey}.
 *
 * <p>A file whose text would be the same is not touched, so that an unchanged build compiles
 * nothing anew.
 */
public final class Generator {
  /** What clients use that is neither a request nor a response. */
  private static final Set<String> OTHERS =
      Set.of(
          "RequestHeader",
          "ResponseHeader",
          "ConsumerProtocolSubscription",
          "ConsumerProtocolAssignment");

  private Generator() {}

  /**
   * Runs the generator.
   *
   * @param args the newer release's name and schema folder, the older release's name and schema
   *     folder, the folder to write to
   */
  public static void main(String[] args) throws IOException {
    if (args.length != 5) {
      throw new IllegalArgumentException(
          "usage: Generator <newer> <folder> <older> <folder> <target folder>");
    }
    Map<String, Message> newer = load(args[0], Path.of(args[1]));
    Map<String, Message> older = load(args[2], Path.of(args[3]));
    write(Path.of(args[4]), generate(newer, older));
  }

  /** The generated files: path below the source folder, text. */
  static Map<String, String> generate(Map<String, Message> newer, Map<String, Message> older) {
    Map<String, String> files = new TreeMap<>();
    List<Message> requests = new ArrayList<>();
    for (Message schema : selected(newer)) {
      Message message = SchemaMerger.merge(schema, older.get(schema.name()));
      files.put(
          "io/kafkavertx/protocol/message/" + message.name() + ".java",
          MessageWriter.write(message));
      if (message.isRequest()) {
        requests.add(message);
      }
    }
    requests.sort(Comparator.comparingInt(Message::apiKey));
    files.put(
        "io/kafkavertx/protocol/ApiKey.java", ApiKeyWriter.write(requests, "the same schemas"));
    return files;
  }

  /** What a broker answers to clients; not what only controllers do, nor what is no more. */
  private static List<Message> selected(Map<String, Message> all) {
    Set<Integer> keys = new HashSet<>();
    for (Message message : all.values()) {
      if (message.isRequest()
          && message.listeners().contains("broker")
          && !message.valid().isEmpty()) {
        keys.add(message.apiKey());
      }
    }
    return all.values().stream()
        .filter(message -> keys.contains(message.apiKey()) || OTHERS.contains(message.name()))
        .toList();
  }

  private static Map<String, Message> load(String release, Path folder) throws IOException {
    Map<String, Message> messages = new HashMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".json")).toList()) {
        String name = file.getFileName().toString();
        Message message =
            SchemaParser.parse(name, Files.readString(file), name + " of Kafka " + release);
        messages.put(message.name(), message);
      }
    }
    return judgeResponses(messages);
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

  private static void write(Path target, Map<String, String> files) throws IOException {
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = target.resolve(file.getKey());
      if (!Files.exists(path) || !Files.readString(path).equals(file.getValue())) {
        Files.createDirectories(path.getParent());
        Files.writeString(path, file.getValue());
      }
    }
    try (Stream<Path> present = Files.walk(target)) {
      for (Path path : present.filter(Files::isRegularFile).toList()) {
        String name = target.relativize(path).toString().replace('\\', '/');
        if (!files.containsKey(name)) {
          Files.delete(path);
        }
      }
    }
  }
}
