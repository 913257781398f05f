package io.kafkavertx.codegen;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Which fields {@code toString} must not show. */
final class Secrets {
  /** Text that may hold a password. Bytes are never shown at all, so they need no entry. */
  static final Set<String> TEXT =
      Set.of(
          "AlterConfigsRequest.AlterableConfig.Value",
          "IncrementalAlterConfigsRequest.AlterableConfig.Value",
          "CreateTopicsRequest.CreatableTopicConfig.Value",
          "CreateTopicsResponse.CreatableTopicConfigs.Value",
          "DescribeConfigsResponse.DescribeConfigsResourceResult.Value",
          "DescribeConfigsResponse.DescribeConfigsSynonym.Value",
          "StreamsGroupDescribeResponse.KeyValue.Value",
          "StreamsGroupHeartbeatRequest.KeyValue.Value");

  private Secrets() {}

  /** The expression that shows a field. */
  static String printed(Struct struct, Field field) {
    String name = field.javaName();
    if (TEXT.contains(struct.fullName() + "." + field.name())) {
      return "Redacted.text(" + name + ")";
    }
    return JavaTypes.of(field).equals("byte[]") ? "Redacted.bytes(" + name + ")" : name;
  }

  /** The full names of a message's text fields. */
  static List<String> textFields(Message message) {
    List<Struct> structs = new ArrayList<>(Struct.nested(message));
    structs.add(Struct.top(message));
    List<String> names = new ArrayList<>();
    for (Struct struct : structs) {
      for (Field field : struct.fields()) {
        if (field.type().kind() == Type.Kind.STRING) {
          names.add(struct.fullName() + "." + field.name());
        }
      }
    }
    return names;
  }

  /** Fails when a secret is none of {@code known}: it was renamed, and would be shown. */
  static void requireAll(Set<String> known) {
    Set<String> lost = new TreeSet<>(TEXT);
    lost.removeAll(known);
    if (!lost.isEmpty()) {
      throw new SchemaException("no schema has the secret fields " + lost);
    }
  }
}
