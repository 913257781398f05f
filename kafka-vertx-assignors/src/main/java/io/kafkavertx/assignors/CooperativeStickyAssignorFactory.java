package io.kafkavertx.assignors;

import io.kafkavertx.spi.PartitionAssignor;
import io.kafkavertx.spi.PartitionAssignorFactory;
import io.vertx.core.json.JsonObject;

/** Makes {@link CooperativeStickyAssignor}s; there is nothing to configure. */
public final class CooperativeStickyAssignorFactory implements PartitionAssignorFactory {
  @Override
  public String name() {
    return CooperativeStickyAssignor.NAME;
  }

  @Override
  public PartitionAssignor create(JsonObject config) {
    return new CooperativeStickyAssignor();
  }
}
