package io.kafkavertx.assignors;

import io.kafkavertx.spi.PartitionAssignor;
import io.kafkavertx.spi.PartitionAssignorFactory;
import io.vertx.core.json.JsonObject;

/** Makes {@link RoundRobinAssignor}s; there is nothing to configure. */
public final class RoundRobinAssignorFactory implements PartitionAssignorFactory {
  @Override
  public String name() {
    return RoundRobinAssignor.NAME;
  }

  @Override
  public PartitionAssignor create(JsonObject config) {
    return new RoundRobinAssignor();
  }
}
