package io.kafkavertx.internal.fetch;

import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.internal.net.Backoff;
import io.kafkavertx.protocol.record.UnpackLimits;
import java.util.random.RandomGenerator;

/**
 * What fetching needs to know of the options.
 *
 * @param minBytes how much a broker waits for
 * @param maxBytes the most bytes in one answer
 * @param maxWaitMillis how long a broker waits
 * @param partitionMaxBytes the most bytes of one partition in one answer
 * @param maxBufferedBytes how much may wait to be read
 * @param unpacking the most that one batch may unpack to
 * @param checkCrcs whether checksums are checked
 * @param skipDoublyCompressed whether messages that were compressed twice are passed over
 * @param readCommitted whether only committed transactions are read
 * @param rack where this consumer is, empty when it does not say
 * @param replicaAgeNanos how long a replica that the leader has named is read
 * @param reset what to do without a position
 * @param onBadRecord what becomes of a record that cannot be deserialized
 * @param requestTimeoutNanos how long an answer may take
 * @param backoffNanos the first wait before a repetition
 * @param backoffMaxNanos the longest wait
 */
public record FetchConfig(
    int minBytes,
    int maxBytes,
    int maxWaitMillis,
    int partitionMaxBytes,
    long maxBufferedBytes,
    UnpackLimits unpacking,
    boolean checkCrcs,
    boolean skipDoublyCompressed,
    boolean readCommitted,
    String rack,
    long replicaAgeNanos,
    ResetPolicy reset,
    ConsumerOptions.BadRecordPolicy onBadRecord,
    long requestTimeoutNanos,
    long backoffNanos,
    long backoffMaxNanos) {
  public static FetchConfig of(ConsumerOptions options) {
    return new FetchConfig(
        options.getFetchMinBytes(),
        options.getFetchMaxBytes(),
        (int) Math.min(Integer.MAX_VALUE, options.getFetchMaxWait().toMillis()),
        options.getMaxPartitionFetchBytes(),
        options.getMaxBufferedBytes(),
        new UnpackLimits(options.getMaxUncompressedBatchBytes(), options.getMaxCompressionRatio()),
        options.isCheckCrcs(),
        options.isSkipDoubleCompressedMessages(),
        options.getIsolationLevel() == ConsumerOptions.IsolationLevel.READ_COMMITTED,
        options.getClientRack(),
        options.getMetadataMaxAge().toNanos(),
        ResetPolicy.parse(options.getAutoOffsetReset()),
        options.getOnBadRecord(),
        options.getRequestTimeout().toNanos(),
        options.getRetryBackoff().toNanos(),
        options.getRetryBackoffMax().toNanos());
  }

  /** The isolation level on the wire. */
  byte isolation() {
    return (byte) (readCommitted ? 1 : 0);
  }

  /** How long to wait after {@code failures} failures in a row, give or take 20 %. */
  long backoff(int failures, RandomGenerator random) {
    return Backoff.nanos(random, backoffNanos, backoffMaxNanos, failures);
  }

  /**
   * How many bytes of one partition may wait while it is still fetched: one answer being read, one
   * on its way.
   */
  long partitionBound() {
    return 2L * partitionMaxBytes;
  }
}
