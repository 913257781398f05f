package io.kafkavertx.protocol.oracle;

import java.util.Map;

/** The two releases of Kafka that messages are made from and compared with. */
enum Release {
  NEWEST("kafka.version"),
  LEGACY("kafka.legacy.version");

  private final String version;
  private final Map<String, JsonSchema> schemas;

  Release(String property) {
    version = System.getProperty(property);
    if (version == null) {
      throw new IllegalStateException("run with Maven, which sets " + property);
    }
    schemas = JsonSchema.all(version);
  }

  Map<String, JsonSchema> schemas() {
    return schemas;
  }

  KafkaJar jar() {
    return KafkaJar.open(version);
  }

  @Override
  public String toString() {
    return version;
  }
}
