package io.kafkavertx.internal.produce;

import io.kafkavertx.AuthenticationException;
import io.kafkavertx.ClientClosedException;
import io.kafkavertx.ClusterMetadata;
import io.kafkavertx.KafkaException;
import io.kafkavertx.RecordMetadata;
import io.kafkavertx.internal.cluster.Cluster;
import io.kafkavertx.internal.net.EventLoop;
import io.kafkavertx.internal.produce.txn.TransactionConfig;
import io.kafkavertx.internal.produce.txn.Transactions;
import io.kafkavertx.protocol.message.ProduceResponse;
import io.kafkavertx.spi.Header;
import io.kafkavertx.spi.PartitionInfo;
import io.kafkavertx.spi.Partitioner;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * A producer without its outer side: takes serialized records, on the event loop only, and
 * completes promises with their results. See the package for how the parts work together.
 */
public final class ProducerCore {
  private final ProduceConfig config;
  private final Cluster cluster;
  private final EventLoop loop;
  private final PartitionChoice partitioner;
  private final ProduceMetrics metrics;
  private final MemoryBound memory;
  private final FlushTracker flushes = new FlushTracker();
  private final Expiry expiry;
  private final Identity identity;
  private final Accumulator accumulator;
  private final Drain drain;
  private final BatchEnd end;
  private final Retries retries;
  private final Outcomes outcomes;
  private final Runnable unsubscribe;

  /** Null without a transactional id. */
  private final Transactions transactions;

  /** Whether records are not taken now. */
  private boolean refusing;

  private long hurryFrom = Long.MAX_VALUE;
  private boolean closing;
  private Future<Void> closed;

  /**
   * @param transaction null without transactions
   * @param cluster stays the caller's to close
   * @param partitioner closed with this; what is measured goes to the cluster's meters
   * @param level told of the bytes of records without a result whenever that changes
   * @param writeFailures told why records failed that share a future, once for a batch
   */
  public ProducerCore(
      ProduceConfig config,
      TransactionConfig transaction,
      Cluster cluster,
      Partitioner partitioner,
      LongConsumer level,
      Consumer<Throwable> writeFailures) {
    this(
        config,
        transaction,
        cluster,
        partitioner,
        level,
        writeFailures,
        new BatchPool(config.batchSize()));
  }

  ProducerCore(
      ProduceConfig config,
      TransactionConfig transaction,
      Cluster cluster,
      Partitioner partitioner,
      LongConsumer level,
      Consumer<Throwable> writeFailures,
      BatchPool pool) {
    this.config = config;
    this.cluster = cluster;
    this.loop = cluster.loop();
    this.partitioner = new PartitionChoice(partitioner);
    memory =
        new MemoryBound(
            config.bufferMemory(),
            bytes -> {
              level.accept(bytes);
              if (bytes >= hurryFrom) {
                hurry();
              }
            });
    metrics = new ProduceMetrics(cluster.meters(), config.batchSize(), this::sample);
    expiry = new Expiry(loop, this::expired);
    transactions =
        transaction == null
            ? null
            : new Transactions(cluster, transaction, new TransactionEvents());
    refusing = transactions != null;
    identity = new Identity(config, cluster, transactions != null, new IdentityEvents());
    drain = new Drain(config, cluster, identity, transactions, metrics, new DrainEvents());
    end =
        new BatchEnd(
            config,
            loop,
            memory,
            flushes,
            pool,
            identity,
            metrics,
            expiry,
            writeFailures,
            this::sendFailed);
    retries = new Retries(config, loop, metrics, end, drain::offer);
    outcomes = new Outcomes(config, cluster, identity, end, retries, transactions != null);
    accumulator =
        new Accumulator(
            config,
            cluster,
            this.partitioner,
            memory,
            flushes,
            pool,
            expiry,
            metrics,
            drain,
            this::isInHurry,
            this::sendFailed);
    unsubscribe = cluster.onUpdate(this::updated);
  }

  /** From how many bytes lingering is of no use, because whoever sends has been told to wait. */
  public void hurryFrom(long bytes) {
    hurryFrom = bytes;
    if (memory.used() >= bytes) {
      hurry();
    }
  }

  /** Tells how things stand. */
  private void sample() {
    ProducerBatch oldest = expiry.first();
    metrics.levels(
        memory.used(),
        expiry.size(),
        drain.requestsInFlight(),
        oldest == null ? 0 : loop.nanoTime() - oldest.createdNanos);
  }

  private boolean isInHurry() {
    return closing || flushes.isActive() || memory.used() >= hurryFrom;
  }

  private void hurry() {
    accumulator.hurry();
  }

  /** Bytes of records without a result. */
  public long used() {
    return memory.used();
  }

  /** How often the producer's epoch was bumped. */
  public int epochBumps() {
    return identity.bumps();
  }

  /**
   * Takes a record.
   *
   * @param partition -1 when the partitioner is to choose
   */
  public void send(
      String topic,
      int partition,
      long timestamp,
      byte[] key,
      byte[] value,
      List<Header> headers,
      Caller caller,
      Promise<RecordMetadata> promise) {
    if (refusing) {
      promise.fail(refusal());
      return;
    }
    accumulator.append(topic, partition, timestamp, key, value, headers, caller, promise);
  }

  /** Takes a record whose result is shared with others of its batch. */
  public Future<Void> write(
      String topic,
      int partition,
      long timestamp,
      byte[] key,
      byte[] value,
      List<Header> headers,
      Caller caller) {
    if (refusing) {
      return Future.failedFuture(refusal());
    }
    return accumulator.append(topic, partition, timestamp, key, value, headers, caller, null);
  }

  private RuntimeException refusal() {
    return closing ? closedException() : transactions.refusal();
  }

  /** The transactions of this producer; null without a transactional id. */
  public Transactions transactions() {
    return transactions;
  }

  /** Why the producer can do nothing more; null as long as it works. */
  public KafkaException failure() {
    return transactions == null ? null : transactions.fatalCause();
  }

  /** A record failed; a transaction is whole or nothing. */
  public void sendFailed(Throwable cause) {
    if (transactions != null) {
      transactions.sendFailed(cause);
    }
  }

  private static ClientClosedException closedException() {
    return new ClientClosedException("the producer has been closed");
  }

  /** Sends everything at once; completes when every record taken before has its result. */
  public Future<Void> flush() {
    Future<Void> done = flushes.flush();
    if (!done.isComplete()) {
      accumulator.closeAll();
    }
    return done;
  }

  /** The partitions of a topic, once they are known. */
  public Future<List<PartitionInfo>> partitionsFor(String topic) {
    if (closing) {
      return Future.failedFuture(closedException());
    }
    accumulator.retain(topic);
    return cluster
        .topicReady(topic, loop.nanoTime() + config.deliveryTimeoutNanos())
        .map(metadata -> metadata.partitions(topic));
  }

  /**
   * Takes no more records; completes when all that were taken have their results, which those that
   * have none by the deadline get then.
   */
  public Future<Void> close(long deadlineNanos) {
    if (closed != null) {
      return closed;
    }
    closing = true;
    refusing = true;
    Promise<Void> done = Promise.promise();
    closed = done.future();
    EventLoop.Timer timer =
        loop.schedule(Math.max(0, deadlineNanos - loop.nanoTime()), () -> abandon(done));
    Future<Void> ended =
        transactions == null ? Future.succeededFuture() : transactions.close(deadlineNanos);
    ended
        .compose(end -> flush())
        .onComplete(
            result -> {
              timer.cancel();
              free(done);
            });
    return closed;
  }

  /** Time is up: what has no result fails. */
  private void abandon(Promise<Void> done) {
    accumulator.abandonWaiting();
    for (PartitionQueue queue : partitions()) {
      for (ProducerBatch batch : queue.all()) {
        end(batch, Failures.closed(batch, situation(batch)));
      }
    }
    free(done);
  }

  private void free(Promise<Void> done) {
    if (done.future().isComplete()) {
      return;
    }
    unsubscribe.run();
    for (PartitionQueue queue : partitions()) {
      if (queue.backoff != null) {
        queue.backoff.cancel();
        queue.backoff = null;
      }
    }
    drain.close();
    identity.close();
    expiry.close();
    accumulator.close();
    sample();
    metrics.close();
    partitioner.close();
    done.complete();
  }

  /** Ends a batch without an answer. */
  private void end(ProducerBatch batch, KafkaException cause) {
    switch (batch.state()) {
      case DONE -> {}
      case ANSWERED -> end.succeed(batch);
      default -> {
        if (batch.state() == ProducerBatch.State.IN_FLIGHT) {
          batch.maybeStored = true;
        }
        accumulator.forget(batch);
        end.fail(batch, cause);
      }
    }
  }

  /** What keeps a batch from being sent; null when nothing is known to. */
  private String situation(ProducerBatch batch) {
    int leader = batch.queue.leader();
    if (leader < 0) {
      return "the partition has no leader";
    }
    Throwable unreachable = drain.unreachable(leader);
    return unreachable == null
        ? null
        : "its leader, broker " + leader + ", cannot be reached: " + unreachable.getMessage();
  }

  private void expired(ProducerBatch batch) {
    long now = loop.nanoTime();
    if (batch.state() == ProducerBatch.State.IN_FLIGHT) {
      batch.inFlightNanos += now - batch.sentNanos;
      batch.sentNanos = now;
    }
    end(batch, Failures.expired(batch, now, config.deliveryTimeoutNanos(), situation(batch)));
    drain.offer(batch.queue);
    drain.wake();
  }

  private List<PartitionQueue> partitions() {
    List<PartitionQueue> all = new ArrayList<>();
    for (TopicQueue topic : accumulator.topics()) {
      all.addAll(List.of(topic.queues()));
    }
    return all;
  }

  private void updated(ClusterMetadata metadata) {
    accumulator
        .update(metadata)
        .forEach(
            (topic, change) -> {
              if (change == TopicQueue.Change.OTHER_TOPIC) {
                identity.bump("topic " + topic.topic() + " was deleted and made again");
              }
            });
    boolean leaderless = false;
    for (PartitionQueue queue : partitions()) {
      boolean changed = queue.leaderFrom(metadata.partition(queue.topicPartition));
      if (changed && queue.hasPending()) {
        retries.newLeader(queue);
      }
      leaderless |= queue.leader() < 0 && queue.hasPending();
    }
    accumulator.placeAllWaiting();
    if (leaderless) {
      cluster.requestUpdate();
    }
    drain.wake();
  }

  /** Fails everything that has not left. */
  private void failUnsent(KafkaException cause, int nodeId) {
    for (PartitionQueue queue : partitions()) {
      if (nodeId >= 0 && queue.leader() != nodeId) {
        continue;
      }
      for (ProducerBatch batch : new ArrayList<>(queue.pending())) {
        end(batch, cause);
      }
    }
  }

  /** What came back to be sent again, after the transaction that it belongs to has failed. */
  private void dropReturned() {
    if (transactions != null && transactions.dropsRecords()) {
      failUnsent(transactions.dropCause(), -1);
    }
  }

  private final class TransactionEvents implements Transactions.Host {
    @Override
    public void identityIs(long producerId, short epoch) {
      accumulator.restartSequences();
      identity.assign(new Identity.Ready(producerId, epoch));
    }

    @Override
    public Future<Void> flush() {
      return ProducerCore.this.flush();
    }

    @Override
    public void dropUnsent(KafkaException cause) {
      Consumer<KafkaException> waiting = accumulator.drop();
      List<ProducerBatch> unsent = new ArrayList<>();
      partitions().forEach(queue -> unsent.addAll(queue.pending()));
      loop.execute(
          () -> {
            waiting.accept(cause);
            unsent.stream()
                .filter(batch -> batch.state() != ProducerBatch.State.IN_FLIGHT)
                .forEach(batch -> end(batch, cause));
          });
    }

    @Override
    public void mayGo() {
      partitions().forEach(drain::offer);
    }

    @Override
    public void stateChanged() {
      refusing = closing || !transactions.takesRecords();
    }
  }

  private final class IdentityEvents implements Identity.Listener {
    @Override
    public void epochNeeded(String reason) {
      transactions.sequencesInDoubt(reason);
    }

    @Override
    public void identityReady() {
      drain.wake();
    }

    @Override
    public void identityRefused(KafkaException cause) {
      failUnsent(cause, -1);
    }
  }

  private final class DrainEvents implements Drain.Listener {
    @Override
    public void answered(ProduceCall call, ProduceResponse response) {
      outcomes.answered(call, response);
      dropReturned();
      call.batches().forEach(batch -> drain.offer(batch.queue));
    }

    @Override
    public void unanswered(ProduceCall call, Throwable cause) {
      outcomes.unanswered(call, cause, drain.isOutdated(call));
      dropReturned();
      call.batches().forEach(batch -> drain.offer(batch.queue));
    }

    @Override
    public void unsendable(ProducerBatch batch, KafkaException cause) {
      end(batch, cause);
    }

    @Override
    public void mixed(ProducerBatch batch) {
      end.replace(batch, BatchSplitter.split(batch, null));
      drain.offer(batch.queue);
    }

    @Override
    public void refused(int nodeId, AuthenticationException cause) {
      failUnsent(cause, nodeId);
    }

    @Override
    public void closeOpen(PartitionQueue queue) {
      accumulator.closeOpen(queue);
    }

    @Override
    public Iterable<PartitionQueue> partitions() {
      return ProducerCore.this.partitions();
    }

    @Override
    public void restartSequences() {
      accumulator.restartSequences();
    }
  }
}
