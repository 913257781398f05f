package io.kafkavertx.partitioners;

import io.kafkavertx.spi.Partitioner;
import io.kafkavertx.spi.PartitionerFactory;
import io.vertx.core.json.JsonObject;

/** The partitioner {@code roundrobin}. It takes no configuration. */
public final class RoundRobinPartitionerFactory implements PartitionerFactory {
  @Override
  public String name() {
    return "roundrobin";
  }

  @Override
  public Partitioner create(JsonObject config) {
    return new RoundRobinPartitioner();
  }
}
