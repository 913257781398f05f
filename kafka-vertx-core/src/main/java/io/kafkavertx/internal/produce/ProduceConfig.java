package io.kafkavertx.internal.produce;

import io.kafkavertx.ProducerOptions;
import io.kafkavertx.internal.net.Backoff;
import io.kafkavertx.spi.CompressionCodec;
import java.util.random.RandomGenerator;

/**
 * What the producer's inside needs to know of the options, in the units it works with.
 *
 * @param acks -1 all, 1 the leader, 0 nobody
 * @param batchSize bytes of records that make a batch full
 * @param maxRequestSize the largest record and the largest request in bytes
 * @param bufferMemory the most bytes of records without a result
 * @param maxInFlight produce requests that wait for an answer of one broker, and batches of one
 *     partition that do
 * @param retries how often a batch may be sent again
 * @param requestTimeoutMillis {@code requestTimeoutNanos} as the broker is told
 * @param clientRack where the producer is, null when it does not say
 * @param codec null for no compression
 */
public record ProduceConfig(
    String clientId,
    short acks,
    boolean idempotent,
    int batchSize,
    int maxRequestSize,
    long bufferMemory,
    int maxInFlight,
    int retries,
    long lingerNanos,
    long retryBackoffNanos,
    long retryBackoffMaxNanos,
    long requestTimeoutNanos,
    int requestTimeoutMillis,
    long deliveryTimeoutNanos,
    long metadataMaxIdleNanos,
    String clientRack,
    CompressionCodec codec) {

  /** What the options say. */
  public static ProduceConfig of(ProducerOptions options, CompressionCodec codec) {
    return new ProduceConfig(
        options.getClientId(),
        acks(options.getAcks()),
        options.isEnableIdempotence(),
        options.getBatchSize(),
        options.getMaxRequestSize(),
        options.getBufferMemory(),
        options.getMaxInFlightRequests(),
        options.getRetries(),
        options.getLinger().toNanos(),
        options.getRetryBackoff().toNanos(),
        options.getRetryBackoffMax().toNanos(),
        options.getRequestTimeout().toNanos(),
        (int) Math.min(Integer.MAX_VALUE, options.getRequestTimeout().toMillis()),
        options.getDeliveryTimeout().toNanos(),
        options.getMetadataMaxIdle().toNanos(),
        options.getClientRack().isEmpty() ? null : options.getClientRack(),
        codec);
  }

  /** How long to wait after {@code failures} failures in a row, give or take 20 %. */
  long backoff(int failures, RandomGenerator random) {
    return Backoff.nanos(random, retryBackoffNanos, retryBackoffMaxNanos, failures);
  }

  private static short acks(String acks) {
    return switch (acks) {
      case "0" -> 0;
      case "1" -> 1;
      default -> -1;
    };
  }
}
