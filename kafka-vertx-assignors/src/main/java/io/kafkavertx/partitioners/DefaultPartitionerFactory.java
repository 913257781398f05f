package io.kafkavertx.partitioners;

import io.kafkavertx.spi.Partitioner;
import io.kafkavertx.spi.PartitionerFactory;
import io.vertx.core.json.JsonObject;

/**
 * The partitioner {@code default}, the Java client's: with a key its murmur2 hash; without, one
 * partition for about a batch of records, then another at random, the likelier the less waits to be
 * sent to it (KIP-480, KIP-794).
 *
 * <p>Configuration: {@code ignoreKeys} (default false) treats records with a key like those without
 * ({@code partitioner.ignore.keys}); {@code adaptive} (default true) looks at what waits, otherwise
 * all partitions that have a leader are equally likely ({@code
 * partitioner.adaptive.partitioning.enable}); {@code availabilityTimeout} in milliseconds (default
 * 0, which is never) leaves out partitions whose broker has not been able to take anything for so
 * long ({@code partitioner.availability.timeout.ms}); {@code rackAware} (default false) prefers
 * partitions whose leader is in the producer's {@code clientRack} ({@code partitioner.rack.aware},
 * KIP-1123); {@code seed} makes the choices repeatable, for tests.
 */
public final class DefaultPartitionerFactory implements PartitionerFactory {
  @Override
  public String name() {
    return "default";
  }

  @Override
  public Partitioner create(JsonObject config) {
    boolean ignoreKeys = PartitionerConfig.typed(config, "ignoreKeys", Boolean.class, false);
    return new HashPartitioner(
        KeyHash.murmur2(),
        ignoreKeys ? Keyless.ALL : Keyless.NULL,
        PartitionerConfig.sticky(name(), config, "ignoreKeys"));
  }
}
