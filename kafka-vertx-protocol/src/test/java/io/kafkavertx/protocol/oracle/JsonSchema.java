package io.kafkavertx.protocol.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A schema file as the tests read it: on purpose not by the generator's parser, so that an error in
 * that one cannot hide itself.
 */
final class JsonSchema {
  private final JsonNode root;
  private final Map<String, JsonNode> structs = new LinkedHashMap<>();
  private boolean lastIsUnstable;

  private JsonSchema(JsonNode root) {
    this.root = root;
    for (JsonNode struct : root.path("commonStructs")) {
      structs.put(struct.get("name").asText(), struct);
      collect(struct);
    }
    collect(root);
  }

  /** All schemas of a release, by name. */
  static Map<String, JsonSchema> all(String release) {
    Path folder = Path.of("target", "schemas", release, "common", "message");
    Map<String, JsonSchema> schemas = new LinkedHashMap<>();
    try (Stream<Path> files = Files.list(folder).sorted()) {
      for (Path file : files.filter(path -> path.toString().endsWith(".json")).toList()) {
        String json =
            Files.readAllLines(file).stream()
                .filter(line -> !line.strip().startsWith("//"))
                .collect(Collectors.joining("\n"));
        JsonSchema schema = new JsonSchema(new ObjectMapper().readTree(json));
        schemas.put(schema.name(), schema);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    // Only requests say so.
    schemas
        .values()
        .forEach(
            schema -> {
              JsonSchema request = schemas.get(schema.name().replaceFirst("Response$", "Request"));
              schema.lastIsUnstable = request.root.path("latestVersionUnstable").asBoolean();
            });
    return schemas;
  }

  String name() {
    return root.get("name").asText();
  }

  /** True when {@code version} has compact lengths and tagged fields. */
  boolean isFlexible(int version) {
    return contains(root.path("flexibleVersions").asText("none"), version);
  }

  /** The versions that the release has; none when the message is no more. */
  List<Short> versions() {
    String valid = root.get("validVersions").asText();
    List<Short> versions = new ArrayList<>();
    for (short version = 0; version < 100; version++) {
      if (contains(valid, version)) {
        versions.add(version);
      }
    }
    return versions;
  }

  /** The versions that the release promised to keep. */
  List<Short> stableVersions() {
    List<Short> versions = versions();
    return lastIsUnstable ? versions.subList(0, versions.size() - 1) : versions;
  }

  List<FieldSchema> fields(int version) {
    return fields(root, version);
  }

  List<FieldSchema> fields(String struct, int version) {
    return fields(structs.get(struct), version);
  }

  private static List<FieldSchema> fields(JsonNode owner, int version) {
    List<FieldSchema> fields = new ArrayList<>();
    for (JsonNode field : owner.get("fields")) {
      if (contains(field.get("versions").asText(), version)) {
        fields.add(FieldSchema.of(field, version));
      }
    }
    return fields;
  }

  static boolean contains(String range, int version) {
    if (range.equals("none")) {
      return false;
    }
    if (range.endsWith("+")) {
      return version >= Integer.parseInt(range.substring(0, range.length() - 1));
    }
    String[] ends = range.split("-");
    return version >= Integer.parseInt(ends[0])
        && version <= Integer.parseInt(ends[ends.length - 1]);
  }

  private void collect(JsonNode owner) {
    for (JsonNode field : owner.path("fields")) {
      if (field.has("fields")) {
        structs.put(field.get("type").asText().replace("[]", ""), field);
        collect(field);
      }
    }
  }

  /** A field as one version sees it. */
  record FieldSchema(String name, String type, boolean array, boolean nullable) {
    static FieldSchema of(JsonNode field, int version) {
      String type = field.get("type").asText();
      return new FieldSchema(
          field.get("name").asText(),
          type.replace("[]", ""),
          type.startsWith("[]"),
          contains(field.path("nullableVersions").asText("none"), version));
    }

    boolean isStruct() {
      return Character.isUpperCase(type.charAt(0));
    }

    String javaName() {
      return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }
  }
}
