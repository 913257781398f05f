package io.kafkavertx.assignors;

import io.kafkavertx.spi.PartitionAssignor;
import io.kafkavertx.spi.PartitionAssignorFactory;
import io.vertx.core.json.JsonObject;

/** Makes {@link StickyAssignor}s; there is nothing to configure. */
public final class StickyAssignorFactory implements PartitionAssignorFactory {
  @Override
  public String name() {
    return StickyAssignor.NAME;
  }

  @Override
  public PartitionAssignor create(JsonObject config) {
    return new StickyAssignor();
  }
}
