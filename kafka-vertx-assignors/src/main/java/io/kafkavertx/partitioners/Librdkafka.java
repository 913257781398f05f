package io.kafkavertx.partitioners;

import io.kafkavertx.spi.Partitioner;
import io.kafkavertx.spi.PartitionerFactory;
import io.vertx.core.json.JsonObject;

/**
 * librdkafka's partitioners under its names, for topics that clients built on it write too: a key
 * goes to the partition to which they send it. Those whose name ends in {@code _random} spread
 * records without a key as the partitioner {@code default} does, and take its configuration for
 * that; the others give a missing key the hash of an empty one.
 */
public final class Librdkafka {
  private Librdkafka() {}

  /** {@code consistent}: CRC-32 of the key. */
  public static final class Consistent implements PartitionerFactory {
    @Override
    public String name() {
      return "consistent";
    }

    @Override
    public Partitioner create(JsonObject config) {
      return made(this, KeyHash.crc32(), Keyless.NONE, config);
    }
  }

  /**
   * {@code consistent_random}, librdkafka's default: CRC-32 of the key; an empty key counts as
   * none.
   */
  public static final class ConsistentRandom implements PartitionerFactory {
    @Override
    public String name() {
      return "consistent_random";
    }

    @Override
    public Partitioner create(JsonObject config) {
      return made(this, KeyHash.crc32(), Keyless.NULL_OR_EMPTY, config);
    }
  }

  /** {@code murmur2}: the Java client's hash of the key. */
  public static final class Murmur implements PartitionerFactory {
    @Override
    public String name() {
      return "murmur2";
    }

    @Override
    public Partitioner create(JsonObject config) {
      return made(this, KeyHash.murmur2(), Keyless.NONE, config);
    }
  }

  /** {@code murmur2_random}: the Java client's hash of the key, as the partitioner default. */
  public static final class MurmurRandom implements PartitionerFactory {
    @Override
    public String name() {
      return "murmur2_random";
    }

    @Override
    public Partitioner create(JsonObject config) {
      return made(this, KeyHash.murmur2(), Keyless.NULL, config);
    }
  }

  /** {@code fnv1a}: the hash that Sarama uses. */
  public static final class Fnv implements PartitionerFactory {
    @Override
    public String name() {
      return "fnv1a";
    }

    @Override
    public Partitioner create(JsonObject config) {
      return made(this, KeyHash.fnv1a(), Keyless.NONE, config);
    }
  }

  /** {@code fnv1a_random}: the hash that Sarama uses. */
  public static final class FnvRandom implements PartitionerFactory {
    @Override
    public String name() {
      return "fnv1a_random";
    }

    @Override
    public Partitioner create(JsonObject config) {
      return made(this, KeyHash.fnv1a(), Keyless.NULL, config);
    }
  }

  private static Partitioner made(
      PartitionerFactory factory, KeyHash hash, Keyless keyless, JsonObject config) {
    return new HashPartitioner(hash, keyless, PartitionerConfig.sticky(factory.name(), config));
  }
}
