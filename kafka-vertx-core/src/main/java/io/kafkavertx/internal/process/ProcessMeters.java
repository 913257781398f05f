package io.kafkavertx.internal.process;

import io.kafkavertx.internal.metrics.Count;
import io.kafkavertx.internal.metrics.Level;
import io.kafkavertx.internal.metrics.Meters;
import io.kafkavertx.internal.metrics.Metric;

/** The measurements of processing. What happens for each record is told with the next sample. */
final class ProcessMeters {
  private final Meters meters;
  private final Count completed;
  private final Count retries;
  private final Count timeouts;
  private final Count skips;
  private final Count deadLetters;
  private final Count stops;
  private final Level inFlight;
  private final Level waiting;
  private final Level oldest;
  private final Runnable stopSampling;
  private long done;

  ProcessMeters(Meters meters, Runnable sample) {
    this.meters = meters;
    completed = meters.count(Metric.PROCESSED);
    retries = meters.count(Metric.PROCESS_RETRIES);
    timeouts = meters.count(Metric.PROCESS_TIMEOUTS);
    skips = meters.count(Metric.PROCESS_SKIPPED);
    deadLetters = meters.count(Metric.DEAD_LETTERS);
    stops = meters.count(Metric.PROCESS_STOPS);
    inFlight = meters.level(Metric.PROCESS_IN_FLIGHT);
    waiting = meters.level(Metric.PROCESS_WAITING);
    oldest = meters.level(Metric.PROCESS_AGE);
    stopSampling = meters.onSample(sample);
  }

  void done() {
    done++;
  }

  void retried() {
    retries.add(1);
  }

  void timedOut() {
    timeouts.add(1);
  }

  void skipped() {
    skips.add(1);
  }

  void deadLettered() {
    deadLetters.add(1);
  }

  void stopped() {
    stops.add(1);
  }

  void levels(int recordsInFlight, int recordsWaiting, long oldestNanos) {
    if (done > 0) {
      completed.add(done);
      done = 0;
    }
    inFlight.set(recordsInFlight);
    waiting.set(recordsWaiting);
    oldest.set(oldestNanos);
  }

  void close() {
    stopSampling.run();
    meters.release(completed);
    meters.release(retries);
    meters.release(timeouts);
    meters.release(skips);
    meters.release(deadLetters);
    meters.release(stops);
    meters.release(inFlight);
    meters.release(waiting);
    meters.release(oldest);
  }
}
