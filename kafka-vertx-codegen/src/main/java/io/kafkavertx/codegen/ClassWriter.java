package io.kafkavertx.codegen;

import java.util.List;
import java.util.Locale;

/** Writes the fields, accessors and {@code Object} methods of a class. */
final class ClassWriter {
  private final Struct struct;
  private final Code code;

  ClassWriter(Struct struct, Code code) {
    this.struct = struct;
    this.code = code;
  }

  void emitFields() {
    for (Field field : struct.fields()) {
      String initial = JavaTypes.defaultOf(field);
      boolean implied = List.of("0", "0L", "0.0", "false", "null").contains(initial);
      code.line(
          "private %s %s%s;"
              .formatted(JavaTypes.of(field), field.javaName(), implied ? "" : " = " + initial));
    }
    if (!struct.flexible().isEmpty()) {
      code.line("private List<TaggedField> unknownTaggedFields = List.of();");
    }
  }

  void emitConstructors() {
    code.line("");
    code.line("/** Every field has its default. */");
    code.line("public " + struct.name() + "() {}");
  }

  void emitAccessors() {
    for (Field field : struct.fields()) {
      emitGetter(field);
      emitSetter(field);
    }
    if (!struct.flexible().isEmpty()) {
      code.line("");
      code.line(
          "/** Tagged fields that this build does not know; flexible versions write them back. */");
      code.open("public List<TaggedField> unknownTaggedFields() {");
      code.line("return unknownTaggedFields;");
      code.close();
      code.line("");
      code.line("/** Sets {@link #unknownTaggedFields()}. */");
      code.open("public " + struct.name() + " setUnknownTaggedFields(List<TaggedField> fields) {");
      code.line("unknownTaggedFields = Objects.requireNonNull(fields, \"fields\");");
      code.line("return this;");
      code.close();
    }
  }

  private void emitGetter(Field field) {
    code.line("");
    code.line("/** " + describe(field) + " */");
    if (isThrottle(field)) {
      code.line("@Override");
    }
    code.open("public " + JavaTypes.of(field) + " " + field.javaName() + "() {");
    code.line("return " + field.javaName() + ";");
    code.close();
  }

  private boolean isThrottle(Field field) {
    return struct.isTop() && struct.message().isResponse() && field.name().equals("ThrottleTimeMs");
  }

  private void emitSetter(Field field) {
    String name = field.javaName();
    code.line("");
    code.line("/** Sets {@link #" + name + "()}. */");
    code.open(
        "public %s set%s(%s %s) {"
            .formatted(struct.name(), capitalised(name), JavaTypes.of(field), name));
    boolean mayBeNull = field.type().isPrimitive() || field.isNullable() || field.defaultsToNull();
    code.line(
        mayBeNull
            ? "this.%s = %s;".formatted(name, name)
            : "this.%s = Objects.requireNonNull(%s, \"%s\");".formatted(name, name, name));
    code.line("return this;");
    code.close();
  }

  private String describe(Field field) {
    StringBuilder text = new StringBuilder(typeInWords(field.type()));
    text.append(", ").append(versionsInWords(field.versions()));
    if (field.isTagged()) {
      text.append(", tag ").append(field.tag());
    }
    if (field.isNullable()) {
      boolean always = field.nullable().contains(field.versions());
      text.append(always ? "; nullable" : "; nullable in " + versionsInWords(field.nullable()));
    }
    String initial = JavaTypes.defaultInWords(field);
    if (!initial.isEmpty()) {
      text.append("; default ").append(initial);
    }
    if (struct.condition(field.versions()) != null) {
      text.append(
          field.ignorable()
              ? "; dropped in other versions"
              : "; must stay unset in other versions");
    }
    return text.append('.').toString();
  }

  private static String typeInWords(Type type) {
    String element =
        type.isStruct()
            ? "{@link " + type.struct() + "}"
            : type.kind().name().toLowerCase(Locale.ROOT);
    String text = type.array() ? "Array of " + element : element;
    return text.startsWith("{") ? text : capitalised(text);
  }

  static String versionsInWords(Versions versions) {
    return versions.low() == versions.high()
        ? "version " + versions.low()
        : "versions " + versions.low() + " to " + versions.high();
  }

  void emitObjectMethods() {
    emitEquals();
    emitHashCode();
    emitToString();
  }

  private void emitEquals() {
    code.line("");
    code.line("@Override");
    code.open("public boolean equals(Object other) {");
    boolean tags = !struct.flexible().isEmpty();
    if (struct.fields().isEmpty() && !tags) {
      code.line("return other instanceof " + struct.name() + ";");
    } else {
      Code chain = code.line("return other instanceof " + struct.name() + " that");
      for (Field field : struct.fields()) {
        chain.continued(
            "&& " + JavaTypes.areEqual(field, ReadWriter.value(field), "that." + field.javaName()));
      }
      if (tags) {
        chain.continued("&& unknownTaggedFields.equals(that.unknownTaggedFields)");
      }
      code.endStatement();
    }
    code.close();
  }

  private void emitHashCode() {
    List<String> parts =
        struct.fields().stream()
            .map(
                field ->
                    JavaTypes.of(field).equals("byte[]")
                        ? "Arrays.hashCode(" + field.javaName() + ")"
                        : field.javaName())
            .toList();
    code.line("");
    code.line("@Override");
    code.open("public int hashCode() {");
    code.line("return Objects.hash(" + String.join(", ", parts) + ");");
    code.close();
  }

  private void emitToString() {
    code.line("");
    code.line("@Override");
    code.open("public String toString() {");
    if (struct.fields().isEmpty()) {
      code.line("return \"" + struct.name() + "()\";");
    } else {
      code.line("return \"" + struct.name() + "(\"");
      String separator = "";
      for (Field field : struct.fields()) {
        code.continued(
            "+ \"%s%s=\" + %s"
                .formatted(separator, field.javaName(), Secrets.printed(struct, field)));
        separator = ", ";
      }
      code.continued("+ \")\";");
    }
    code.close();
  }

  /** Most fields are capitalised in the schemas, but not all: Java's setters are. */
  private static String capitalised(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }
}
