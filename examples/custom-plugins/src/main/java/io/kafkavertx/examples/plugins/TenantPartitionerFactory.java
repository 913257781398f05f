package io.kafkavertx.examples.plugins;

import io.kafkavertx.spi.Partitioner;
import io.kafkavertx.spi.PartitionerFactory;
import io.vertx.core.json.JsonObject;

/**
 * Makes {@link TenantPartitioner}s. Configuration: {@code separator}, one character, what ends the
 * tenant's name in a key; {@code /} by default.
 */
public final class TenantPartitionerFactory implements PartitionerFactory {
  @Override
  public String name() {
    return "tenant";
  }

  @Override
  public Partitioner create(JsonObject config) {
    Object separator = config.getValue("separator", "/");
    if (!(separator instanceof String text) || text.length() != 1 || text.charAt(0) > 127) {
      throw new IllegalArgumentException("separator must be one ASCII character");
    }
    return new TenantPartitioner((byte) text.charAt(0));
  }
}
