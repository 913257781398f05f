package io.kafkavertx.tests.tck;

import io.kafkavertx.partitioners.DefaultPartitionerFactory;
import io.kafkavertx.partitioners.Librdkafka;
import io.kafkavertx.partitioners.RoundRobinPartitionerFactory;
import io.kafkavertx.spi.PartitionerFactory;
import io.kafkavertx.testkit.tck.PartitionerContract;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Nested;

/** Our partitioners keep to the contract of the test kit. */
final class PartitionerContractsTest {
  @Nested
  final class Default extends PartitionerContract {
    @Override
    protected PartitionerFactory factory() {
      return new DefaultPartitionerFactory();
    }
  }

  /** Everything that it can be told. */
  @Nested
  final class Configured extends PartitionerContract {
    @Override
    protected PartitionerFactory factory() {
      return new DefaultPartitionerFactory();
    }

    @Override
    protected JsonObject config() {
      return new JsonObject().put("rackAware", true).put("availabilityTimeout", 100);
    }
  }

  @Nested
  final class RoundRobin extends PartitionerContract {
    @Override
    protected PartitionerFactory factory() {
      return new RoundRobinPartitionerFactory();
    }

    @Override
    protected boolean keepsKeysTogether() {
      return false;
    }
  }

  @Nested
  final class Consistent extends PartitionerContract {
    @Override
    protected PartitionerFactory factory() {
      return new Librdkafka.Consistent();
    }
  }

  @Nested
  final class ConsistentRandom extends PartitionerContract {
    @Override
    protected PartitionerFactory factory() {
      return new Librdkafka.ConsistentRandom();
    }

    @Override
    protected boolean anEmptyKeyIsAKey() {
      return false;
    }
  }

  @Nested
  final class Murmur extends PartitionerContract {
    @Override
    protected PartitionerFactory factory() {
      return new Librdkafka.Murmur();
    }
  }

  @Nested
  final class MurmurRandom extends PartitionerContract {
    @Override
    protected PartitionerFactory factory() {
      return new Librdkafka.MurmurRandom();
    }
  }

  @Nested
  final class Fnv extends PartitionerContract {
    @Override
    protected PartitionerFactory factory() {
      return new Librdkafka.Fnv();
    }
  }

  @Nested
  final class FnvRandom extends PartitionerContract {
    @Override
    protected PartitionerFactory factory() {
      return new Librdkafka.FnvRandom();
    }
  }
}
