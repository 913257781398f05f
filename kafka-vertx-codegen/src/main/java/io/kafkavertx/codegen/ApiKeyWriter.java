package io.kafkavertx.codegen;

import java.util.List;
import java.util.Locale;

/** Writes the enum of APIs. */
final class ApiKeyWriter {
  private ApiKeyWriter() {}

  /** The source text of {@code ApiKey}; {@code requests} are in the order of their keys. */
  static String write(List<Message> requests, String sources) {
    Code code = new Code();
    code.line("// Generated from " + sources + ". Do not edit.");
    code.line("package io.kafkavertx.protocol;");
    code.line("");
    for (Message request : requests) {
      code.line("import io.kafkavertx.protocol.message." + request.name() + ";");
      code.line("import io.kafkavertx.protocol.message." + request.apiName() + "Response;");
    }
    code.line("");
    code.line("/** The APIs that a broker answers, with the versions that this build speaks. */");
    code.open("public enum ApiKey {");
    for (int i = 0; i < requests.size(); i++) {
      emitConstant(code, requests.get(i), i + 1 == requests.size() ? ";" : ",");
    }
    BODY.lines().forEach(code::line);
    emitFactory(code, requests, "ApiRequest<?>", "Request");
    emitFactory(code, requests, "ApiResponse", "Response");
    code.close();
    return code.toString();
  }

  private static void emitConstant(Code code, Message request, String end) {
    Versions flexible = request.flexible();
    code.line("/** Versions %s. */".formatted(request.valid()));
    code.line(
        "%s(%d, %d, %d, %d, %s)%s"
            .formatted(
                request.apiConstant(),
                request.apiKey(),
                request.valid().low(),
                request.highestStable(),
                request.valid().high(),
                flexible.isEmpty() ? "Short.MAX_VALUE" : Integer.toString(flexible.low()),
                end));
  }

  /** A switch, not a constructor per constant: that would load every message with this class. */
  private static void emitFactory(Code code, List<Message> requests, String type, String kind) {
    code.line("");
    code.line("/** A new, empty " + kind.toLowerCase(Locale.ROOT) + ". */");
    code.open("public " + type + " new" + kind + "() {");
    code.open("return switch (this) {");
    for (Message request : requests) {
      code.line("case %s -> new %s%s();".formatted(request.apiConstant(), request.apiName(), kind));
    }
    code.close().endStatement();
    code.close();
  }

  private static final String BODY =
      """

      private static final ApiKey[] BY_ID = byId();

      private final short id;
      private final short lowest;
      private final short highest;
      private final short highestUnstable;
      private final short flexibleFrom;

      ApiKey(
          int id,
          int lowest,
          int highest,
          int highestUnstable,
          int flexibleFrom) {
        this.id = (short) id;
        this.lowest = (short) lowest;
        this.highest = (short) highest;
        this.highestUnstable = (short) highestUnstable;
        this.flexibleFrom = (short) flexibleFrom;
      }

      /** The API with that number, or null when this build does not know it. */
      public static ApiKey forId(int id) {
        return id >= 0 && id < BY_ID.length ? BY_ID[id] : null;
      }

      /** The API's number on the wire. */
      public short id() {
        return id;
      }

      /** The lowest version. */
      public short lowestVersion() {
        return lowest;
      }

      /** The highest version that will not change any more. */
      public short highestVersion() {
        return highest;
      }

      /** The highest version, which may still change: use it only when asked to. */
      public short highestUnstableVersion() {
        return highestUnstable;
      }

      /** True when {@code version} has compact lengths and tagged fields. */
      public boolean isFlexible(short version) {
        return version >= flexibleFrom;
      }

      /** The version of the header before a request of {@code version}. */
      public short requestHeaderVersion(short version) {
        return (short) (isFlexible(version) ? 2 : 1);
      }

      /**
       * The version of the header before a response of {@code version}. That of ApiVersions never
       * has tagged fields: a client must be able to read it before it knows the broker.
       */
      public short responseHeaderVersion(short version) {
        return (short) (isFlexible(version) && this != API_VERSIONS ? 1 : 0);
      }

      private static ApiKey[] byId() {
        int highestId = 0;
        for (ApiKey key : values()) {
          highestId = Math.max(highestId, key.id);
        }
        ApiKey[] table = new ApiKey[highestId + 1];
        for (ApiKey key : values()) {
          table[key.id] = key;
        }
        return table;
      }
      """;
}
