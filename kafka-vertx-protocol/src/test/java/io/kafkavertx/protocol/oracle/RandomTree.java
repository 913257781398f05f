package io.kafkavertx.protocol.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.kafkavertx.protocol.oracle.JsonSchema.FieldSchema;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/**
 * A random value for one version of a message, apart from anybody's classes: numbers are {@code
 * Long} or {@code Double}, structures are trees again.
 */
record RandomTree(Map<FieldSchema, Object> values) {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String[] TEXTS = {"", "a", "topic-1", "grüße", "漢字", "\0", "x".repeat(200)};

  static RandomTree of(JsonSchema schema, int version, Random random) {
    return struct(schema, schema.fields(version), version, random, 0);
  }

  private static RandomTree struct(
      JsonSchema schema, List<FieldSchema> fields, int version, Random random, int depth) {
    Map<FieldSchema, Object> values = new LinkedHashMap<>();
    for (FieldSchema field : fields) {
      values.put(field, value(schema, field, version, random, depth));
    }
    return new RandomTree(values);
  }

  private static Object value(
      JsonSchema schema, FieldSchema field, int version, Random random, int depth) {
    if (field.nullable() && random.nextInt(4) == 0) {
      return null;
    }
    if (!field.array()) {
      return element(schema, field, version, random, depth);
    }
    List<Object> list = new ArrayList<>();
    for (int left = random.nextInt(depth > 1 ? 2 : 4); left > 0; left--) {
      list.add(element(schema, field, version, random, depth));
    }
    return list;
  }

  private static Object element(
      JsonSchema schema, FieldSchema field, int version, Random random, int depth) {
    if (field.isStruct()) {
      return struct(schema, schema.fields(field.type(), version), version, random, depth + 1);
    }
    return switch (field.type()) {
      case "bool" -> random.nextBoolean();
      case "int8" -> number(random, Byte.MIN_VALUE, Byte.MAX_VALUE);
      case "int16" -> number(random, Short.MIN_VALUE, Short.MAX_VALUE);
      case "uint16" -> number(random, 0, 0xFFFF);
      case "int32" -> number(random, Integer.MIN_VALUE, Integer.MAX_VALUE);
      case "int64" -> number(random, Long.MIN_VALUE, Long.MAX_VALUE);
      case "float64" -> random.nextInt(3) == 0 ? 0.0 : random.nextGaussian() * 1e9;
      case "uuid" ->
          random.nextInt(3) == 0 ? new UUID(0, 0) : new UUID(random.nextLong(), random.nextLong());
      case "string" -> TEXTS[random.nextInt(TEXTS.length)];
      case "bytes", "records" -> bytes(random);
      default -> throw new IllegalStateException("type " + field.type());
    };
  }

  private static Long number(Random random, long low, long high) {
    return switch (random.nextInt(6)) {
      case 0 -> 0L;
      case 1 -> low;
      case 2 -> high;
      case 3 -> low < 0 ? -1L : 1L;
      default -> {
        long any = random.nextLong();
        yield high == Long.MAX_VALUE ? any : low + Math.floorMod(any, high - low + 1);
      }
    };
  }

  private static byte[] bytes(Random random) {
    // Some are long enough for a writer to keep them by reference.
    byte[] bytes = new byte[random.nextInt(40) == 0 ? 5000 : random.nextInt(20)];
    random.nextBytes(bytes);
    return bytes;
  }

  /** The form that Kafka's JSON converters read. */
  JsonNode toJson() {
    ObjectNode object = JSON.objectNode();
    values.forEach((field, value) -> object.set(field.javaName(), json(field, value)));
    return object;
  }

  private static JsonNode json(FieldSchema field, Object value) {
    if (value == null) {
      return JSON.nullNode();
    }
    if (value instanceof List<?> list) {
      ArrayNode array = JSON.arrayNode();
      list.forEach(element -> array.add(json(field, element)));
      return array;
    }
    if (value instanceof RandomTree tree) {
      return tree.toJson();
    }
    if (value instanceof byte[] bytes) {
      return JSON.binaryNode(bytes);
    }
    if (value instanceof UUID uuid) {
      return JSON.textNode(base64(uuid));
    }
    if (value instanceof Long number) {
      return field.type().equals("int64")
          ? JSON.numberNode(number)
          : JSON.numberNode(number.intValue());
    }
    if (value instanceof Double number) {
      return JSON.numberNode(number);
    }
    return value instanceof Boolean flag ? JSON.booleanNode(flag) : JSON.textNode((String) value);
  }

  private static String base64(UUID uuid) {
    ByteBuffer bytes = ByteBuffer.allocate(16);
    bytes.putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits());
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }
}
