package io.kafkavertx.assignors;

import io.kafkavertx.spi.PartitionAssignor;
import io.kafkavertx.spi.PartitionAssignorFactory;
import io.vertx.core.json.JsonObject;

/** Makes {@link RangeAssignor}s; there is nothing to configure. */
public final class RangeAssignorFactory implements PartitionAssignorFactory {
  @Override
  public String name() {
    return RangeAssignor.NAME;
  }

  @Override
  public PartitionAssignor create(JsonObject config) {
    return new RangeAssignor();
  }
}
