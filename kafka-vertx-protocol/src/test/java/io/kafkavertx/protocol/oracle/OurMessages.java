package io.kafkavertx.protocol.oracle;

import io.kafkavertx.protocol.ApiMessage;
import io.kafkavertx.protocol.oracle.JsonSchema.FieldSchema;
import io.kafkavertx.protocol.wire.ByteSlice;
import io.kafkavertx.protocol.wire.TaggedField;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Fills our messages through their setters, as a user would. */
final class OurMessages {
  private static final String PACKAGE = "io.kafkavertx.protocol.message.";
  private static final Map<String, Class<?>> CLASSES = new HashMap<>();
  private static final Map<Class<?>, Map<String, Method>> SETTERS = new HashMap<>();

  private OurMessages() {}

  /** True when there is a class for the schema. */
  static boolean has(String schemaName) {
    try {
      Class.forName(PACKAGE + schemaName);
      return true;
    } catch (ClassNotFoundException none) {
      return false;
    }
  }

  static ApiMessage create(String schemaName) throws ReflectiveOperationException {
    return (ApiMessage) classOf(schemaName).getConstructor().newInstance();
  }

  /**
   * A message with the values of {@code tree}.
   *
   * @param tags where unknown tagged fields come from; null for none
   */
  static ApiMessage of(String schemaName, RandomTree tree, Random tags)
      throws ReflectiveOperationException {
    return (ApiMessage) fill(schemaName, schemaName, tree, tags);
  }

  private static Object fill(String schemaName, String className, RandomTree tree, Random tags)
      throws ReflectiveOperationException {
    Object object = classOf(className).getConstructor().newInstance();
    for (Map.Entry<FieldSchema, Object> entry : tree.values().entrySet()) {
      FieldSchema field = entry.getKey();
      String name = Character.toUpperCase(field.name().charAt(0)) + field.name().substring(1);
      Method setter = setter(object.getClass(), "set" + name);
      Class<?> type = setter.getParameterTypes()[0];
      setter.invoke(object, convert(schemaName, field, type, entry.getValue(), tags));
    }
    if (tags != null && tags.nextBoolean()) {
      setter(object.getClass(), "setUnknownTaggedFields").invoke(object, unknown(tags));
    }
    return object;
  }

  private static Object convert(
      String schemaName, FieldSchema field, Class<?> type, Object value, Random tags)
      throws ReflectiveOperationException {
    if (value instanceof List<?> list) {
      List<Object> converted = new ArrayList<>();
      for (Object element : list) {
        converted.add(convert(schemaName, field, elementType(field), element, tags));
      }
      return converted;
    }
    if (value instanceof RandomTree tree) {
      return fill(schemaName, schemaName + "$" + field.type(), tree, tags);
    }
    if (value instanceof byte[] bytes && type == ByteSlice.class) {
      return ByteSlice.of(bytes);
    }
    return value instanceof Long number ? narrow(type, number) : value;
  }

  private static Class<?> elementType(FieldSchema field) {
    return switch (field.type()) {
      case "int8" -> byte.class;
      case "int16" -> short.class;
      case "int32" -> int.class;
      default -> Object.class;
    };
  }

  private static Object narrow(Class<?> type, Long number) {
    if (type == byte.class) {
      return number.byteValue();
    }
    if (type == short.class) {
      return number.shortValue();
    }
    return type == int.class ? (Object) number.intValue() : number;
  }

  private static List<TaggedField> unknown(Random random) {
    List<TaggedField> fields = new ArrayList<>();
    for (int tag = 200; tag < 200 + random.nextInt(4); tag++) {
      byte[] data = new byte[random.nextInt(10)];
      random.nextBytes(data);
      fields.add(new TaggedField(tag, ByteSlice.of(data)));
    }
    return fields;
  }

  private static Class<?> classOf(String name) {
    return CLASSES.computeIfAbsent(
        name,
        missing -> {
          try {
            return Class.forName(PACKAGE + missing);
          } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private static Method setter(Class<?> type, String name) {
    return SETTERS
        .computeIfAbsent(type, OurMessages::methods)
        .computeIfAbsent(
            name,
            missing -> {
              throw new IllegalStateException(type + " has no " + missing);
            });
  }

  private static Map<String, Method> methods(Class<?> type) {
    Map<String, Method> methods = new HashMap<>();
    Arrays.stream(type.getMethods()).forEach(method -> methods.put(method.getName(), method));
    return methods;
  }
}
