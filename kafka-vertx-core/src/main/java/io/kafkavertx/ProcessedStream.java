package io.kafkavertx;

import io.kafkavertx.internal.consumer.ConsumerCore;
import io.kafkavertx.internal.process.Attempt;
import io.kafkavertx.internal.process.ProcessConfig;
import io.kafkavertx.internal.vertx.CallerContext;
import io.kafkavertx.internal.vertx.ClientShell;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;

/** The outer side of processing: from and to the caller's context. */
final class ProcessedStream<K, V> implements Processing {
  /** Nothing is being written any more when the consumer has closed: records were waited for. */
  private static final Duration CLOSE_PRODUCER = Duration.ofSeconds(1);

  private final ClientShell shell;
  private final ConsumerCore<K, V> core;
  private final ProcessConfig config;
  private final ProcessContext<K, V> place;
  private final DeadLetterProducer deadLetters;

  // Of the loop.
  private RuntimeException refused;

  /**
   * @param options not used by anybody else any more
   */
  ProcessedStream(
      ClientShell shell,
      ConsumerCore<K, V> core,
      ConsumerOptions consumer,
      ProcessOptions options,
      Function<Attempt<K, V>, Future<?>> work) {
    options.validate();
    this.shell = shell;
    this.core = core;
    this.config = ProcessConfig.of(options, consumer);
    this.place = new ProcessContext<>(shell, CallerContext.current(), options.isBlocking(), work);
    this.deadLetters =
        options.getOnFailure() == ProcessOptions.OnFailure.DEAD_LETTER
            ? new DeadLetterProducer(shell, consumer, options.getDeadLetterProducer())
            : null;
  }

  /**
   * On the loop.
   *
   * @param taken why records cannot be had; null when they can
   */
  void start(IllegalStateException taken) {
    try {
      if (taken != null) {
        throw taken;
      }
      place.open();
      core.processed().start(config, place, deadLetters);
    } catch (IllegalStateException e) {
      refused = e;
      core.report(e);
    }
  }

  @Override
  public Future<ProcessingStatus> status() {
    return shell.call(
        () -> refused != null ? Future.failedFuture(refused) : core.processed().status());
  }

  @Override
  public Future<Void> resume(TopicPartition partition) {
    Objects.requireNonNull(partition, "partition");
    return shell.call(
        () -> refused != null ? Future.failedFuture(refused) : core.processed().resume(partition));
  }

  /**
   * To be run on the loop before the consumer is closed: when the current thread is working on a
   * record, closing must not wait for that record, which may be waiting for it.
   */
  Runnable fromWithin() {
    Attempt<K, V> attempt = place.current();
    return attempt == null ? () -> {} : attempt::closesTheConsumer;
  }

  /** On the loop. */
  Future<Void> close() {
    return deadLetters == null ? Future.succeededFuture() : deadLetters.close(CLOSE_PRODUCER);
  }
}
