package io.kafkavertx.protocol.oracle;

import java.util.Map;

/** The two releases of Kafka that messages are made from and compared with. */
enum Release {
  NEWEST("kafka.version"),
  LEGACY("kafka.legacy.version");

  private final String version;
  private final Map<String, JsonSchema> schemas;
  private final KafkaJar jar;

  Release(String property) {
    version = System.getProperty(property);
    if (version == null) {
      throw new IllegalStateException("run with Maven, which sets " + property);
    }
    schemas = JsonSchema.all(version);
    jar = KafkaJar.open(version);
  }

  Map<String, JsonSchema> schemas() {
    return schemas;
  }

  KafkaJar jar() {
    return jar;
  }

  @Override
  public String toString() {
    return version;
  }
}
