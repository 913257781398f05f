package io.kafkavertx.internal.config;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Compares a document with a JSON schema, and tells what is wrong as a person would want to hear
 * it: where, what, and what to do. It knows the keywords that our own schemas use and passes over
 * others: {@code type}, {@code enum}, {@code pattern}, {@code minimum}, {@code maximum}, {@code
 * minLength}, {@code minItems}, {@code items}, {@code properties}, {@code required}, {@code
 * additionalProperties}, and {@code oneOf} and {@code anyOf} of {@code required}.
 *
 * <p>Values under {@code writeOnly} are secrets and are not shown.
 */
public final class SchemaCheck {
  private final List<String> problems = new ArrayList<>();

  private SchemaCheck() {}

  /** What is wrong, each with its path such as {@code deliveries[0].route.address}. */
  public static List<String> problems(JsonObject schema, JsonObject document) {
    SchemaCheck check = new SchemaCheck();
    check.check("", schema, document);
    return check.problems;
  }

  private void add(String path, String problem) {
    problems.add(path.isEmpty() ? problem : path + ": " + problem);
  }

  private void check(String path, JsonObject schema, Object value) {
    if (!hasType(schema, value)) {
      wrongType(path, schema, value);
      return;
    }
    if (schema.containsKey("enum") && !isOneOf(schema.getJsonArray("enum"), value)) {
      notOneOf(path, schema, value);
    } else if (value instanceof JsonObject object) {
      checkObject(path, schema, object);
    } else if (value instanceof JsonArray array) {
      checkArray(path, schema, array);
    } else if (value instanceof Number number) {
      checkNumber(path, schema, number);
    } else if (value instanceof String text) {
      checkText(path, schema, text);
    }
  }

  private void checkObject(String path, JsonObject schema, JsonObject object) {
    JsonObject properties = schema.getJsonObject("properties", new JsonObject());
    Object others = schema.getValue("additionalProperties");
    for (String key : object.fieldNames()) {
      String there = at(path, key);
      if (properties.containsKey(key)) {
        check(there, properties.getJsonObject(key), object.getValue(key));
      } else if (Boolean.FALSE.equals(others)) {
        add(there, unknown(key, properties.fieldNames()));
      } else if (others instanceof JsonObject every) {
        check(there, every, object.getValue(key));
      }
    }
    for (Object key : schema.getJsonArray("required", new JsonArray())) {
      if (!object.containsKey((String) key)) {
        add(at(path, (String) key), missing(properties.getJsonObject((String) key)));
      }
    }
    checkChoices(path, schema, object);
  }

  private static String at(String path, String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private static String missing(JsonObject schema) {
    String meaning = schema == null ? null : schema.getString("description");
    return meaning == null ? "missing, but needed" : "missing, but needed: " + meaning;
  }

  private static String unknown(String key, Set<String> known) {
    String nearest = Spelling.nearest(key, known);
    return nearest != null && Spelling.isNear(key, nearest)
        ? "unknown key; did you mean '" + nearest + "'?"
        : "unknown key; there are " + String.join(", ", known);
  }

  private void checkChoices(String path, JsonObject schema, JsonObject object) {
    for (String keyword : List.of("oneOf", "anyOf")) {
      if (schema.containsKey(keyword)) {
        List<String> choices =
            schema.getJsonArray(keyword).stream()
                .map(choice -> ((JsonObject) choice).getJsonArray("required").getString(0))
                .toList();
        List<String> made = choices.stream().filter(object::containsKey).toList();
        if (made.isEmpty()) {
          add(path, "one of " + String.join(", ", choices) + " is needed");
        } else if (made.size() > 1 && keyword.equals("oneOf")) {
          add(path, String.join(" and ", made) + " exclude each other: keep one of them");
        }
      }
    }
  }

  private void checkArray(String path, JsonObject schema, JsonArray array) {
    if (array.size() < schema.getInteger("minItems", 0)) {
      add(path, "must not be empty");
    }
    JsonObject items = schema.getJsonObject("items");
    for (int i = 0; items != null && i < array.size(); i++) {
      check(path + "[" + i + "]", items, array.getValue(i));
    }
  }

  private void checkNumber(String path, JsonObject schema, Number value) {
    Number least = schema.getNumber("minimum");
    Number most = schema.getNumber("maximum");
    if (least != null && value.doubleValue() < least.doubleValue()) {
      add(path, "must be at least " + least + ", but is " + value);
    } else if (most != null && value.doubleValue() > most.doubleValue()) {
      add(path, "must be at most " + most + ", but is " + value);
    }
  }

  private void checkText(String path, JsonObject schema, String text) {
    String pattern = schema.getString("pattern");
    if (text.length() < schema.getInteger("minLength", 0)) {
      add(path, "must not be empty");
    } else if (pattern != null && !Pattern.compile(pattern).matcher(text).find()) {
      String shown = schema.getBoolean("writeOnly", false) ? "the value" : "'" + text + "'";
      add(path, shown + " is not " + expected(schema));
    }
  }

  private static boolean hasType(JsonObject schema, Object value) {
    Object type = schema.getValue("type");
    return type == null || types(type).stream().anyMatch(name -> isA(name, value));
  }

  private static List<String> types(Object type) {
    return type instanceof JsonArray several
        ? several.stream().map(String.class::cast).toList()
        : List.of((String) type);
  }

  private static boolean isA(String type, Object value) {
    return switch (type) {
      case "object" -> value instanceof JsonObject;
      case "array" -> value instanceof JsonArray;
      case "string" -> value instanceof String;
      case "boolean" -> value instanceof Boolean;
      case "number" -> value instanceof Number;
      case "integer" -> value instanceof Number number && isWhole(number);
      default -> throw new IllegalArgumentException("the schema has the type " + type);
    };
  }

  private static boolean isWhole(Number number) {
    double value = number.doubleValue();
    return value == Math.rint(value) && !Double.isInfinite(value);
  }

  private void wrongType(String path, JsonObject schema, Object value) {
    if (value == null) {
      add(path, "null is no value: leave the key out, or give " + expected(schema));
    } else {
      add(path, "must be " + expected(schema) + ", but is " + name(value));
    }
  }

  private static String expected(JsonObject schema) {
    String comment = schema.getString("$comment");
    if (comment != null || !schema.containsKey("type")) {
      return comment == null ? "a value" : comment;
    }
    return types(schema.getValue("type")).stream()
        .map(SchemaCheck::withArticle)
        .collect(Collectors.joining(" or "));
  }

  private static String withArticle(String type) {
    return switch (type) {
      case "object" -> "an object";
      case "array" -> "an array";
      case "integer" -> "an integer";
      case "number" -> "a number";
      case "boolean" -> "true or false";
      default -> "text";
    };
  }

  private static String name(Object value) {
    if (value instanceof JsonObject) {
      return "an object";
    } else if (value instanceof JsonArray) {
      return "an array";
    } else if (value instanceof Boolean) {
      return "" + value;
    } else if (value instanceof Number number) {
      return isWhole(number) ? "a number" : "a number with a fraction";
    }
    return "text";
  }

  private static boolean isOneOf(JsonArray constants, Object value) {
    return constants.stream().anyMatch(constant -> same(constant, value));
  }

  private static boolean same(Object constant, Object value) {
    return constant instanceof Number one && value instanceof Number other
        ? one.doubleValue() == other.doubleValue()
        : constant.equals(value);
  }

  /** Constants that differ in upper and lower case only are shown once. */
  private void notOneOf(String path, JsonObject schema, Object value) {
    Map<String, String> shown = new LinkedHashMap<>();
    for (Object constant : schema.getJsonArray("enum")) {
      String text = String.valueOf(constant);
      shown.putIfAbsent(text.toUpperCase(Locale.ROOT).replace('-', '_'), text);
    }
    String said =
        value instanceof String text && !schema.getBoolean("writeOnly", false)
            ? "'" + text + "'"
            : value instanceof Number || value instanceof Boolean ? "" + value : name(value);
    add(path, said + " is not possible, only " + String.join(", ", shown.values()));
  }
}
