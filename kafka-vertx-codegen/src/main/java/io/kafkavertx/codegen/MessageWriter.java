package io.kafkavertx.codegen;

import java.util.List;
import java.util.TreeSet;

/** Writes the Java class of one message. */
final class MessageWriter {
  private static final String PACKAGE = "io.kafkavertx.protocol.message";

  private final Message message;
  private final Code code = new Code();

  private MessageWriter(Message message) {
    this.message = message;
  }

  /** The source text of the message's class. */
  static String write(Message message) {
    return new MessageWriter(message).file();
  }

  private String file() {
    emitHeader();
    emitClass(Struct.top(message));
    for (Struct struct : Struct.nested(message)) {
      code.line("");
      emitDoc(struct);
      code.open("public static final class " + struct.name() + " {");
      emitMembers(struct);
      code.close();
    }
    code.close();
    String text = code.toString();
    Code file = new Code();
    file.line("// Generated from " + message.sources() + ". Do not edit.");
    file.line("package " + PACKAGE + ";");
    file.line("");
    return file + imports(text) + "\n" + text;
  }

  private static String imports(String text) {
    StringBuilder imports = new StringBuilder();
    for (String name :
        new TreeSet<>(
            List.of(
                "io.kafkavertx.protocol.ApiKey",
                "io.kafkavertx.protocol.ApiMessage",
                "io.kafkavertx.protocol.ApiRequest",
                "io.kafkavertx.protocol.ApiResponse",
                "io.kafkavertx.protocol.wire.ByteSlice",
                "io.kafkavertx.protocol.wire.ProtocolException",
                "io.kafkavertx.protocol.wire.Redacted",
                "io.kafkavertx.protocol.wire.TaggedField",
                "io.kafkavertx.protocol.wire.TaggedFieldWriter",
                "io.kafkavertx.protocol.wire.Uuids",
                "io.kafkavertx.protocol.wire.WireReader",
                "io.kafkavertx.protocol.wire.WireWriter",
                "java.util.Arrays",
                "java.util.List",
                "java.util.Objects",
                "java.util.UUID"))) {
      String simple = name.substring(name.lastIndexOf('.') + 1);
      if (text.matches("(?s).*\\b" + simple + "\\b.*")) {
        imports.append("import ").append(name).append(";\n");
      }
    }
    return imports.toString();
  }

  private void emitHeader() {
    String what =
        switch (message.kind()) {
          case REQUEST ->
              "The request of the %s API (key %d)".formatted(message.apiName(), message.apiKey());
          case RESPONSE ->
              "The response of the %s API (key %d)".formatted(message.apiName(), message.apiKey());
          case HEADER -> "What stands before every " + headed();
          case DATA -> "Data that is sent inside other messages";
        };
    code.line("/**");
    code.line(" * " + what + ", " + ClassWriter.versionsInWords(message.valid()) + ".");
    code.line(" *");
    code.line(" * <p>" + form());
    code.line(" */");
  }

  private String headed() {
    return message.name().startsWith("Request") ? "request" : "response";
  }

  private String form() {
    String flexible =
        message.flexible().isEmpty()
            ? "No version is flexible."
            : "Flexible from version " + message.flexible().low() + ".";
    return message.lastIsUnstable()
        ? flexible + " Version " + message.valid().high() + " may still change."
        : flexible;
  }

  private void emitClass(Struct top) {
    String type =
        switch (message.kind()) {
          case REQUEST -> "ApiRequest<" + message.apiName() + "Response>";
          case RESPONSE -> "ApiResponse";
          case HEADER, DATA -> "ApiMessage";
        };
    code.open("public final class " + message.name() + " implements " + type + " {");
    code.line("/** The lowest version. */");
    code.line("public static final short LOWEST_VERSION = " + message.valid().low() + ";");
    code.line("");
    code.line("/** The highest version" + (message.lastIsUnstable() ? ", unstable. */" : ". */"));
    code.line("public static final short HIGHEST_VERSION = " + message.valid().high() + ";");
    code.line("");
    emitMembers(top);
  }

  private void emitDoc(Struct struct) {
    code.line(
        "/** Part of {@link %s}, %s. */"
            .formatted(message.name(), ClassWriter.versionsInWords(struct.versions())));
  }

  private void emitMembers(Struct struct) {
    ClassWriter members = new ClassWriter(struct, code);
    members.emitFields();
    members.emitConstructors();
    if (struct.isTop()) {
      emitIdentity();
    }
    members.emitAccessors();
    new ReadWriter(struct, code).emit();
    members.emitObjectMethods();
    if (struct.isTop()) {
      emitVersionCheck();
    }
  }

  private void emitIdentity() {
    if (message.isRequest() || message.isResponse()) {
      override("public ApiKey apiKey()", "ApiKey." + message.apiConstant());
    }
    if (message.isRequest()) {
      String response = message.apiName() + "Response";
      override("public " + response + " newResponse()", "new " + response + "()");
    }
    override("public short lowestVersion()", "LOWEST_VERSION");
    override("public short highestVersion()", "HIGHEST_VERSION");
  }

  private void override(String signature, String result) {
    code.line("");
    code.line("@Override");
    code.open(signature + " {");
    code.line("return " + result + ";");
    code.close();
  }

  private void emitVersionCheck() {
    code.line("");
    code.open("private static void checkVersion(short version) {");
    code.open("if (version < LOWEST_VERSION || version > HIGHEST_VERSION) {");
    code.line("throw ProtocolException.unsupportedVersion(");
    code.continued("\"" + message.name() + "\", version, LOWEST_VERSION, HIGHEST_VERSION);");
    code.close();
    code.close();
  }
}
