package io.kafkavertx.spi;

import io.vertx.core.json.JsonObject;

/**
 * Makes partition assignors. Register it for {@link java.util.ServiceLoader}. The name is what
 * group members agree on.
 */
public interface PartitionAssignorFactory extends Plugin {
  /**
   * Makes an assignor.
   *
   * @param config this plug-in's own configuration, empty when there is none
   * @throws IllegalArgumentException when the configuration is wrong; the message names the key
   */
  PartitionAssignor create(JsonObject config);
}
