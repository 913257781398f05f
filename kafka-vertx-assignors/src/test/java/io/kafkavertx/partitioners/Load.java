package io.kafkavertx.partitioners;

import io.kafkavertx.spi.Partitioner;
import io.kafkavertx.spi.PartitionerFactory;
import io.kafkavertx.spi.TopicLoad;
import io.vertx.core.json.JsonObject;
import java.util.ServiceLoader;

/** A topic whose load a test sets. */
final class Load implements TopicLoad {
  static final int BATCH = 1000;

  final long[] queued;
  final boolean[] unavailable;
  final long[] stalledMillis;
  String[] racks;
  String clientRack;
  int open = -1;

  Load(int partitions) {
    queued = new long[partitions];
    unavailable = new boolean[partitions];
    stalledMillis = new long[partitions];
    racks = new String[partitions];
  }

  /** A partitioner found by its name. */
  static Partitioner create(String name, JsonObject config) {
    for (PartitionerFactory factory : ServiceLoader.load(PartitionerFactory.class)) {
      if (factory.name().equals(name)) {
        return factory.create(config);
      }
    }
    throw new AssertionError("no partitioner " + name);
  }

  @Override
  public String topic() {
    return "t";
  }

  @Override
  public int partitionCount() {
    return queued.length;
  }

  @Override
  public boolean isAvailable(int partition) {
    return !unavailable[partition];
  }

  @Override
  public long queuedBytes(int partition) {
    return queued[partition];
  }

  @Override
  public String leaderRack(int partition) {
    return racks[partition];
  }

  @Override
  public int batchSize() {
    return BATCH;
  }

  @Override
  public boolean hasOpenBatch(int partition) {
    return partition == open;
  }

  @Override
  public long stalledNanos(int partition) {
    return stalledMillis[partition] * 1_000_000;
  }

  @Override
  public String clientRack() {
    return clientRack;
  }
}
