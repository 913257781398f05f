package io.kafkavertx.tests.sim;

import io.kafkavertx.ConsumerGroupMetadata;
import io.kafkavertx.KafkaTimeoutException;
import io.kafkavertx.OffsetAndMetadata;
import io.kafkavertx.OutcomeUnknownException;
import io.kafkavertx.ProducerFencedException;
import io.kafkavertx.ProducerOptions;
import io.kafkavertx.RecordMetadata;
import io.kafkavertx.internal.cluster.Cluster;
import io.kafkavertx.internal.plugin.Plugins;
import io.kafkavertx.internal.produce.Caller;
import io.kafkavertx.internal.produce.ProduceConfig;
import io.kafkavertx.internal.produce.ProducerCore;
import io.kafkavertx.internal.produce.txn.TransactionConfig;
import io.kafkavertx.internal.produce.txn.Transactions;
import io.kafkavertx.spi.TopicPartition;
import io.kafkavertx.testkit.sim.PromiseLedger;
import io.kafkavertx.testkit.sim.SimEventLoop;
import io.kafkavertx.testkit.sim.SimFailure;
import io.kafkavertx.testkit.sim.SimWorld;
import io.kafkavertx.tests.sim.TransactionHistory.Outcome;
import io.kafkavertx.tests.sim.TransactionHistory.Transaction;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * An application that does one transaction after the other and goes by what it is told: aborts what
 * can be aborted, asks again or begins anew where the outcome is unknown, and stops when it is
 * fenced.
 */
final class SimTransactor {
  static final TopicPartition INPUT = new TopicPartition("in", 0);
  static final String GROUP = "copiers";

  private final SimWorld world;
  private final RandomGenerator random;
  private final TransactionHistory history;
  private final PromiseLedger ledger;
  private final int instance;
  private final SimEventLoop loop;
  private final Cluster cluster;
  private final ProducerCore producer;
  private final long[] input;

  /** How many have taken over before. */
  private int rank;

  /** Asks once more how the last transaction ends; null where that is settled. */
  private Runnable unsettled;

  private int number;
  private int committed;
  private boolean stopping;
  private boolean stopped;
  private boolean fenced;
  private boolean crashed;

  /**
   * @param input the next offset to consume, shared by all instances
   */
  SimTransactor(
      SimWorld world,
      ProducerOptions options,
      TransactionHistory history,
      PromiseLedger ledger,
      int instance,
      long[] input) {
    this.world = world;
    this.random = world.random();
    this.history = history;
    this.ledger = ledger;
    this.instance = instance;
    this.input = input;
    loop = world.loop("copier " + instance);
    cluster = Cluster.open(loop, world.network().transport(loop), options);
    producer =
        new ProducerCore(
            ProduceConfig.of(options, null),
            TransactionConfig.of(options),
            cluster,
            Plugins.partitioner(options.getPartitioner()).create(new JsonObject()),
            bytes -> {},
            failure -> world.trace("write failed: " + failure));
    loop.execute(this::init);
  }

  private Transactions transactions() {
    return producer.transactions();
  }

  private <T> Future<T> track(String what, Future<T> future) {
    return ledger.track(instance + " " + what, future);
  }

  private void init() {
    if (stopping) {
      stopped = true;
      return;
    }
    track("init", transactions().init())
        .onComplete(
            done -> {
              rank = history.takeOver();
              begin();
            },
            cause -> failed(cause, this::init));
  }

  private void pause(Runnable then) {
    loop.schedule(Duration.ofMillis(1 + random.nextInt(60)).toNanos(), then);
  }

  /** What every call may meet with. */
  private void failed(Throwable cause, Runnable again) {
    world.trace(instance + " is told " + cause);
    if (cause instanceof ProducerFencedException
        || cause instanceof OutcomeUnknownException
            && cause.getCause() instanceof ProducerFencedException) {
      fenced = true;
      stopped = true;
    } else if (cause instanceof KafkaTimeoutException) {
      pause(again);
    } else {
      throw new SimFailure("copier " + instance + " was told " + cause, cause);
    }
  }

  private void begin() {
    if (stopping) {
      stopped = true;
      return;
    }
    Transaction transaction = history.begin(rank, number++);
    Future<Void> begun = track("begin", transactions().begin());
    transaction.begun = begun;
    boolean impatient = begun.isComplete() || random.nextBoolean();
    if (impatient) {
      work(transaction);
    }
    begun.onComplete(
        done -> {
          unsettled = null;
          if (!impatient) {
            work(transaction);
          }
        },
        cause -> {
          transaction.outcome = Outcome.ABORTED;
          failed(cause, unsettled != null && random.nextBoolean() ? unsettled : this::begin);
        });
  }

  private void work(Transaction transaction) {
    int records = random.nextInt(12);
    for (int i = 0; i < records; i++) {
      send(transaction, i);
    }
    if (records > 0 && random.nextInt(3) == 0) {
      transaction.offset = ++input[0];
      track(
              "offsets",
              transactions()
                  .sendOffsets(
                      Map.of(INPUT, new OffsetAndMetadata(transaction.offset)),
                      new ConsumerGroupMetadata(GROUP, -1, "", null)))
          .onFailure(cause -> world.trace("offsets of " + transaction.name + ": " + cause));
    }
    if (random.nextInt(4) == 0) {
      pause(() -> end(transaction));
    } else {
      end(transaction);
    }
  }

  private void send(Transaction transaction, int index) {
    TopicPartition partition = new TopicPartition("out", random.nextInt(3));
    String value = transaction.name + "/" + index;
    transaction.values.put(value, partition);
    Promise<RecordMetadata> promise = Promise.promise();
    track("record " + value, promise.future());
    producer.send(
        partition.topic(),
        partition.partition(),
        world.wallMillis(),
        null,
        value.getBytes(StandardCharsets.UTF_8),
        List.of(),
        Caller.ON_LOOP,
        promise);
  }

  private void end(Transaction transaction) {
    if (stopped || transaction.begun.failed()) {
      return; // it could not even begin, and somebody else goes on
    }
    if (random.nextInt(8) == 0) {
      abort(transaction);
    } else {
      commit(transaction);
    }
  }

  private void commit(Transaction transaction) {
    track("commit", transactions().commit())
        .onComplete(
            done -> {
              transaction.outcome = Outcome.COMMITTED;
              unsettled = null;
              committed++;
              pause(this::begin);
            },
            cause -> notCommitted(transaction, cause));
  }

  private void notCommitted(Transaction transaction, Throwable cause) {
    world.trace(instance + " could not commit " + transaction.name + ": " + cause);
    if (transaction.begun.failed() || stopped) {
      return;
    }
    if (isSettled(cause)) {
      pause(this::begin);
      return;
    }
    if (cause instanceof OutcomeUnknownException
        && !(cause.getCause() instanceof ProducerFencedException)) {
      unsettled = () -> commit(transaction);
      if (random.nextBoolean()) {
        pause(() -> commit(transaction));
      } else {
        pause(this::begin);
      }
    } else if (cause instanceof OutcomeUnknownException) {
      failed(cause, this::begin);
    } else {
      transaction.outcome = Outcome.ABORTED;
      if (cause instanceof ProducerFencedException) {
        failed(cause, this::begin);
      } else {
        pause(() -> abort(transaction));
      }
    }
  }

  private void abort(Transaction transaction) {
    if (transaction.begun.failed() || stopped) {
      return;
    }
    track("abort", transactions().abort())
        .onComplete(
            done -> {
              transaction.outcome = Outcome.ABORTED;
              unsettled = null;
              if (!transaction.begun.failed()) {
                pause(this::begin);
              }
            },
            cause -> {
              if (transaction.begun.failed()) {
                return;
              }
              transaction.outcome = Outcome.ABORTED;
              if (isSettled(cause)) {
                pause(this::begin);
                return;
              }
              unsettled = () -> abort(transaction);
              failed(cause, random.nextBoolean() ? () -> abort(transaction) : this::begin);
            });
  }

  /** The end was settled by a beginning that failed later, so there is nothing to ask again. */
  private boolean isSettled(Throwable cause) {
    return unsettled != null && cause instanceof IllegalStateException;
  }

  int committed() {
    return committed;
  }

  int newEpochs() {
    return transactions().newEpochs();
  }

  boolean isFenced() {
    return fenced;
  }

  /** It may do more transactions. */
  boolean isAlive() {
    return !fenced && !crashed;
  }

  boolean isCrashed() {
    return crashed;
  }

  boolean isStopped() {
    return stopped;
  }

  /** Begins no more transactions. */
  void stop() {
    stopping = true;
  }

  /** Dies without a word. */
  void crash() {
    crashed = true;
    stopped = true;
    world.crash(loop);
  }

  /** Closes; afterwards nothing may be left. */
  void close() {
    SimSetting.await(
        world, loop, () -> producer.close(loop.nanoTime() + 5_000_000_000L), Duration.ofSeconds(6));
    SimSetting.close(world, loop, cluster);
  }
}
