package io.kafkavertx.codegen;

/** The expressions that read and write one field. */
final class FieldCodec {
  private FieldCodec() {}

  /**
   * The expression that reads a field from {@code in}.
   *
   * @param flexible the expression that says whether the compact form is used
   */
  static String read(Field field, boolean nullable, String flexible) {
    Type type = field.type();
    String may = nullable ? "Nullable" : "";
    if (type.array()) {
      return switch (type.kind()) {
        case STRUCT ->
            "in.read%sArray(%s, version, %s::new)".formatted(may, flexible, type.struct());
        case STRING -> "in.read%sStringArray(%s)".formatted(may, flexible);
        default -> "in.read%sArray(%s, WireReader::read%s)".formatted(may, flexible, suffix(type));
      };
    }
    return switch (type.kind()) {
      case STRUCT ->
          nullable
              ? "in.readNullableStruct(version, " + type.struct() + "::new)"
              : "new " + type.struct() + "(in, version)";
      case STRING -> "in.read%sString(%s)".formatted(may, flexible);
      case BYTES -> "in.read%s%s(%s)".formatted(may, bytes(field), flexible);
      case RECORDS -> "in.read%sSlice(%s)".formatted(may, flexible);
      default -> "in.read" + suffix(type) + "()";
    };
  }

  /** The statement that writes {@code value} to {@code out}. */
  static String write(Field field, String value, boolean nullable, String out, String flexible) {
    Type type = field.type();
    String may = nullable ? "Nullable" : "";
    if (type.array()) {
      return switch (type.kind()) {
        case STRUCT ->
            "%s.write%sArray(%s, %s, version, %s::write);"
                .formatted(out, may, value, flexible, type.struct());
        case STRING -> "%s.write%sStringArray(%s, %s);".formatted(out, may, value, flexible);
        default ->
            "%s.write%sArray(%s, %s, (to, one) -> to.write%s(one));"
                .formatted(out, may, value, flexible, suffix(type));
      };
    }
    return switch (type.kind()) {
      case STRUCT ->
          nullable
              ? "%s.writeNullableStruct(%s, version, %s::write);"
                  .formatted(out, value, type.struct())
              : "%s.write(%s, version);".formatted(value, out);
      case STRING -> "%s.write%sString(%s, %s);".formatted(out, may, value, flexible);
      case BYTES -> "%s.write%s%s(%s, %s);".formatted(out, may, bytes(field), value, flexible);
      case RECORDS -> "%s.write%sSlice(%s, %s);".formatted(out, may, value, flexible);
      default -> "%s.write%s(%s);".formatted(out, suffix(type), value);
    };
  }

  private static String bytes(Field field) {
    return field.zeroCopy() ? "Slice" : "Bytes";
  }

  private static String suffix(Type type) {
    String name = type.kind().name();
    return name.charAt(0) + name.substring(1).toLowerCase(java.util.Locale.ROOT);
  }
}
