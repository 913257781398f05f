package io.kafkavertx;

import io.kafkavertx.spi.PartitionAssignor;
import io.kafkavertx.spi.PartitionAssignor.RebalanceProtocol;
import java.util.List;
import java.util.Map;

/**
 * The Java client names assignors by their classes; here they are plug-ins with the names on the
 * wire.
 */
final class AssignorNames {
  private static final String PACKAGE = "org.apache.kafka.clients.consumer.";
  private static final Map<String, String> JAVA_NAMES =
      Map.of(
          PACKAGE + "RangeAssignor", "range",
          PACKAGE + "RoundRobinAssignor", "roundrobin",
          PACKAGE + "StickyAssignor", "sticky",
          PACKAGE + "CooperativeStickyAssignor", "cooperative-sticky");

  private AssignorNames() {}

  static String plugin(String name) {
    return JAVA_NAMES.getOrDefault(name, name);
  }

  /**
   * The group may choose any assignor of the list, so members keep to what all of them can do. With
   * the cooperative protocol alone in common, or before the eager one in all of them, members would
   * have to keep partitions during a rebalance, which this release cannot do.
   */
  static void requireEager(List<PartitionAssignor> assignors) {
    for (PartitionAssignor assignor : assignors) {
      if (!assignor.supportedProtocols().contains(RebalanceProtocol.EAGER)) {
        throw new ConfigException(
            "partitionAssignmentStrategy: '"
                + assignor.name()
                + "' hands over partitions cooperatively only, which this release cannot do");
      }
    }
    if (!assignors.isEmpty()
        && assignors.stream()
            .allMatch(
                assignor ->
                    assignor.supportedProtocols().contains(RebalanceProtocol.COOPERATIVE))) {
      throw new ConfigException(
          "partitionAssignmentStrategy: '"
              + assignors.get(0).name()
              + "' asks for the cooperative rebalance protocol, which this release does not speak."
              + " Use 'sticky', or list an eager assignor too: ['range', '"
              + assignors.get(0).name()
              + "'], as kafka-clients does by default");
    }
  }
}
