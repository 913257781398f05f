package io.kafkavertx.internal.produce.txn;

import io.kafkavertx.BrokerErrorException;
import io.kafkavertx.ConsumerGroupMetadata;
import io.kafkavertx.KafkaException;
import io.kafkavertx.OffsetAndMetadata;
import io.kafkavertx.internal.cluster.Cluster;
import io.kafkavertx.internal.collect.OrderedCopy;
import io.kafkavertx.internal.produce.txn.TransactionState.AbortableError;
import io.kafkavertx.internal.produce.txn.TransactionState.Aborting;
import io.kafkavertx.internal.produce.txn.TransactionState.Committing;
import io.kafkavertx.internal.produce.txn.TransactionState.Fatal;
import io.kafkavertx.internal.produce.txn.TransactionState.InTransaction;
import io.kafkavertx.internal.produce.txn.TransactionState.Initializing;
import io.kafkavertx.internal.produce.txn.TransactionState.Ready;
import io.kafkavertx.internal.produce.txn.TransactionState.Uninitialized;
import io.kafkavertx.internal.produce.txn.TransactionState.Unresolved;
import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.util.Map;

/**
 * The transactions of one producer, as a state machine; {@link TransactionState} has the diagram.
 *
 * <p>Two protocols are spoken. With transaction version 2 (KIP-890) a partition becomes part of the
 * transaction with its first batch, and each end gives the producer its next epoch, so nothing that
 * was delayed on its way can touch a later transaction. With version 0 and 1 partitions are added
 * by a request of their own, and the epoch stays; see {@link Standing}. Which one is spoken is
 * decided when a transaction begins.
 */
public final class Transactions {
  private static final Logger LOG = LoggerFactory.getLogger(Transactions.class);
  private static final String FEATURE = "transaction.version";
  private static final int VERSION_2 = 2;

  /** What the producer does for its transactions. */
  public interface Host {
    /** Batches may be sent under this identity; their sequence numbers start at zero. */
    void identityIs(long producerId, short epoch);

    /** Completes when everything that was sent has its result. */
    Future<Void> flush();

    /** Fails what has not left by now; whoever waits is told after the current turn. */
    void dropUnsent(KafkaException cause);

    /** Batches that were not {@linkplain Transactions#admits admitted} may be now. */
    void mayGo();

    /** Whether records are taken may have changed. */
    void stateChanged();
  }

  private final Cluster cluster;
  private final TransactionConfig config;
  private final Host host;
  private final Standing standing;
  private final OffsetsToCommit offsetsToCommit;
  private final PartitionsToAdd partitions;
  private TransactionState state = new Uninitialized();
  private OpenTransaction open = new OpenTransaction(false);
  private boolean closing;
  private long closeNanos;

  public Transactions(Cluster cluster, TransactionConfig config, Host host) {
    this.cluster = cluster;
    this.config = config;
    this.host = host;
    this.standing = new Standing(new TransactionRequests(cluster, config), host);
    this.offsetsToCommit = new OffsetsToCommit(cluster, config);
    this.partitions =
        new PartitionsToAdd(cluster, config, standing, this::deadline, host::mayGo, this::failed);
  }

  public String transactionalId() {
    return config.transactionalId();
  }

  /** How often the producer asked for another epoch because something was not settled. */
  public int newEpochs() {
    return standing.newEpochs();
  }

  /** Whether the open transaction speaks version 2 of the protocol. */
  public boolean isVersion2() {
    return open.version2;
  }

  /** Whether {@link #init} has not been called, or has failed in a way that may pass. */
  public boolean isUninitialized() {
    return state instanceof Uninitialized;
  }

  TransactionState state() {
    return state;
  }

  /** Whether records are taken now. */
  public boolean takesRecords() {
    return state instanceof InTransaction;
  }

  /** Whether what has not been sent must not be sent any more. */
  public boolean dropsRecords() {
    return state instanceof AbortableError || state instanceof Aborting || state instanceof Fatal;
  }

  /** Why nothing is possible any more; null as long as something is. */
  public KafkaException fatalCause() {
    return state instanceof Fatal fatal ? fatal.cause() : null;
  }

  /** Why records are dropped. */
  public KafkaException dropCause() {
    return state instanceof Fatal
        ? fatalCause()
        : TransactionFailures.dropped(state instanceof AbortableError error ? error.cause() : null);
  }

  /** Why a record is not taken now. */
  public RuntimeException refusal() {
    return wrongState("send()");
  }

  /** Whether a batch of a partition may be sent; if not, the host is told when it may. */
  public boolean admits(TopicPartition partition) {
    boolean goesOn = state instanceof InTransaction || state instanceof Committing;
    if (!goesOn || !open.begun.succeeded()) {
      return false;
    }
    standing.used(open);
    if (open.version2) {
      open.started = true;
      return true;
    }
    return partitions.contains(partition);
  }

  private void enter(TransactionState next) {
    if (LOG.isDebugEnabled()) {
      LOG.debug(transactionalId() + ": " + state.name() + " -> " + next.name());
    }
    state = next;
    host.stateChanged();
  }

  private long deadline() {
    long normal = cluster.loop().nanoTime() + config.patienceNanos();
    return closing && closeNanos - normal < 0 ? closeNanos : normal;
  }

  private Future<Void> wrong(String call) {
    return Future.failedFuture(wrongState(call));
  }

  private RuntimeException wrongState(String call) {
    if (state instanceof Fatal fatal) {
      return fatal.cause();
    }
    if (state instanceof AbortableError error) {
      return TransactionFailures.abortable(error.cause());
    }
    return new IllegalStateException(
        call + " is not possible while the producer is " + state.name() + ": " + state.advice());
  }

  /** Gets the producer its identity, which ends what an earlier producer has left open. */
  public Future<Void> init() {
    if (state instanceof Initializing initializing) {
      return initializing.done().future();
    }
    if (!(state instanceof Uninitialized)) {
      return wrong("initTransactions()");
    }
    Promise<Void> done = Promise.promise();
    enter(new Initializing(done));
    standing.takeOver(deadline()).onSuccess(ending -> inited(done, ending));
    return done.future();
  }

  private void inited(Promise<Void> done, Ending<?> ending) {
    if (ending instanceof Ending.Answered) {
      enter(new Ready());
      done.complete();
      return;
    }
    if (ending.isFatal()) {
      fatal(ending.cause());
    } else {
      enter(new Uninitialized());
    }
    done.fail(ending.cause());
  }

  /**
   * Opens a transaction. Records are taken at once; they are sent as soon as the future has
   * completed, which it has already unless the end of the last transaction is still to be settled.
   */
  public Future<Void> begin() {
    if (!(state instanceof Ready) && !(state instanceof Unresolved)) {
      return wrong("beginTransaction()");
    }
    OpenTransaction last = open;
    // The next one may not begin after all; then the last is still to be ended.
    last.started = isStarted();
    Unresolved unresolved = state instanceof Unresolved u ? u : null;
    OpenTransaction next = new OpenTransaction(cluster.finalizedFeature(FEATURE) >= VERSION_2);
    standing.beginning(next);
    open = next;
    partitions.clear();
    enter(new InTransaction());
    if (unresolved == null && !standing.needsEpoch()) {
      return next.begun;
    }
    // Meanwhile nothing is admitted, so nothing leaves under an identity that may have to go.
    Promise<Void> begun = Promise.promise();
    next.begun = begun.future();
    standing
        .settle(unresolved == null ? null : last, unresolved, deadline())
        .onSuccess(
            ending -> {
              if (ending.isSettled()) {
                begun.complete();
                host.mayGo();
              } else if (unresolved == null || last.settled) {
                notBegun(begun, new Ready(), ending);
              } else {
                open = last;
                notBegun(begun, unresolved, ending);
              }
            });
    return next.begun;
  }

  private void notBegun(Promise<Void> begun, TransactionState back, Ending<?> ending) {
    if (ending.isFatal()) {
      fatal(ending.cause());
    } else if (!(state instanceof Fatal)) {
      enter(back);
    }
    host.dropUnsent(ending.cause());
    begun.fail(ending.cause());
  }

  /** Makes offsets part of the transaction. */
  public Future<Void> sendOffsets(
      Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
    if (!(state instanceof InTransaction)) {
      return wrong("sendOffsetsToTransaction()");
    }
    if (offsets.isEmpty()) {
      return Future.succeededFuture();
    }
    OpenTransaction transaction = open;
    Map<TopicPartition, OffsetAndMetadata> own = OrderedCopy.of(offsets);
    Future<Void> done =
        Future.join(transaction.begun, transaction.offsets)
            .compose(ready -> commitOffsets(transaction, own, group));
    transaction.offsets = done.otherwiseEmpty();
    return done;
  }

  private Future<Void> commitOffsets(
      OpenTransaction transaction,
      Map<TopicPartition, OffsetAndMetadata> offsets,
      ConsumerGroupMetadata group) {
    if (dropsRecords()) {
      return Future.failedFuture(dropCause());
    }
    transaction.started = true;
    standing.used(transaction);
    return offsetsToCommit
        .add(transaction, offsets, group, standing, deadline())
        .compose(
            ending -> {
              if (ending instanceof Ending.Answered) {
                return Future.succeededFuture();
              }
              failed(ending);
              return Future.failedFuture(ending.cause());
            });
  }

  /** Sends everything, and commits when all of it was stored. */
  public Future<Void> commit() {
    boolean again = state instanceof Unresolved unresolved && unresolved.commit();
    if (!again && !(state instanceof InTransaction)) {
      return wrong("commitTransaction()");
    }
    Committing committing = new Committing(Promise.promise());
    enter(committing);
    if (again) {
      endCommit(committing);
    } else {
      OpenTransaction transaction = open;
      transaction
          .begun
          .compose(ready -> host.flush())
          .compose(flushed -> transaction.offsets)
          .compose(sent -> partitions.idle())
          .onComplete(ready -> endCommit(committing), cause -> committing.done().tryFail(cause));
    }
    return committing.done().future();
  }

  private void endCommit(Committing committing) {
    if (state != committing) {
      return; // something has failed meanwhile, and the future has told
    }
    if (!isStarted()) {
      enter(new Ready());
      committing.done().complete();
      return;
    }
    standing
        .end(open, true, deadline())
        .onSuccess(ending -> commitEnded(committing.done(), ending));
  }

  private boolean isStarted() {
    return open.started || partitions.isAsked();
  }

  private void commitEnded(Promise<Void> done, Ending<?> ending) {
    KafkaException cause = ending.cause();
    if (ending instanceof Ending.Answered) {
      enter(new Ready());
      done.complete();
    } else if (ending.isFatal()) {
      fatal(cause);
      done.tryFail(open.endInDoubt ? TransactionFailures.unknownCommit(cause, false) : cause);
    } else if (ending instanceof Ending.TimedOut) {
      enter(open.endInDoubt ? new Unresolved(true) : new InTransaction());
      done.fail(open.endInDoubt ? TransactionFailures.unknownCommit(cause, true) : cause);
    } else if (ending.isUnknownProducer() && open.endInDoubt) {
      // Too late to learn whether it was committed, but nothing of it is open any more.
      standing.needEpoch("the coordinator does not know the producer any more");
      enter(new Ready());
      done.fail(TransactionFailures.unknownCommit(cause, false));
    } else {
      abortable(
          ending.isNotOpen()
              ? TransactionFailures.gone(cause, config.transactionTimeoutMillis())
              : cause,
          ending.isUnknownProducer());
    }
  }

  /** Drops what has not been sent, waits for what is under way, and aborts. */
  public Future<Void> abort() {
    boolean again = state instanceof Unresolved unresolved && !unresolved.commit();
    boolean failed = state instanceof AbortableError;
    if (!again && !failed && !(state instanceof InTransaction)) {
      return wrong("abortTransaction()");
    }
    KafkaException dropped = dropCause();
    Aborting aborting = new Aborting(Promise.promise());
    enter(aborting);
    if (again) {
      endAbort(aborting);
    } else {
      OpenTransaction transaction = open;
      partitions.stop();
      host.dropUnsent(dropped);
      transaction
          .begun
          .otherwiseEmpty()
          .compose(ready -> partitions.idle())
          .compose(idle -> transaction.offsets)
          .compose(sent -> host.flush())
          .onComplete(flushed -> endAbort(aborting));
    }
    return aborting.done().future();
  }

  private void endAbort(Aborting aborting) {
    if (state instanceof Fatal fatal) {
      aborting.done().fail(fatal.cause());
    } else if (state != aborting) {
      aborting.done().complete(); // it had not begun
    } else if (!isStarted()) {
      enter(new Ready());
      aborting.done().complete();
    } else {
      standing
          .end(open, false, deadline())
          .onSuccess(
              ending -> {
                if (open.version2 && ending.outcome() == TransactionOutcome.FENCED) {
                  makeSure(aborting.done(), ending);
                } else {
                  abortEnded(aborting.done(), ending);
                }
              });
    }
  }

  /**
   * A coordinator that is still writing the end of the transaction before this one calls a producer
   * fenced, too, when nothing of this one has got to it. Asking for the next epoch tells, and
   * leaves nothing open.
   */
  private void makeSure(Promise<Void> done, Ending<?> fenced) {
    standing
        .renew("an abort was refused", deadline())
        .onSuccess(renewed -> abortEnded(done, renewed.isFatal() ? fenced : renewed));
  }

  private void abortEnded(Promise<Void> done, Ending<?> ending) {
    boolean nothing = ending.isNotOpen() || ending.isUnknownProducer();
    if (nothing) {
      standing.needEpoch("the coordinator had nothing to abort");
    }
    if (nothing || ending instanceof Ending.Answered) {
      enter(new Ready());
      done.complete();
      return;
    }
    if (ending.isFatal()) {
      fatal(ending.cause());
    } else if (ending instanceof Ending.TimedOut) {
      enter(new Unresolved(false));
    } else {
      enter(new AbortableError(ending.cause()));
    }
    done.fail(ending.cause());
  }

  /** Sequence numbers are not what the brokers think, or may not be. */
  public void sequencesInDoubt(String why) {
    standing.needEpoch(why);
  }

  /** A record was not stored, or may not have been. */
  public void sendFailed(Throwable cause) {
    if (!(state instanceof InTransaction) && !(state instanceof Committing)) {
      return;
    }
    KafkaException known =
        cause instanceof KafkaException kafka
            ? kafka
            : new KafkaException("a record could not be sent: " + cause, cause);
    Throwable root = cause.getCause() instanceof BrokerErrorException ? cause.getCause() : cause;
    if (root instanceof BrokerErrorException refused) {
      failed(
          TransactionOutcome.of(ApiKey.PRODUCE, refused.code()),
          TransactionFailures.ofRecord(refused, known));
    } else {
      failed(TransactionOutcome.ABORTABLE, known);
    }
  }

  private void failed(Ending<?> ending) {
    failed(ending.outcome(), ending.cause());
  }

  private void failed(TransactionOutcome outcome, KafkaException cause) {
    if (outcome == TransactionOutcome.FENCED || outcome == TransactionOutcome.FATAL) {
      fatal(cause);
    } else {
      abortable(cause, outcome == TransactionOutcome.NEW_EPOCH);
    }
  }

  private void abortable(KafkaException cause, boolean unknownProducer) {
    if (unknownProducer) {
      standing.needEpoch("the coordinator does not know the producer any more");
    }
    TransactionState before = state;
    if (before instanceof InTransaction || before instanceof Committing) {
      enter(new AbortableError(cause));
      partitions.stop();
      host.dropUnsent(TransactionFailures.dropped(cause));
    }
    if (before instanceof Committing committing) {
      committing.done().tryFail(TransactionFailures.abortable(cause));
    }
  }

  private void fatal(KafkaException cause) {
    if (state instanceof Fatal) {
      return;
    }
    TransactionState before = state;
    enter(new Fatal(cause));
    partitions.stop();
    host.dropUnsent(cause);
    if (before instanceof Committing committing && !open.endInDoubt) {
      committing.done().tryFail(cause);
    }
  }

  /** Aborts what is open, or waits for its end. Completes well in any case. */
  public Future<Void> close(long deadlineNanos) {
    closing = true;
    closeNanos = deadlineNanos;
    Future<Void> end = Future.succeededFuture();
    if (state instanceof InTransaction || state instanceof AbortableError) {
      end = abort();
    } else if (state instanceof Unresolved unresolved) {
      end = unresolved.commit() ? commit() : abort();
    } else if (state instanceof Committing committing) {
      end = committing.done().future();
    } else if (state instanceof Aborting aborting) {
      end = aborting.done().future();
    }
    return end.otherwiseEmpty();
  }
}
