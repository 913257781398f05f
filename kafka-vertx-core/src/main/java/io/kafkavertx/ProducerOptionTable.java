package io.kafkavertx;

import io.vertx.core.tracing.TracingPolicy;
import java.util.ArrayList;
import java.util.List;

/** The table of a producer's own options. */
final class ProducerOptionTable {
  static final OptionTable<ProducerOptions> TABLE =
      OptionTable.of(
          "ProducerOptions",
          with(
              JavaPartitioners.properties(),
              Option.of(
                  "acks",
                  "acks",
                  OptionSchema.ACKS,
                  ProducerOptions::getAcks,
                  ProducerOptions::setAcks),
              Option.of(
                  "linger",
                  "linger.ms",
                  OptionType.MILLIS,
                  ProducerOptions::getLinger,
                  ProducerOptions::setLinger),
              Option.of(
                  "batchSize",
                  "batch.size",
                  OptionType.INT,
                  ProducerOptions::getBatchSize,
                  ProducerOptions::setBatchSize),
              Option.of(
                  "maxRequestSize",
                  "max.request.size",
                  OptionType.INT,
                  ProducerOptions::getMaxRequestSize,
                  ProducerOptions::setMaxRequestSize),
              Option.of(
                  "bufferMemory",
                  "buffer.memory",
                  OptionType.LONG,
                  ProducerOptions::getBufferMemory,
                  ProducerOptions::setBufferMemory),
              Option.of(
                  "writeQueueMaxSize",
                  null,
                  OptionType.INT,
                  ProducerOptions::getWriteQueueMaxSize,
                  ProducerOptions::setWriteQueueMaxSize),
              Option.of(
                  "compression",
                  "compression.type",
                  OptionType.NAME,
                  ProducerOptions::getCompression,
                  ProducerOptions::setCompression),
              level("gzip"),
              level("lz4"),
              level("zstd"),
              Option.of(
                  "partitioner",
                  null,
                  OptionType.NAME,
                  ProducerOptions::getPartitioner,
                  ProducerOptions::setPartitioner),
              Option.of(
                  "clientRack",
                  "client.rack",
                  OptionType.STRING,
                  ProducerOptions::getClientRack,
                  ProducerOptions::setClientRack),
              Option.of(
                  "deliveryTimeout",
                  "delivery.timeout.ms",
                  OptionType.MILLIS,
                  ProducerOptions::getDeliveryTimeout,
                  ProducerOptions::setDeliveryTimeout),
              Option.of(
                  "retries",
                  "retries",
                  OptionType.INT,
                  ProducerOptions::getRetries,
                  ProducerOptions::setRetries),
              Option.of(
                  "metadataMaxIdle",
                  "metadata.max.idle.ms",
                  OptionType.MILLIS,
                  ProducerOptions::getMetadataMaxIdle,
                  ProducerOptions::setMetadataMaxIdle),
              Option.of(
                  "tracingPolicy",
                  null,
                  OptionType.oneOf(TracingPolicy.class),
                  ProducerOptions::getTracingPolicy,
                  ProducerOptions::setTracingPolicy),
              Option.of(
                  "enableIdempotence",
                  "enable.idempotence",
                  OptionType.BOOLEAN,
                  ProducerOptions::explicitIdempotence,
                  ProducerOptions::setEnableIdempotence),
              Option.of(
                  "transactionalId",
                  "transactional.id",
                  OptionType.NAME,
                  ProducerOptions::getTransactionalId,
                  ProducerOptions::setTransactionalId),
              Option.of(
                  "transactionTimeout",
                  "transaction.timeout.ms",
                  OptionType.MILLIS,
                  ProducerOptions::getTransactionTimeout,
                  ProducerOptions::setTransactionTimeout)));

  private ProducerOptionTable() {}

  @SafeVarargs
  private static List<Option<ProducerOptions, ?>> with(
      List<Option<ProducerOptions, ?>> more, Option<ProducerOptions, ?>... own) {
    List<Option<ProducerOptions, ?>> all = new ArrayList<>(List.of(own));
    all.addAll(more);
    return all;
  }

  /** The Java client's name for what is in the codec's own configuration here. */
  private static Option<ProducerOptions, Integer> level(String codec) {
    return Option.of(
        null,
        "compression." + codec + ".level",
        OptionType.INT,
        options -> options.pluginConfig(codec).getInteger("level"),
        (options, level) ->
            options.setPluginConfig(
                options
                    .getPluginConfig()
                    .copy()
                    .put(
                        codec, options.pluginConfig(codec).copy().put("level", level.intValue()))));
  }
}
