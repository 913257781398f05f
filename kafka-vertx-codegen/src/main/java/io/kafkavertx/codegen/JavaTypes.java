package io.kafkavertx.codegen;

import java.math.BigInteger;

/** How a field of the schema looks in Java: its type, its default, and how to compare it. */
final class JavaTypes {
  private JavaTypes() {}

  /** The type of the Java field. */
  static String of(Field field) {
    return field.type().array()
        ? "List<" + boxed(field.type()) + ">"
        : plain(field.type(), field.zeroCopy());
  }

  private static String plain(Type type, boolean zeroCopy) {
    return switch (type.kind()) {
      case BOOL -> "boolean";
      case INT8 -> "byte";
      case INT16 -> "short";
      case UINT16, INT32 -> "int";
      case UINT32, INT64 -> "long";
      case FLOAT64 -> "double";
      case UUID -> "UUID";
      case STRING -> "String";
      case BYTES -> zeroCopy ? "ByteSlice" : "byte[]";
      case RECORDS -> "ByteSlice";
      case STRUCT -> type.struct();
    };
  }

  private static String boxed(Type type) {
    return switch (type.kind()) {
      case BOOL -> "Boolean";
      case INT8 -> "Byte";
      case INT16 -> "Short";
      case UINT16, INT32 -> "Integer";
      case UINT32, INT64 -> "Long";
      case FLOAT64 -> "Double";
      case UUID, STRING, STRUCT -> plain(type, false);
      case BYTES, RECORDS -> throw new SchemaException("an array of " + type.kind());
    };
  }

  /** The default as a Java expression. */
  static String defaultOf(Field field) {
    if (!field.type().isPrimitive() && field.defaultsToNull()) {
      return "null";
    }
    if (field.type().array()) {
      return "List.of()";
    }
    String text = field.defaultText() == null ? "" : field.defaultText();
    return switch (field.type().kind()) {
      case BOOL -> text.isEmpty() ? "false" : Boolean.toString(Boolean.parseBoolean(text));
      case INT8, INT16, UINT16, INT32 -> number(text);
      case UINT32, INT64 -> number(text) + "L";
      case FLOAT64 -> text.isEmpty() ? "0.0" : Double.toString(Double.parseDouble(text));
      case UUID -> "Uuids.ZERO";
      case STRING -> "\"" + text + "\"";
      case BYTES -> field.zeroCopy() ? "ByteSlice.EMPTY" : "new byte[0]";
      case RECORDS -> "ByteSlice.EMPTY";
      case STRUCT -> "new " + field.type().struct() + "()";
    };
  }

  private static String number(String text) {
    if (text.isEmpty()) {
      return "0";
    }
    boolean hex = text.startsWith("0x");
    return new BigInteger(hex ? text.substring(2) : text, hex ? 16 : 10).toString();
  }

  /** The default in words, empty when it is the type's own. */
  static String defaultInWords(Field field) {
    if (!field.type().isPrimitive() && field.defaultsToNull()) {
      return "null";
    }
    String text = field.defaultText();
    return text == null || text.isEmpty() || text.equals("0") || text.equals("false") ? "" : text;
  }

  /** A condition that is true when {@code value} is not the field's default. */
  static String isSet(Field field, String value) {
    if (!field.type().isPrimitive() && field.defaultsToNull()) {
      return value + " != null";
    }
    if (field.type().array()) {
      return orNull(field, value, "!" + value + ".isEmpty()");
    }
    String standard = defaultOf(field);
    return switch (field.type().kind()) {
      case BOOL -> standard.equals("true") ? "!" + value : value;
      case STRING ->
          standard.equals("\"\"")
              ? orNull(field, value, "!" + value + ".isEmpty()")
              : "!" + standard + ".equals(" + value + ")";
      case BYTES, RECORDS ->
          orNull(
              field,
              value,
              value + (of(field).equals("byte[]") ? ".length" : ".length()") + " != 0");
      case UUID, STRUCT -> orNull(field, value, "!" + value + ".equals(" + standard + ")");
      default -> value + " != " + standard;
    };
  }

  private static String orNull(Field field, String value, String condition) {
    return field.isNullable() ? value + " == null || " + condition : condition;
  }

  /** A condition that is true when both values are equal. */
  static String areEqual(Field field, String left, String right) {
    if (field.type().isPrimitive()) {
      return field.type().kind() == Type.Kind.FLOAT64
          ? "Double.compare(" + left + ", " + right + ") == 0"
          : left + " == " + right;
    }
    return of(field).equals("byte[]")
        ? "Arrays.equals(" + left + ", " + right + ")"
        : "Objects.equals(" + left + ", " + right + ")";
  }
}
