package io.kafkavertx.tests.tck;

import io.kafkavertx.assignors.CooperativeStickyAssignorFactory;
import io.kafkavertx.assignors.RangeAssignorFactory;
import io.kafkavertx.assignors.RoundRobinAssignorFactory;
import io.kafkavertx.assignors.StickyAssignorFactory;
import io.kafkavertx.spi.PartitionAssignorFactory;
import io.kafkavertx.testkit.tck.PartitionAssignorContract;
import org.junit.jupiter.api.Nested;

/** Our assignors keep to the contract of the test kit. */
final class AssignorContractsTest {
  @Nested
  final class Range extends PartitionAssignorContract {
    @Override
    protected PartitionAssignorFactory factory() {
      return new RangeAssignorFactory();
    }
  }

  @Nested
  final class RoundRobin extends PartitionAssignorContract {
    @Override
    protected PartitionAssignorFactory factory() {
      return new RoundRobinAssignorFactory();
    }
  }

  @Nested
  final class Sticky extends PartitionAssignorContract {
    @Override
    protected PartitionAssignorFactory factory() {
      return new StickyAssignorFactory();
    }
  }

  @Nested
  final class CooperativeSticky extends PartitionAssignorContract {
    @Override
    protected PartitionAssignorFactory factory() {
      return new CooperativeStickyAssignorFactory();
    }
  }
}
