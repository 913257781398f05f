package io.kafkavertx.tests.tck;

import io.kafkavertx.partitioners.DefaultPartitionerFactory;
import io.kafkavertx.partitioners.RoundRobinPartitionerFactory;
import io.kafkavertx.spi.PartitionerFactory;
import io.kafkavertx.testkit.tck.PartitionerContract;
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
}
