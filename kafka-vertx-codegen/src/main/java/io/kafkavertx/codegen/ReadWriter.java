package io.kafkavertx.codegen;

/** Writes the {@code read} and {@code write} methods of a class. */
final class ReadWriter {
  private final Struct struct;
  private final Code code;

  ReadWriter(Struct struct, Code code) {
    this.struct = struct;
    this.code = code;
  }

  void emit() {
    emitRead();
    if (hasTags()) {
      emitReadTaggedFields();
    }
    emitWrite();
    if (hasTags()) {
      emitWriteTaggedFields();
    }
  }

  private boolean hasTags() {
    return !struct.taggedFields().isEmpty();
  }

  /** At the top a method that may be called again; below, where nobody could, a constructor. */
  private void emitRead() {
    code.line("");
    if (struct.isTop()) {
      code.line("@Override");
      code.open("public void read(WireReader in, short version) {");
      code.line("checkVersion(version);");
    } else {
      code.open("private " + struct.name() + "(WireReader in, short version) {");
    }
    emitFlexible(usesFlexible() || needsTagCondition());
    for (Field field : struct.fields()) {
      // A new object has the defaults already.
      if (struct.isTop() || !field.isTagged()) {
        emitRead(field);
      }
    }
    if (hasTags()) {
      emitCallOfReadTaggedFields();
    } else if (!struct.flexible().isEmpty()) {
      code.line(
          "unknownTaggedFields = "
              + (needsTagCondition() ? "flexible ? " : "")
              + "in.readUnknownTaggedFields()"
              + (needsTagCondition() ? " : List.of();" : ";"));
    }
    code.close();
  }

  private void emitCallOfReadTaggedFields() {
    if (struct.isTop()) {
      code.line("unknownTaggedFields = List.of();");
    }
    if (needsTagCondition()) {
      code.open("if (flexible) {");
      code.line("readTaggedFields(in, version);");
      code.close();
    } else {
      code.line("readTaggedFields(in, version);");
    }
  }

  private void emitRead(Field field) {
    String target = value(field) + " = ";
    String standard = JavaTypes.defaultOf(field);
    if (field.isTagged()) {
      code.line(target + standard + ";");
      return;
    }
    String read = readPresent(field);
    String present = struct.condition(field.versions());
    if (present == null) {
      code.line(target + read + ";");
    } else if (nullCondition(field) == null) {
      code.line(target + present + " ? " + read + " : " + standard + ";");
    } else {
      code.open("if (" + present + ") {");
      code.line(target + read + ";");
      code.next("} else {");
      code.line(target + standard + ";");
      code.close();
    }
  }

  private String readPresent(Field field) {
    String flexible = flexibleArgument(field);
    String mayBeNull = nullCondition(field);
    String read = FieldCodec.read(field, field.isNullable(), flexible);
    return mayBeNull == null
        ? read
        : mayBeNull + " ? " + read + " : " + FieldCodec.read(field, false, flexible);
  }

  /** When the field may be null, given that it is there; null when always, or when it never may. */
  private String nullCondition(Field field) {
    return field.isNullable() ? struct.in(field.versions()).condition(field.nullable()) : null;
  }

  private void emitReadTaggedFields() {
    code.line("");
    code.open("private void readTaggedFields(WireReader in, short version) {");
    code.open("for (int left = in.readTagCount(); left > 0; left--) {");
    code.line("int tag = in.readUnsignedVarint();");
    code.line("int end = in.readTagEnd();");
    code.open("switch (tag) {");
    for (Field field : struct.taggedFields()) {
      emitReadTag(field);
    }
    code.line("default -> unknownTaggedFields = in.keepUnknown(unknownTaggedFields, tag, end);");
    code.close();
    code.line("in.requireEnd(end, tag);");
    code.close();
    code.close();
  }

  private void emitReadTag(Field field) {
    String assign = value(field) + " = " + FieldCodec.read(field, field.isNullable(), "true") + ";";
    String present = struct.condition(field.versions().intersect(struct.flexible()));
    if (field.versions().contains(struct.flexible())) {
      present = null;
    }
    if (present == null) {
      code.line("case " + field.tag() + " -> " + assign);
      return;
    }
    code.open("case " + field.tag() + " -> {");
    code.open("if (" + present + ") {");
    code.line(assign);
    code.next("} else {");
    code.line("unknownTaggedFields = in.keepUnknown(unknownTaggedFields, tag, end);");
    code.close();
    code.close();
  }

  private void emitWrite() {
    code.line("");
    if (struct.isTop()) {
      code.line("@Override");
    }
    code.open(
        (struct.isTop() ? "public" : "private") + " void write(WireWriter out, short version) {");
    if (struct.isTop()) {
      code.line("checkVersion(version);");
    }
    emitFlexible(usesFlexible() || needsTagCondition());
    for (Field field : struct.fields()) {
      if (field.isTagged()) {
        emitTagOutsideItsVersions(field);
      } else {
        emitWrite(field);
      }
    }
    if (!struct.flexible().isEmpty()) {
      if (needsTagCondition()) {
        code.open("if (flexible) {");
      }
      code.line(
          hasTags()
              ? "writeTaggedFields(out, version);"
              : "out.writeTaggedFields(unknownTaggedFields);");
      if (needsTagCondition()) {
        code.close();
      }
    }
    code.close();
  }

  private void emitWrite(Field field) {
    String present = struct.condition(field.versions());
    if (present == null) {
      emitNullCheck(field);
      code.line(writeStatement(field));
      return;
    }
    code.open("if (" + present + ") {");
    emitNullCheck(field);
    code.line(writeStatement(field));
    if (!field.ignorable()) {
      code.next("} else if (" + JavaTypes.isSet(field, value(field)) + ") {");
      code.line("throw " + unsupported(field));
    }
    code.close();
  }

  private String writeStatement(Field field) {
    return FieldCodec.write(
        field, value(field), field.isNullable(), "out", flexibleArgument(field));
  }

  private void emitNullCheck(Field field) {
    if (nullCondition(field) == null) {
      return;
    }
    if (field.type().isStruct() && !field.type().array()) {
      throw new SchemaException(struct.fullName() + "." + field.name() + " is sometimes nullable");
    }
    code.open(
        "if (%s == null && %s) {"
            .formatted(value(field), struct.in(field.versions()).outside(field.nullable())));
    code.line(
        "throw ProtocolException.nullField(\"%s\", \"%s\", version);"
            .formatted(struct.fullName(), field.javaName()));
    code.close();
  }

  private void emitTagOutsideItsVersions(Field field) {
    if (field.ignorable() || struct.condition(field.versions()) == null) {
      return;
    }
    String set = JavaTypes.isSet(field, value(field));
    code.open(
        "if (%s && %s) {"
            .formatted(
                struct.outside(field.versions()), set.contains("||") ? "(" + set + ")" : set));
    code.line("throw " + unsupported(field));
    code.close();
  }

  private String unsupported(Field field) {
    return "ProtocolException.unsupportedField(\"%s\", \"%s\", version);"
        .formatted(struct.fullName(), field.javaName());
  }

  private void emitWriteTaggedFields() {
    code.line("");
    code.open("private void writeTaggedFields(WireWriter out, short version) {");
    code.line("TaggedFieldWriter tagged = new TaggedFieldWriter(unknownTaggedFields);");
    for (Field field : struct.taggedFields()) {
      String set = JavaTypes.isSet(field, value(field));
      if (!field.versions().contains(struct.flexible())) {
        set =
            struct.condition(field.versions())
                + " && "
                + (set.contains("||") ? "(" + set + ")" : set);
      }
      code.open("if (" + set + ") {");
      code.line(
          FieldCodec.write(
              field,
              value(field),
              field.isNullable(),
              "tagged.field(" + field.tag() + ")",
              "true"));
      code.close();
    }
    code.line("tagged.writeTo(out);");
    code.close();
  }

  private void emitFlexible(boolean needed) {
    if (!needed) {
      return;
    }
    String condition = struct.flexible().isEmpty() ? "false" : struct.condition(struct.flexible());
    code.line("boolean flexible = " + (condition == null ? "true" : condition) + ";");
  }

  /** True when only some versions of the structure end with tagged fields. */
  private boolean needsTagCondition() {
    return !struct.flexible().isEmpty() && struct.condition(struct.flexible()) != null;
  }

  private boolean usesFlexible() {
    return struct.fields().stream()
        .filter(field -> !field.isTagged() && !field.plain())
        .anyMatch(ReadWriter::hasLength);
  }

  private static boolean hasLength(Field field) {
    if (field.type().array()) {
      return true;
    }
    return switch (field.type().kind()) {
      case STRING, BYTES, RECORDS -> true;
      default -> false;
    };
  }

  private static String flexibleArgument(Field field) {
    return field.plain() ? "false" : "flexible";
  }

  /** The field, with {@code this} where a local name would hide it. */
  static String value(Field field) {
    return switch (field.javaName()) {
      case "in", "out", "version", "flexible", "tagged", "tag", "left", "end", "other", "that" ->
          "this." + field.javaName();
      default -> field.javaName();
    };
  }
}
