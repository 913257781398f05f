package io.kafkavertx.codegen;

import java.util.Locale;

/**
 * The type of a field.
 *
 * @param kind what a value, or an element of an array, is
 * @param struct the name of the structure, null for other kinds
 * @param array whether the field holds many
 */
record Type(Kind kind, String struct, boolean array) {
  enum Kind {
    BOOL,
    INT8,
    INT16,
    UINT16,
    INT32,
    UINT32,
    INT64,
    FLOAT64,
    UUID,
    STRING,
    BYTES,
    RECORDS,
    STRUCT
  }

  static Type parse(String text) {
    boolean array = text.startsWith("[]");
    String element = array ? text.substring(2) : text;
    if (element.startsWith("[]")) {
      throw new SchemaException("arrays of arrays are not supported: " + text);
    }
    if (Character.isUpperCase(element.charAt(0))) {
      return new Type(Kind.STRUCT, element, array);
    }
    try {
      return new Type(Kind.valueOf(element.toUpperCase(Locale.ROOT)), null, array);
    } catch (IllegalArgumentException unknown) {
      throw new SchemaException("unknown type: " + text, unknown);
    }
  }

  boolean isStruct() {
    return kind == Kind.STRUCT;
  }

  /** True when Java holds the value itself and not a reference. */
  boolean isPrimitive() {
    return !array && kind.ordinal() <= Kind.FLOAT64.ordinal();
  }

  @Override
  public String toString() {
    String element = isStruct() ? struct : kind.name().toLowerCase(Locale.ROOT);
    return array ? "[]" + element : element;
  }
}
