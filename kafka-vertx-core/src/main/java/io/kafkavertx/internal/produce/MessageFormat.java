package io.kafkavertx.internal.produce;

import io.kafkavertx.KafkaException;
import io.kafkavertx.UnsupportedVersionException;
import io.kafkavertx.internal.cluster.Cluster;
import io.kafkavertx.internal.net.BrokerVersions;
import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.protocol.record.BatchBuilder;
import io.kafkavertx.protocol.record.LegacyMessageSetBuilder;
import io.kafkavertx.protocol.record.RecordCursor;
import io.kafkavertx.protocol.wire.ByteSlice;
import io.kafkavertx.spi.CompressionCodec;

/**
 * The format in which a broker takes records, and the way there from magic 2, in which batches are
 * kept: brokers before 0.11 know messages of magic 1, those before 0.10 of magic 0, without a
 * timestamp.
 */
final class MessageFormat {
  /** Record batches; brokers from 0.11 on. */
  static final int CURRENT = 2;

  private static final int LZ4 = 3;
  private static final int ZSTD = 4;

  private MessageFormat() {}

  /** The magic that a broker wants; {@link #CURRENT} as long as nothing certain is known of it. */
  static int of(Cluster cluster, int nodeId) {
    short version = cluster.version(nodeId, ApiKey.PRODUCE);
    if (version < 0 || version >= ProduceCall.FIRST_WITH_MAGIC_2 || cluster.isGuess(nodeId)) {
      return CURRENT;
    }
    return version < ProduceCall.FIRST_WITH_MAGIC_1 ? 0 : 1;
  }

  /** Why a broker cannot take what a codec compresses; null when it can, or nobody knows. */
  static KafkaException refusal(Cluster cluster, int nodeId, CompressionCodec codec) {
    if (codec == null || codec.id() < LZ4 || cluster.isGuess(nodeId)) {
      return null;
    }
    if (codec.id() == ZSTD) {
      short version = cluster.version(nodeId, ApiKey.PRODUCE);
      return version < 0 || version >= ProduceCall.FIRST_WITH_ZSTD
          ? null
          : new UnsupportedVersionException(
              "broker " + nodeId + " is too old for zstd (2.1 has it first); choose another codec");
    }
    BrokerVersions versions = cluster.versions(nodeId);
    String release = versions == null ? null : versions.assumedRelease();
    boolean beforeLz4 = release != null && (release.equals("0.8.0") || release.equals("0.8.1"));
    return codec.id() == LZ4 && beforeLz4
        ? new UnsupportedVersionException(
            "broker "
                + nodeId
                + " (release "
                + release
                + ") is too old for lz4 (0.8.2 has it first); choose gzip or snappy")
        : null;
  }

  /** Why a record with headers cannot be sent to a broker before 0.11. */
  static KafkaException headersRefused(ProducerBatch batch, int nodeId) {
    return new UnsupportedVersionException(
        "a record for "
            + batch.queue.topicPartition
            + " has headers, and its leader, broker "
            + nodeId
            + ", is too old for them (0.11 has them first); send it without");
  }

  /** Whether a record of a closed batch has headers. */
  static boolean hasHeaders(BatchBuilder builder) {
    RecordCursor records = builder.records();
    while (records.next()) {
      if (!records.headers().isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /**
   * The records of a closed batch, none of which has headers, as messages of an older format.
   *
   * @param codec null for no compression
   */
  static ByteSlice convert(BatchBuilder builder, int magic, CompressionCodec codec) {
    LegacyMessageSetBuilder messages = new LegacyMessageSetBuilder(magic, 2 * builder.size());
    RecordCursor records = builder.records();
    while (records.next()) {
      messages.append(records.timestamp(), records.key(), records.value());
    }
    return messages.close(codec);
  }
}
