package io.kafkavertx;

import io.vertx.core.json.JsonObject;
import java.util.List;

/** The table of {@link ProcessOptions}: what its JSON form has. */
final class ProcessOptionTable {
  static final List<Option<ProcessOptions, ?>> ALL =
      List.of(
          option(
              "ordering",
              OptionType.oneOf(Ordering.class),
              ProcessOptions::getOrdering,
              ProcessOptions::setOrdering),
          option(
              "concurrency",
              OptionType.INT,
              ProcessOptions::getConcurrency,
              ProcessOptions::setConcurrency),
          option(
              "batchSize",
              OptionType.INT,
              ProcessOptions::getBatchSize,
              ProcessOptions::setBatchSize),
          option(
              "lookAhead",
              OptionType.INT,
              ProcessOptions::getLookAhead,
              ProcessOptions::setLookAhead),
          option(
              "maxUnfinished",
              OptionType.INT,
              ProcessOptions::getMaxUnfinished,
              ProcessOptions::setMaxUnfinished),
          option(
              "processingTimeout",
              OptionType.MILLIS,
              ProcessOptions::getProcessingTimeout,
              ProcessOptions::setProcessingTimeout),
          option(
              "maxRetries",
              OptionType.INT,
              ProcessOptions::getMaxRetries,
              ProcessOptions::setMaxRetries),
          option(
              "retryBackoff",
              OptionType.MILLIS,
              ProcessOptions::getRetryBackoff,
              ProcessOptions::setRetryBackoff),
          option(
              "retryBackoffMax",
              OptionType.MILLIS,
              ProcessOptions::getRetryBackoffMax,
              ProcessOptions::setRetryBackoffMax),
          option(
              "onFailure",
              OptionType.oneOf(ProcessOptions.OnFailure.class),
              ProcessOptions::getOnFailure,
              ProcessOptions::setOnFailure),
          option(
              "deadLetterTopic",
              OptionType.STRING,
              ProcessOptions::getDeadLetterTopic,
              ProcessOptions::setDeadLetterTopic),
          option(
              "drainTimeout",
              OptionType.MILLIS,
              ProcessOptions::getDrainTimeout,
              ProcessOptions::setDrainTimeout),
          option(
              "closeGaps",
              OptionType.BOOLEAN,
              ProcessOptions::isCloseGaps,
              ProcessOptions::setCloseGaps),
          option(
              "commitEvery",
              OptionType.INT,
              ProcessOptions::getCommitEvery,
              ProcessOptions::setCommitEvery),
          option(
              "blocking",
              OptionType.BOOLEAN,
              ProcessOptions::isBlocking,
              ProcessOptions::setBlocking));

  private ProcessOptionTable() {}

  private static <V> Option<ProcessOptions, V> option(
      String name,
      OptionType<V> type,
      java.util.function.Function<ProcessOptions, V> getter,
      java.util.function.BiConsumer<ProcessOptions, V> setter) {
    return Option.of(name, null, type, getter, setter);
  }

  static void read(ProcessOptions options, JsonObject json) {
    for (String key : json.fieldNames()) {
      ALL.stream()
          .filter(option -> option.name().equals(key))
          .findFirst()
          .orElseThrow(() -> new ConfigException("ProcessOptions has no option '" + key + "'"))
          .read(options, key, json.getValue(key));
    }
  }

  static JsonObject write(ProcessOptions options) {
    JsonObject json = new JsonObject();
    for (Option<ProcessOptions, ?> option : ALL) {
      Object value = option.write(options);
      if (value != null) {
        json.put(option.name(), value);
      }
    }
    return json;
  }
}
