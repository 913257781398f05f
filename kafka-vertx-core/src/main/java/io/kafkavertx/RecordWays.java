package io.kafkavertx;

import io.kafkavertx.internal.consumer.ConsumerCore;
import io.kafkavertx.internal.vertx.CallerContext;
import io.kafkavertx.internal.vertx.Claim;
import io.kafkavertx.internal.vertx.ClientShell;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import java.time.Duration;

/** The ways to take records, of which one is in use at a time. */
final class RecordWays<K, V> {
  /** Who takes the records. */
  enum Way {
    HANDLER("handler"),
    BATCH_HANDLER("batchHandler"),
    PARTITIONS("partitionsHandler"),
    RECORDS("records"),
    PROCESS("process");

    private final String method;

    Way(String method) {
      this.method = method;
    }

    private String howToEnd() {
      return switch (this) {
        case RECORDS -> "close what records() has returned";
        case PROCESS -> "only closing the consumer ends that";
        default -> method + "(null) ends that";
      };
    }
  }

  private final ClientShell shell;
  private final ConsumerCore<K, V> core;
  private final int maxBatch;
  private final Duration iterationTimeout;
  private final RecordObservers<K, V> observers;
  private final DeliverySide<K, V> stream;
  private final Claim<Way> inUse = new Claim<>();

  // Of the thread that iterates.
  private RecordIteration<K, V> iteration;

  RecordWays(ClientShell shell, ConsumerCore<K, V> core, ConsumerOptions options) {
    this.shell = shell;
    this.core = core;
    this.maxBatch = options.getMaxPollRecords();
    this.iterationTimeout = options.getConsumerTimeout();
    this.observers = new RecordObservers<>(shell, options);
    this.stream = new DeliverySide<>(shell, core, core.delivery(), observers, maxBatch);
    if (observers.wantCommits()) {
      shell.run(() -> core.commitListener(observers::committed));
    }
  }

  /** Who watches the records. */
  RecordObservers<K, V> observers() {
    return observers;
  }

  /** The stream of the records of all partitions. */
  DeliverySide<K, V> stream() {
    return stream;
  }

  /**
   * Begins to take records in some way.
   *
   * @throws IllegalStateException when another is in use
   */
  private void take(Way way) {
    IllegalStateException refusal = refusal(way);
    if (refusal != null) {
      throw refusal;
    }
  }

  /** Begins to take records in some way; returns why that cannot be, null when it can. */
  IllegalStateException refusal(Way way) {
    Way holder = inUse.take(way);
    return holder == way ? null : taken(way.method, holder);
  }

  /** Returns false when another way is in use, or none. */
  private boolean release(Way way) {
    return inUse.release(way);
  }

  private static IllegalStateException taken(String wanted, Way holder) {
    return new IllegalStateException(
        wanted
            + " cannot be mixed with "
            + holder.method
            + ", which takes the records of this consumer; "
            + holder.howToEnd());
  }

  void handler(Handler<ConsumerRecord<K, V>> handler) {
    if (handler != null) {
      take(Way.HANDLER);
      stream.handler(handler);
    } else if (release(Way.HANDLER)) {
      stream.handler(null);
    }
  }

  void batchHandler(Handler<ConsumerRecords<K, V>> handler) {
    if (handler != null) {
      take(Way.BATCH_HANDLER);
      stream.batchHandler(handler);
    } else if (release(Way.BATCH_HANDLER)) {
      stream.batchHandler(null);
    }
  }

  void partitionsHandler(Handler<PartitionStream<K, V>> handler) {
    if (handler != null) {
      take(Way.PARTITIONS);
      CallerContext caller = CallerContext.current();
      shell.run(
          () ->
              core.outlets()
                  .streams()
                  .handler(
                      outlet ->
                          caller.emit(
                              new PartitionStreamImpl<>(shell, core, outlet, observers, maxBatch),
                              opened -> opened(caller, handler, opened))));
    } else if (release(Way.PARTITIONS)) {
      shell.run(() -> core.outlets().streams().handler(null));
    }
  }

  private void opened(
      CallerContext caller, Handler<PartitionStream<K, V>> handler, PartitionStream<K, V> opened) {
    try {
      handler.handle(opened);
    } catch (Throwable failure) {
      KafkaException named =
          new KafkaException("the handler of partition streams has failed with " + opened, failure);
      shell.run(() -> core.report(named, caller::report));
    }
  }

  /** With the timeout of the options when {@code timeout} is null. */
  RecordIterable<K, V> records(Duration timeout) {
    Duration wait = timeout == null ? iterationTimeout : timeout;
    take(Way.RECORDS);
    iteration =
        new RecordIteration<>(
            shell,
            core.outlets().pulls(),
            observers,
            wait == null ? Long.MAX_VALUE : wait.toNanos(),
            () -> {
              if (release(Way.RECORDS)) {
                shell.run(core.outlets().pulls()::finish);
              }
            });
    return iteration;
  }

  Future<ConsumerRecords<K, V>> poll(Duration timeout, int max) {
    if (max < 1) {
      throw new IllegalArgumentException("cannot poll " + max + " records");
    }
    Way holder = inUse.holder();
    return holder == null
        ? shell.call(() -> core.poll(timeout.toNanos(), max)).map(observers::seen)
        : shell.call(() -> Future.failedFuture(taken("poll", holder)));
  }

  /** On another thread the loop does not know which record the application is at. */
  void reportProgress() {
    stream.reportProgress();
    RecordIteration<K, V> current = iteration;
    if (current != null) {
      current.reportProgress();
    }
  }
}
