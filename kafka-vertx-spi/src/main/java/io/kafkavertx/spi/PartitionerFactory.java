package io.kafkavertx.spi;

import io.vertx.core.json.JsonObject;

/**
 * Makes partitioners. Register it for {@link java.util.ServiceLoader}. Each producer has its own
 * partitioner.
 */
public interface PartitionerFactory extends Plugin {
  /**
   * Makes a partitioner.
   *
   * @param config this plug-in's own configuration, empty when there is none
   * @throws IllegalArgumentException when the configuration is wrong; the message names the key
   */
  Partitioner create(JsonObject config);
}
