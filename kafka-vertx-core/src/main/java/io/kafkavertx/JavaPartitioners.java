package io.kafkavertx;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;

/**
 * The Java client's properties of its partitioners. Ours are plug-ins, so that most of them are
 * keys in the configuration of the plug-in {@code default}.
 */
final class JavaPartitioners {
  private static final String DEFAULT = "default";

  private JavaPartitioners() {}

  static List<Option<ProducerOptions, ?>> properties() {
    return List.of(
        Option.of(
            null,
            "partitioner.class",
            OptionType.STRING,
            ProducerOptions::getPartitioner,
            (options, javaClass) -> options.setPartitioner(nameOf(javaClass))),
        flag("partitioner.ignore.keys", "ignoreKeys"),
        flag("partitioner.adaptive.partitioning.enable", "adaptive"),
        flag("partitioner.rack.aware", "rackAware"),
        Option.of(
            null,
            "partitioner.availability.timeout.ms",
            OptionType.MILLIS,
            options -> null,
            JavaPartitioners::availability));
  }

  private static Option<ProducerOptions, Boolean> flag(String property, String key) {
    return Option.of(
        null,
        property,
        OptionType.BOOLEAN,
        options -> options.pluginConfig(DEFAULT).getBoolean(key),
        (options, value) -> put(options, key, value.booleanValue()));
  }

  private static void availability(ProducerOptions options, Duration timeout) {
    put(options, "availabilityTimeout", timeout.toMillis());
  }

  private static void put(ProducerOptions options, String key, Object value) {
    JsonObject own = options.pluginConfig(DEFAULT).copy().put(key, value);
    options.setPluginConfig(options.getPluginConfig().copy().put(DEFAULT, own));
  }

  /** The plug-in that does what a class of the Java client does. */
  private static String nameOf(String javaClass) {
    return switch (javaClass.trim()) {
      case "org.apache.kafka.clients.producer.RoundRobinPartitioner" -> "roundrobin";
      case "", "org.apache.kafka.clients.producer.internals.DefaultPartitioner" -> DEFAULT;
      default ->
          throw new ConfigException(
              "partitioner.class: '"
                  + javaClass
                  + "' has no counterpart here, only the Java client's RoundRobinPartitioner and"
                  + " DefaultPartitioner have; plug-ins are chosen by name, not by class: use"
                  + " setPartitioner");
    };
  }
}
