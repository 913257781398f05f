package io.kafkavertx.codegen;

import java.util.Set;

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
}
