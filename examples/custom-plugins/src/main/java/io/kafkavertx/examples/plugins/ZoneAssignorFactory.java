package io.kafkavertx.examples.plugins;

import io.kafkavertx.spi.PartitionAssignor;
import io.kafkavertx.spi.PartitionAssignorFactory;
import io.vertx.core.json.JsonObject;

/** Makes {@link ZoneAssignor}s. */
public final class ZoneAssignorFactory implements PartitionAssignorFactory {
  @Override
  public String name() {
    return "zone";
  }

  @Override
  public PartitionAssignor create(JsonObject config) {
    return new ZoneAssignor();
  }
}
