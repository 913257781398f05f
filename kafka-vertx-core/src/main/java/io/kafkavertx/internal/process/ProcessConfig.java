package io.kafkavertx.internal.process;

import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.Ordering;
import io.kafkavertx.ProcessOptions;
import java.util.function.Predicate;

/**
 * What processing needs to know of the options.
 *
 * @param batchSize how many records one attempt may be for
 * @param lookAhead how many records of a partition may wait
 * @param waitingBytes how many bytes of a partition may wait
 * @param maxUnfinished how far a partition may run ahead of its first record that is not done
 * @param timeoutNanos how long one attempt may take; 0 for any time
 * @param drainNanos how long giving up partitions waits for records
 * @param closeGaps whether that includes records before those that have been begun
 * @param commitEvery commits after so many records; 0 for never
 * @param badToWork whether records that cannot be deserialized are given to the work
 * @param group null without a group
 */
public record ProcessConfig(
    Ordering ordering,
    int concurrency,
    int batchSize,
    int lookAhead,
    long waitingBytes,
    int maxUnfinished,
    long timeoutNanos,
    int maxRetries,
    long backoffNanos,
    long backoffMaxNanos,
    Predicate<Throwable> retryIf,
    Predicate<Throwable> blameless,
    ProcessOptions.OnFailure onFailure,
    String deadLetterTopic,
    long drainNanos,
    boolean closeGaps,
    int commitEvery,
    boolean badToWork,
    String group) {
  /** Without look-ahead for keys a few records are enough to go on with. */
  private static final int FEW = 16;

  private static final Object SAME_PARTITION = new Object();

  public static ProcessConfig of(ProcessOptions options, ConsumerOptions consumer) {
    return new ProcessConfig(
        options.getOrdering(),
        options.getConcurrency(),
        options.getBatchSize(),
        options.getOrdering() == Ordering.KEY
            ? options.getLookAhead()
            : Math.max(FEW, options.getBatchSize()),
        consumer.getMaxPartitionFetchBytes(),
        options.getMaxUnfinished(),
        options.getProcessingTimeout().toNanos(),
        options.getMaxRetries(),
        options.getRetryBackoff().toNanos(),
        options.getRetryBackoffMax().toNanos(),
        options.getRetryIf(),
        options.getBlameless(),
        options.getOnFailure(),
        options.getDeadLetterTopic(),
        Math.min(
            options.getDrainTimeout().toNanos(), consumer.getRebalanceTimeout().toNanos() / 4 * 3),
        options.isCloseGaps(),
        options.getCommitEvery(),
        consumer.getOnBadRecord() == ConsumerOptions.BadRecordPolicy.RAW,
        consumer.getGroupId());
  }

  /** What a record must be in order with; null for nothing. */
  Object orderOf(ConsumerRecord<?, ?> record) {
    return switch (ordering) {
      case NONE -> null;
      case PARTITION -> SAME_PARTITION;
      case KEY -> record.rawKey() == null ? null : new KeyBytes(record.rawKey());
    };
  }

  boolean writesDeadLetters() {
    return onFailure == ProcessOptions.OnFailure.DEAD_LETTER;
  }
}
