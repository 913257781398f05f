package io.kafkavertx;

import java.util.Locale;
import java.util.Map;

/**
 * Properties of the Java client whose meaning is fixed here: the one value that says what this
 * client does anyway is taken, so that a file that holds it can be used as it is.
 */
final class FixedProperties {
  /**
   * A property and what it is here.
   *
   * @param value the value that is taken
   * @param reason completes the sentence "only ... is possible: ..."
   */
  private record Fixed(String value, String reason) {}

  private static final Map<String, Fixed> ALL =
      Map.of(
          "client.dns.lookup",
          new Fixed("use_all_dns_ips", "every address of a name is tried in turn"),
          "metadata.recovery.strategy",
          new Fixed("rebootstrap", "bootstrap servers are asked again when no broker answers"),
          "enable.metrics.push",
          new Fixed("false", "measurements go to metricsReporters, not to the brokers (KIP-714)"),
          "group.protocol",
          new Fixed("classic", "groups use the classic protocol"),
          "buffer.memory.allocation.strategy",
          new Fixed("incremental", "a batch takes memory for what it holds"),
          "transaction.two.phase.commit.enable",
          new Fixed(
              "false",
              "a transaction ends with commitTransaction or abortTransaction; two phases need"
                  + " InitProducerId version 6, which brokers list as unstable"));

  private FixedProperties() {}

  static boolean contains(String key) {
    return ALL.containsKey(key);
  }

  /**
   * Checks a value.
   *
   * @throws ConfigException when it is another one
   */
  static void check(String key, Object value) {
    Fixed fixed = ALL.get(key);
    if (!String.valueOf(value).trim().toLowerCase(Locale.ROOT).equals(fixed.value)) {
      throw new ConfigException(
          key + " is '" + value + "', but only " + fixed.value + " is possible: " + fixed.reason);
    }
  }
}
