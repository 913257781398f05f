package io.kafkavertx.codegen;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Turns the schemas of two Kafka releases into the classes of {@code
 * io.kafkavertx.protocol.message} and the enum {@code ApiKey}. Does nothing when it has done so
 * before and neither the schemas nor the generator nor the result has changed since.
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
   * @param args of the newer release its name, schema folder and pinned fingerprint; the same of
   *     the older one; the folder to write to
   */
  public static void main(String[] args) throws IOException, URISyntaxException {
    if (args.length != 7) {
      throw new IllegalArgumentException(
          "usage: Generator <newer> <folder> <sha256> <older> <folder> <sha256> <target folder>");
    }
    Release newer = new Release(args[0], Path.of(args[1]));
    newer.require(args[2]);
    Release older = new Release(args[3], Path.of(args[4]));
    older.require(args[5]);
    SourceFolder target = new SourceFolder(Path.of(args[6]));
    String inputs = args[2] + " " + args[5] + " " + Fingerprint.of(ownClasses());
    if (!target.isMadeFrom(inputs)) {
      target.replace(generate(newer, older), inputs);
    }
  }

  /** The folder or the jar that the generator runs from. */
  private static Path ownClasses() throws URISyntaxException {
    return Path.of(Generator.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  /** The generated files: path below the source folder, text. */
  static Map<String, String> generate(Release newest, Release legacy) throws IOException {
    Map<String, Message> newer = newest.load();
    Map<String, Message> older = legacy.load();
    Map<String, String> files = new TreeMap<>();
    List<Message> requests = new ArrayList<>();
    Set<String> known = new HashSet<>();
    for (Message schema : selected(newer)) {
      Message message = SchemaMerger.merge(schema, older.get(schema.name()));
      files.put(
          "io/kafkavertx/protocol/message/" + message.name() + ".java",
          MessageWriter.write(message));
      known.addAll(Secrets.textFields(message));
      if (message.isRequest()) {
        requests.add(message);
      }
    }
    Secrets.requireAll(known);
    requests.sort(Comparator.comparingInt(Message::apiKey));
    files.put(
        "io/kafkavertx/protocol/ApiKey.java",
        ApiKeyWriter.write(requests, sources(newest, legacy)));
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

  private static String sources(Release newest, Release legacy) {
    return "the message schemas of Kafka " + newest.name() + " and " + legacy.name();
  }
}
