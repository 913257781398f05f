package io.kafkavertx;

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
}
