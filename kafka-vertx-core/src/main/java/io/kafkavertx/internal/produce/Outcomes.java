package io.kafkavertx.internal.produce;

import io.kafkavertx.AuthenticationException;
import io.kafkavertx.ConnectionException;
import io.kafkavertx.KafkaException;
import io.kafkavertx.UnsupportedVersionException;
import io.kafkavertx.internal.cluster.Cluster;
import io.kafkavertx.internal.metrics.ErrorType;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.ProduceResponse;
import io.kafkavertx.spi.Node;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads answers, or their absence, and decides what becomes of each batch by the table of {@link
 * ProduceOutcome}.
 */
final class Outcomes {
  private static final Logger LOG = LoggerFactory.getLogger(Outcomes.class);

  private final ProduceConfig config;
  private final Cluster cluster;
  private final Identity identity;
  private final BatchEnd end;
  private final Retries retries;
  private final boolean transactional;

  Outcomes(
      ProduceConfig config,
      Cluster cluster,
      Identity identity,
      BatchEnd end,
      Retries retries,
      boolean transactional) {
    this.transactional = transactional;
    this.config = config;
    this.cluster = cluster;
    this.identity = identity;
    this.end = end;
    this.retries = retries;
  }

  void answered(ProduceCall call, ProduceResponse response) {
    if (config.acks() == 0) {
      for (ProducerBatch batch : call.batches()) {
        if (isWaitedFor(batch)) {
          end.stored(batch, -1, -1);
        }
      }
      return;
    }
    for (ProduceResponse.TopicProduceResponse topic : response.responses()) {
      for (ProduceResponse.PartitionProduceResponse partition : topic.partitionResponses()) {
        ProducerBatch batch = call.find(topic.name(), topic.topicId(), partition.index());
        if (batch == null) {
          LOG.warn(
              broker(call)
                  + " answered a produce request for partition "
                  + partition.index()
                  + " of "
                  + topic.name()
                  + ", which was not in it");
        } else if (isWaitedFor(batch)) {
          decide(call, batch, partition, response.nodeEndpoints());
        }
      }
    }
    for (ProducerBatch batch : call.batches()) {
      if (isWaitedFor(batch)) {
        batch.maybeStored = true;
        batch.lastErrorType = "NOT_MENTIONED";
        retries.later(
            batch,
            "the answer of " + broker(call) + " did not mention " + batch.queue.topicPartition,
            true);
      }
    }
  }

  /** False for a batch that has expired while it was under way: its records have their results. */
  private static boolean isWaitedFor(ProducerBatch batch) {
    return batch.state() == ProducerBatch.State.IN_FLIGHT;
  }

  private void decide(
      ProduceCall call,
      ProducerBatch batch,
      ProduceResponse.PartitionProduceResponse answer,
      List<ProduceResponse.NodeEndpoint> endpoints) {
    ErrorCode code = ErrorCode.forCode(answer.errorCode());
    batch.maybeStored |= ProduceOutcome.mayHaveStored(code);
    batch.lastErrorType = code.name();
    String why =
        broker(call)
            + " answered "
            + code.name()
            + (answer.errorMessage() == null ? "" : " (" + answer.errorMessage() + ")");
    if (code != ErrorCode.NONE && LOG.isDebugEnabled()) {
      LOG.debug(why + " for " + batch);
    }
    switch (ProduceOutcome.of(code)) {
      case OK -> end.stored(batch, answer.baseOffset(), answer.logAppendTimeMs());
      case DUPLICATE_OK -> end.stored(batch, -1, -1);
      case SPLIT -> tooLarge(call, batch, code, answer);
      case RETRY -> retries.later(batch, why, false);
      case RETRY_AFTER_METADATA -> staleMetadata(call, batch, answer, endpoints, why);
      case BUMP_EPOCH -> outOfStep(call, batch, code, answer, why);
      case FATAL -> refuse(call, batch, code, answer);
    }
  }

  private void tooLarge(
      ProduceCall call,
      ProducerBatch batch,
      ErrorCode code,
      ProduceResponse.PartitionProduceResponse answer) {
    if (batch.count() < 2) {
      refuse(call, batch, code, answer);
      return;
    }
    TopicQueue topic = batch.queue.topic;
    topic.batchLimit = Math.max(1, Math.min(topic.batchLimit, batch.size() / 2));
    LOG.info(
        broker(call)
            + " refused a batch of "
            + batch.size()
            + " bytes for "
            + batch.queue.topicPartition
            + " as too large; batches of this topic are smaller from now on");
    end.replace(batch, BatchSplitter.split(batch, config.codec()));
    retries.again(batch.queue);
  }

  private void staleMetadata(
      ProduceCall call,
      ProducerBatch batch,
      ProduceResponse.PartitionProduceResponse answer,
      List<ProduceResponse.NodeEndpoint> endpoints,
      String why) {
    PartitionQueue queue = batch.queue;
    boolean news = false;
    ProduceResponse.LeaderIdAndEpoch leader = answer.currentLeader();
    if (leader != null && leader.leaderId() >= 0) {
      for (ProduceResponse.NodeEndpoint endpoint : endpoints) {
        if (endpoint.nodeId() == leader.leaderId()) {
          news =
              cluster.leaderHint(
                  queue.topicPartition.topic(),
                  queue.topicPartition.partition(),
                  leader.leaderId(),
                  leader.leaderEpoch(),
                  endpoint.host(),
                  endpoint.port(),
                  endpoint.rack());
        }
      }
    }
    if (news) {
      queue.leaderFrom(cluster.metadata().partition(queue.topicPartition));
    } else {
      cluster.requestUpdate();
    }
    // A hint at the broker that has just refused must not make us ask it again and again without a
    // pause.
    if (news && queue.leader() >= 0 && queue.leader() != call.node.nodeId) {
      retries.now(batch, why);
    } else {
      retries.later(batch, why, true);
    }
  }

  /** The broker's idea of the next sequence number is another one. */
  private void outOfStep(
      ProduceCall call,
      ProducerBatch batch,
      ErrorCode code,
      ProduceResponse.PartitionProduceResponse answer,
      String why) {
    PartitionQueue queue = batch.queue;
    if (!config.idempotent() || transactional && queue.isHead(batch)) {
      // A transaction cannot go on in another epoch: it is aborted, and the next one has it.
      refuse(call, batch, code, answer);
      return;
    }
    if (!queue.isHead(batch)) {
      // It only came too early: a batch before it has failed and will be sent again.
      retries.later(batch, why, false);
      return;
    }
    // Whether an earlier attempt without an answer was stored cannot be known any more: sent again
    // in
    // a new epoch, such a batch could be stored twice.
    List<ProducerBatch> lost = new ArrayList<>();
    for (ProducerBatch each : queue.all()) {
      boolean sequencedHere = each == batch || each.state() == ProducerBatch.State.SEALED;
      if (sequencedHere && each.isSequenced() && each.maybeStored) {
        lost.add(each);
      }
    }
    identity.bump(why + " for " + queue.topicPartition);
    queue.waitsForBump = true;
    boolean retry = !lost.contains(batch);
    lost.forEach(
        each -> end.fail(each, Failures.refused(each, code, answer.errorMessage(), broker(call))));
    if (retry) {
      retries.later(batch, why, false);
    }
  }

  private void refuse(
      ProduceCall call,
      ProducerBatch batch,
      ErrorCode code,
      ProduceResponse.PartitionProduceResponse answer) {
    KafkaException general = Failures.refused(batch, code, answer.errorMessage(), broker(call));
    if (answer.recordErrors().isEmpty() || batch.maybeStored) {
      end.fail(batch, general);
      return;
    }
    String[] messages = new String[batch.count()];
    boolean[] refused = new boolean[batch.count()];
    for (ProduceResponse.BatchIndexAndErrorMessage error : answer.recordErrors()) {
      if (error.batchIndex() >= 0 && error.batchIndex() < messages.length) {
        refused[error.batchIndex()] = true;
        messages[error.batchIndex()] = error.batchIndexErrorMessage();
      }
    }
    end.fail(
        batch,
        i ->
            Failures.refusedRecord(
                batch, code, messages[i] == null ? answer.errorMessage() : messages[i], refused[i]),
        general);
  }

  /**
   * @param outdated whether the broker wants another format than the call's
   */
  void unanswered(ProduceCall call, Throwable cause, boolean outdated) {
    boolean written =
        !(cause instanceof UnsupportedVersionException)
            && (!(cause instanceof ConnectionException e)
                || e.written() == ConnectionException.Written.ALL);
    boolean impossible =
        cause instanceof AuthenticationException
            || (cause instanceof UnsupportedVersionException && !outdated);
    String why = "no answer from " + broker(call) + ": " + cause.getMessage();
    for (ProducerBatch batch : call.batches()) {
      if (!isWaitedFor(batch)) {
        continue;
      }
      if (impossible) {
        end.fail(batch, (KafkaException) cause);
      } else {
        batch.maybeStored |= written;
        batch.lastErrorType = ErrorType.of(cause);
        retries.later(batch, why, true);
      }
    }
    cluster.requestUpdate();
  }

  private String broker(ProduceCall call) {
    Node node = cluster.metadata().node(call.node.nodeId);
    return "broker " + (node == null ? "id " + call.node.nodeId : node.toString());
  }
}
