package io.kafkavertx.internal.produce;

import io.kafkavertx.AuthenticationException;
import io.kafkavertx.KafkaException;
import io.kafkavertx.internal.cluster.Cluster;
import io.kafkavertx.internal.cluster.SendOptions;
import io.kafkavertx.internal.net.EventLoop;
import io.kafkavertx.internal.produce.txn.Transactions;
import io.kafkavertx.protocol.message.ProduceResponse;
import io.kafkavertx.spi.CompressionCodec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes batches that may be sent and sends them: once per turn of the loop, many partitions'
 * batches of one broker in one request, as long as the broker is ready and not too many requests
 * are under way.
 */
final class Drain {
  /** zstd's id among the codecs. */
  private static final int ZSTD = 4;

  /** What happens to batches. */
  interface Listener {
    void answered(ProduceCall call, ProduceResponse response);

    void unanswered(ProduceCall call, Throwable cause);

    /** A batch could not be made ready for sending. */
    void unsendable(ProducerBatch batch, KafkaException cause);

    /** A batch holds records that can be sent beside others that cannot. */
    void mixed(ProducerBatch batch);

    /** The broker refuses this client; none of the partitions that it leads can be sent to. */
    void refused(int nodeId, AuthenticationException cause);

    /** The open batch of a partition is to take no more records. */
    void closeOpen(PartitionQueue queue);

    /** Every partition there is. */
    Iterable<PartitionQueue> partitions();

    /** Sequence numbers start again in every partition. */
    void restartSequences();
  }

  private final ProduceConfig config;
  private final Cluster cluster;
  private final EventLoop loop;
  private final Identity identity;
  private final Transactions transactions;
  private final ProduceMetrics metrics;
  private final Listener listener;
  private final Map<Integer, NodeQueue> nodes = new HashMap<>();
  private final List<PartitionQueue> again = new ArrayList<>();
  private boolean scheduled;
  private boolean closed;
  private int requestsInFlight;

  /**
   * @param transactions null without transactions
   */
  Drain(
      ProduceConfig config,
      Cluster cluster,
      Identity identity,
      Transactions transactions,
      ProduceMetrics metrics,
      Listener listener) {
    this.config = config;
    this.cluster = cluster;
    this.loop = cluster.loop();
    this.identity = identity;
    this.transactions = transactions;
    this.metrics = metrics;
    this.listener = listener;
  }

  int requestsInFlight() {
    return requestsInFlight;
  }

  /** Why the broker could not be reached last; null when it could, or nobody tried. */
  Throwable unreachable(int nodeId) {
    NodeQueue node = nodes.get(nodeId);
    return node == null ? null : node.unreachable;
  }

  /** For how long a broker has taken nothing although there is, or was, something to send. */
  long stalledNanos(int nodeId) {
    NodeQueue node = nodes.get(nodeId);
    return node == null || !node.isStalled()
        ? 0
        : Math.max(0, loop.nanoTime() - node.stalledSinceNanos());
  }

  /** A partition may have something to send. */
  void offer(PartitionQueue queue) {
    if (queue.next(config) == null) {
      return;
    }
    if (queue.leader() < 0) {
      // It is offered again when metadata come.
      cluster.requestUpdate();
      return;
    }
    nodes.computeIfAbsent(queue.leader(), NodeQueue::new).offer(queue);
    wake();
  }

  /** Sends what may be sent, after the current turn. */
  void wake() {
    if (!scheduled && !closed) {
      scheduled = true;
      loop.execute(this::run);
    }
  }

  private void run() {
    scheduled = false;
    if (closed) {
      return;
    }
    if (identity.state() instanceof Identity.Bumping
        && requestsInFlight == 0
        && nothingUnresolved()) {
      listener.restartSequences();
      identity.resolved();
      listener.partitions().forEach(this::offer);
    }
    if (identity.state() instanceof Identity.Absent) {
      identity.ensure();
    }
    if (mayStamp() || identity.state() instanceof Identity.Bumping) {
      // A copy: sending may make another node known.
      for (NodeQueue node : new ArrayList<>(nodes.values())) {
        drain(node);
      }
    }
  }

  private boolean mayStamp() {
    return identity.state() instanceof Identity.Ready || identity.state() instanceof Identity.Off;
  }

  private boolean nothingUnresolved() {
    for (PartitionQueue queue : listener.partitions()) {
      if (queue.hasUnresolved()) {
        return false;
      }
    }
    return true;
  }

  private void drain(NodeQueue node) {
    while (!node.isEmpty() && !closed) {
      if (node.inFlight >= config.maxInFlight()) {
        return; // an answer wakes us
      }
      if (!cluster.isReady(node.nodeId)) {
        node.stalls(loop.nanoTime());
        await(node);
        return;
      }
      ProduceCall call = collect(node);
      if (!call.isEmpty()) {
        send(call);
      }
    }
    if (node.inFlight < config.maxInFlight()) {
      node.takes();
    }
  }

  private void await(NodeQueue node) {
    if (node.waiting) {
      return;
    }
    node.waiting = true;
    cluster
        .whenReady(node.nodeId, loop.nanoTime() + config.requestTimeoutNanos())
        .onComplete(
            ready -> {
              node.waiting = false;
              node.unreachable = null;
              wake();
            },
            cause -> unreachable(node, cause));
  }

  private void unreachable(NodeQueue node, Throwable cause) {
    if (closed) {
      return;
    }
    node.unreachable = cause;
    if (cause instanceof AuthenticationException authentication) {
      node.waiting = false;
      listener.refused(node.nodeId, authentication);
      return;
    }
    watch(node);
    node.pause =
        loop.schedule(
            config.backoff(1, loop.random()),
            () -> {
              node.pause = null;
              node.waiting = false;
              wake();
            });
  }

  /**
   * While a broker cannot be reached, looks whether others lead its partitions by now, and more
   * often than connecting is tried: records wait for nothing else.
   */
  private void watch(NodeQueue node) {
    cluster.requestUpdate();
    if (node.watch == null) {
      long interval = Math.max(config.retryBackoffNanos(), config.retryBackoffMaxNanos() / 4);
      node.watch =
          loop.schedule(
              interval,
              () -> {
                node.watch = null;
                if (node.unreachable != null && !node.isEmpty()) {
                  watch(node);
                }
              });
    }
  }

  /** Fills one request; leaves in the node's queue what did not fit or has a second batch. */
  private ProduceCall collect(NodeQueue node) {
    long now = loop.nanoTime();
    ProduceCall call = new ProduceCall(node, now, format(node));
    PartitionQueue queue;
    while ((queue = node.poll()) != null) {
      if (queue.leader() != node.nodeId) {
        offer(queue);
        continue;
      }
      ProducerBatch batch = queue.next(config);
      if (batch == null
          || !(mayStamp() || (batch.isSequenced() && queue.hasUnresolved()))
          || !(transactions == null || transactions.admits(queue.topicPartition))
          || !prepare(batch, call)) {
        continue;
      }
      if (!call.fits(batch, config.maxRequestSize())) {
        node.offerFirst(queue);
        break;
      }
      queue.sent(batch, node.nodeId, now);
      metrics.leaves(batch);
      call.add(batch);
      if (queue.next(config) != null) {
        again.add(queue);
      }
    }
    again.forEach(node::offer);
    again.clear();
    return call;
  }

  /** Producer ids and transactions are of the same release as the newest format. */
  private int format(NodeQueue node) {
    return transactions == null && identity.state() instanceof Identity.Off
        ? MessageFormat.of(cluster, node.nodeId)
        : MessageFormat.CURRENT;
  }

  /** Whether a call could not carry its batches because its broker wants another format by now. */
  boolean isOutdated(ProduceCall call) {
    return call.magic != format(call.node);
  }

  /** Closes, compresses, numbers and signs a batch, as far as that has not happened yet. */
  private boolean prepare(ProducerBatch batch, ProduceCall call) {
    PartitionQueue queue = batch.queue;
    try {
      if (batch.state() == ProducerBatch.State.OPEN) {
        listener.closeOpen(queue);
      }
      if (batch.state() == ProducerBatch.State.FULL) {
        // What is converted is compressed then.
        batch.seal(call.magic == MessageFormat.CURRENT ? config.codec() : null);
        if (!convert(batch, call)) {
          return false;
        }
        metrics.sealed(batch);
      } else if (!convert(batch, call)) {
        return false;
      }
    } catch (RuntimeException e) {
      listener.unsendable(
          batch,
          new KafkaException(
              "a batch for "
                  + queue.topicPartition
                  + " could not be compressed by "
                  + (config.codec() == null ? "nobody" : config.codec().getClass().getName())
                  + ": "
                  + e,
              e));
      return false;
    }
    stamp(batch);
    return true;
  }

  /** Brings a batch into the format of its broker; false when that is not possible. */
  private boolean convert(ProducerBatch batch, ProduceCall call) {
    int node = call.node.nodeId;
    KafkaException refusal = MessageFormat.refusal(cluster, node, config.codec());
    if (refusal == null && batch.magic() == call.magic) {
      return true;
    }
    boolean older = call.magic < MessageFormat.CURRENT;
    if (refusal == null && older && MessageFormat.hasHeaders(batch.builder())) {
      if (batch.count() > 1) {
        listener.mixed(batch);
        return false;
      }
      refusal = MessageFormat.headersRefused(batch, node);
    }
    if (refusal != null) {
      listener.unsendable(batch, refusal);
      return false;
    }
    batch.format(call.magic, config.codec());
    return true;
  }

  private void stamp(ProducerBatch batch) {
    if (batch.isSequenced()) {
      return;
    }
    if (identity.state() instanceof Identity.Ready ready) {
      batch.stamp(
          ready.producerId(), ready.epoch(), batch.queue.nextSequence, transactions != null);
      batch.queue.nextSequence = batch.nextSequence();
    } else if (batch.attempts == 0) {
      batch.stamp(-1, (short) -1, ProducerBatch.NO_SEQUENCE, false);
    }
  }

  private void send(ProduceCall call) {
    CompressionCodec codec = config.codec();
    boolean zstd = codec != null && codec.id() == ZSTD;
    SendOptions options = SendOptions.until(call.sentNanos + config.requestTimeoutNanos());
    if (call.magic < MessageFormat.CURRENT) {
      options =
          call.magic == 0
              ? options.atMost(ProduceCall.FIRST_WITH_MAGIC_1 - 1)
              : options
                  .atLeast(ProduceCall.FIRST_WITH_MAGIC_1)
                  .atMost(ProduceCall.FIRST_WITH_MAGIC_2 - 1);
    } else {
      options =
          options.atLeast(zstd ? ProduceCall.FIRST_WITH_ZSTD : ProduceCall.FIRST_WITH_MAGIC_2);
    }
    if (call.magic == MessageFormat.CURRENT && !call.hasTopicIds()) {
      options = options.atMost(ProduceCall.LAST_WITH_NAMES);
    }
    if (transactions != null) {
      int adds = ProduceCall.FIRST_THAT_ADDS_TO_TRANSACTION;
      options = transactions.isVersion2() ? options.atLeast(adds) : options.atMost(adds - 1);
    }
    call.node.inFlight++;
    requestsInFlight++;
    if (call.node.inFlight < config.maxInFlight()) {
      call.node.takes();
    } else {
      call.node.stalls(call.sentNanos);
    }
    cluster
        .send(
            call.node.nodeId,
            call.request(config, transactions == null ? null : transactions.transactionalId()),
            options)
        .onComplete(
            response -> {
              ended(call);
              call.node.takes();
              listener.answered(call, response);
              wake();
            },
            cause -> {
              ended(call);
              listener.unanswered(call, cause);
              wake();
            });
  }

  private void ended(ProduceCall call) {
    call.node.inFlight--;
    requestsInFlight--;
  }

  void close() {
    closed = true;
    for (NodeQueue node : nodes.values()) {
      if (node.pause != null) {
        node.pause.cancel();
        node.pause = null;
      }
      if (node.watch != null) {
        node.watch.cancel();
        node.watch = null;
      }
    }
  }
}
