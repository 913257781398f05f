package io.kafkavertx.codegen;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads one schema file. An attribute that is not known here fails the build. */
final class SchemaParser {
  private static final Set<String> MESSAGE_KEYS =
      Set.of(
          "apiKey",
          "type",
          "name",
          "listeners",
          "validVersions",
          "deprecatedVersions",
          "flexibleVersions",
          "latestVersionUnstable",
          "commonStructs",
          "fields");
  private static final Set<String> STRUCT_KEYS = Set.of("name", "versions", "fields");
  private static final Set<String> FIELD_KEYS =
      Set.of(
          "name",
          "type",
          "versions",
          "nullableVersions",
          "taggedVersions",
          "tag",
          "default",
          "ignorable",
          "mapKey",
          "entityType",
          "about",
          "zeroCopy",
          "flexibleVersions",
          "fields");

  private static final ObjectMapper JSON = new ObjectMapper();

  private final String source;
  private final Map<String, List<Field>> structs = new LinkedHashMap<>();

  private SchemaParser(String source) {
    this.source = source;
  }

  /**
   * Parses the text of a schema file.
   *
   * @param source the release that the file belongs to
   */
  static Message parse(String file, String text, String source) {
    // Comments are always alone on their line; JSON has none.
    String json =
        text.lines()
            .filter(line -> !line.strip().startsWith("//"))
            .collect(Collectors.joining("\n"));
    try {
      return new SchemaParser(source).message(JSON.readTree(json));
    } catch (JsonProcessingException | RuntimeException e) {
      throw new SchemaException(file + " of " + source + ": " + e.getMessage(), e);
    }
  }

  private Message message(JsonNode node) {
    onlyKnown(node, MESSAGE_KEYS);
    for (JsonNode struct : node.path("commonStructs")) {
      onlyKnown(struct, STRUCT_KEYS);
      addStruct(struct.get("name").asText(), fields(struct));
    }
    List<Field> fields = fields(node);
    Versions valid = Versions.parse(node.get("validVersions").asText());
    List<String> listeners = new ArrayList<>();
    node.path("listeners").forEach(listener -> listeners.add(listener.asText()));
    return new Message(
        node.path("apiKey").asInt(-1),
        Message.Kind.valueOf(node.get("type").asText().toUpperCase(Locale.ROOT)),
        node.get("name").asText(),
        listeners,
        valid,
        Versions.parse(text(node, "flexibleVersions")).intersect(valid),
        node.path("latestVersionUnstable").asBoolean(false),
        fields,
        structs,
        source);
  }

  private List<Field> fields(JsonNode owner) {
    List<Field> fields = new ArrayList<>();
    for (JsonNode node : owner.path("fields")) {
      onlyKnown(node, FIELD_KEYS);
      fields.add(field(node));
    }
    return List.copyOf(fields);
  }

  private Field field(JsonNode node) {
    Type type = Type.parse(node.get("type").asText());
    if (node.has("fields")) {
      addStruct(type.struct(), fields(node));
    }
    Versions versions = Versions.parse(node.get("versions").asText());
    Field field =
        new Field(
            node.get("name").asText(),
            type,
            versions,
            Versions.parse(text(node, "nullableVersions")).intersect(versions),
            Versions.parse(text(node, "taggedVersions")),
            node.path("tag").asInt(-1),
            text(node, "default"),
            node.path("ignorable").asBoolean(false),
            node.path("zeroCopy").asBoolean(false),
            isPlain(node));
    if (field.isTagged() && !field.tagged().equals(versions)) {
      throw new SchemaException(field.name() + " is tagged in some of its versions only");
    }
    return field;
  }

  private static boolean isPlain(JsonNode node) {
    String flexible = text(node, "flexibleVersions");
    if (flexible == null) {
      return false;
    }
    if (!flexible.equals("none")) {
      throw new SchemaException("flexibleVersions of a field can only be none, not " + flexible);
    }
    return true;
  }

  private void addStruct(String name, List<Field> fields) {
    if (structs.put(name, fields) != null) {
      throw new SchemaException("two structures are called " + name);
    }
  }

  private static String text(JsonNode node, String key) {
    JsonNode value = node.get(key);
    return value == null ? null : value.asText();
  }

  private static void onlyKnown(JsonNode node, Set<String> known) {
    for (Iterator<String> keys = node.fieldNames(); keys.hasNext(); ) {
      String key = keys.next();
      if (!known.contains(key)) {
        throw new SchemaException("unknown attribute \"" + key + "\"");
      }
    }
  }
}
