package io.kafkavertx.internal.process;

import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.KafkaException;
import io.kafkavertx.KafkaTimeoutException;
import io.kafkavertx.RecordFailedException;
import io.kafkavertx.RecordFailedException.Outcome;
import io.kafkavertx.internal.net.Backoff;
import io.vertx.core.Future;
import java.time.Duration;

/** What becomes of records that have failed. */
final class Failures<K, V> {
  private enum Verdict {
    AGAIN,
    /** Again, and the attempt does not count. */
    BLAMELESS,
    FOR_GOOD
  }

  private final Processor<K, V> processor;
  private final ProcessConfig config;

  /** Null unless the policy needs them. */
  private final DeadLetters deadLetters;

  private final ProcessMeters meters;

  Failures(
      Processor<K, V> processor,
      ProcessConfig config,
      DeadLetterWriter writer,
      ProcessMeters meters) {
    this.processor = processor;
    this.config = config;
    this.deadLetters =
        config.writesDeadLetters()
            ? new DeadLetters(writer, config.deadLetterTopic(), config.group())
            : null;
    this.meters = meters;
  }

  /** An attempt has failed; the record is running no more. */
  void failed(Work<K, V> work, Throwable cause) {
    if (!work.lane.counts()) {
      processor.giveUp(work);
      return;
    }
    Verdict verdict = verdict(work, cause);
    if (verdict == Verdict.BLAMELESS) {
      work.excuse();
    }
    if (verdict != Verdict.FOR_GOOD) {
      if (work.lane.isAtWork()) {
        meters.retried();
        if (work.isBehindLeader()) {
          processor.park(work);
        } else {
          processor.retryAfter(work, backoff(work.attempts()));
        }
      } else {
        processor.giveUp(work);
      }
    } else {
      forGood(work, cause);
    }
  }

  /** An attempt has taken too long. */
  void timedOut(Work<K, V> work) {
    meters.timedOut();
    KafkaTimeoutException cause =
        new KafkaTimeoutException(
            "the future of the work on it did not complete within processingTimeout ("
                + Duration.ofNanos(config.timeoutNanos())
                + ")");
    if (work.lane.isAtWork() && work.lane.counts() && verdict(work, cause) != Verdict.FOR_GOOD) {
      report(work, Outcome.TIMED_OUT, "; it is tried again", cause);
    }
    failed(work, cause);
  }

  private Verdict verdict(Work<K, V> work, Throwable cause) {
    if (work.shared) {
      // Nobody knows which of them was to blame: each is tried alone now.
      return Verdict.BLAMELESS;
    }
    try {
      if (config.blameless().test(cause)) {
        return Verdict.BLAMELESS;
      }
      return work.countedAttempts() <= config.maxRetries() && config.retryIf().test(cause)
          ? Verdict.AGAIN
          : Verdict.FOR_GOOD;
    } catch (RuntimeException e) {
      cause.addSuppressed(e);
      return Verdict.FOR_GOOD;
    }
  }

  private long backoff(int attempts) {
    return Backoff.nanos(
        processor.random(), config.backoffNanos(), config.backoffMaxNanos(), attempts);
  }

  /** A record that no further attempt can help; it still has its slot. */
  void forGood(Work<K, V> work, Throwable cause) {
    switch (config.onFailure()) {
      case SKIP -> {
        meters.skipped();
        report(work, Outcome.SKIPPED, "; it is skipped (onFailure is SKIP)", cause);
        processor.finish(work);
      }
      case DEAD_LETTER -> bury(work, cause);
      case STOP_PARTITION -> stop(work, "", cause);
    }
  }

  private void bury(Work<K, V> work, Throwable cause) {
    work.bury();
    Future<Void> written = deadLetters.write(work.record, work.attempts(), cause);
    written.onComplete(done -> buried(work, cause, done.cause()));
  }

  private void buried(Work<K, V> work, Throwable cause, Throwable failure) {
    if (!work.lane.counts()) {
      processor.giveUp(work);
    } else if (failure == null) {
      meters.deadLettered();
      String topic = deadLetters.topicFor(work.record);
      report(work, Outcome.DEAD_LETTERED, "; it was written to topic " + topic, cause);
      processor.finish(work);
    } else {
      cause.addSuppressed(failure);
      stop(work, "; it cannot be written to its dead-letter topic (" + failure + ")", cause);
    }
    processor.wake();
  }

  private void stop(Work<K, V> work, String more, Throwable cause) {
    if (!work.lane.isAtWork()) {
      // Another record has stopped the partition before, or it is being given up.
      boolean stopped = work.lane.isStopped();
      report(
          work,
          stopped ? Outcome.PARTITION_STOPPED : Outcome.GIVEN_UP,
          more + (stopped ? "; the partition is stopped already" : "; its partition is given up"),
          cause);
      processor.giveUp(work);
      return;
    }
    meters.stopped();
    RecordFailedException failure =
        failure(
            work,
            Outcome.PARTITION_STOPPED,
            more
                + "; the partition is stopped: resume it with Processing.resume, seek, or have it"
                + " assigned anew",
            cause);
    processor.stop(work, failure);
    processor.report(failure);
  }

  private void report(Work<K, V> work, Outcome outcome, String then, Throwable cause) {
    processor.report(failure(work, outcome, then, cause));
  }

  private RecordFailedException failure(
      Work<K, V> work, Outcome outcome, String then, Throwable cause) {
    ConsumerRecord<K, V> record = work.record;
    int attempts = work.attempts();
    String what =
        attempts == 0
            ? " cannot be processed"
            : " was not processed in " + attempts + (attempts == 1 ? " attempt" : " attempts");
    return new RecordFailedException(
        "the record at offset " + record.offset() + " of " + record.topicPartition() + what + then,
        record.topicPartition(),
        record.offset(),
        attempts,
        outcome,
        cause);
  }

  /** Records of a partition were not done in time. */
  KafkaException givenUp(Lane<K, V> lane, Work<K, V> first) {
    return new RecordFailedException(
        lane.inFlight()
            + " records of "
            + lane.partition
            + " were still being processed when it was given up, the one at offset "
            + first.record.offset()
            + " among them; whoever reads the partition next reads them again",
        lane.partition,
        first.record.offset(),
        first.attempts(),
        Outcome.GIVEN_UP,
        null);
  }
}
