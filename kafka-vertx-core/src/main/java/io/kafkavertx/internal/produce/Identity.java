package io.kafkavertx.internal.produce;

import io.kafkavertx.BrokerErrorException;
import io.kafkavertx.KafkaException;
import io.kafkavertx.UnsupportedVersionException;
import io.kafkavertx.internal.cluster.Cluster;
import io.kafkavertx.internal.cluster.SendOptions;
import io.kafkavertx.internal.net.EventLoop;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.InitProducerIdRequest;
import io.kafkavertx.protocol.message.InitProducerIdResponse;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;

/**
 * The producer id and its epoch, by which brokers tell this producer's batches from others and from
 * repetitions (KIP-98).
 *
 * <pre>
 *   Absent --ask--> Asking --answered--> Ready --bump--> Bumping --all resolved--> Ready (next epoch)
 *     ^               |                                     |
 *     |____ error ____|               (no next epoch) Absent <
 * </pre>
 *
 * A bump takes sequence numbers of every partition back to zero, so it waits until no batch of any
 * partition is under way or in doubt: otherwise a batch that was stored in the old epoch would be
 * stored again in the new one.
 *
 * <p>A transactional producer's identity is its transaction coordinator's to give: it is
 * {@linkplain #assign assigned}, and a bump is only asked for.
 */
final class Identity {
  private static final Logger LOG = LoggerFactory.getLogger(Identity.class);
  private static final int LAST_STABLE_VERSION = 5;

  /** Where the identity stands. */
  sealed interface State permits Off, Absent, Asking, Ready, Bumping {}

  /** Without idempotence there is nothing to keep. */
  record Off() implements State {}

  record Absent() implements State {}

  record Asking() implements State {}

  record Ready(long producerId, short epoch) implements State {}

  record Bumping(long producerId, short epoch, String reason) implements State {}

  /** Who wants to know. */
  interface Listener {
    /** Batches may be sent. */
    void identityReady();

    /** No producer id is to be had: what waits fails. */
    void identityRefused(KafkaException cause);

    /** A transactional producer needs another epoch before its next transaction. */
    default void epochNeeded(String reason) {
      throw new IllegalStateException("no transactions, but: " + reason);
    }
  }

  private final ProduceConfig config;
  private final Cluster cluster;
  private final EventLoop loop;
  private final Listener listener;
  private final boolean transactional;
  private State state;
  private int failures;
  private EventLoop.Timer retry;
  private boolean closed;
  private int bumps;

  Identity(ProduceConfig config, Cluster cluster, boolean transactional, Listener listener) {
    this.transactional = transactional;
    this.config = config;
    this.cluster = cluster;
    this.loop = cluster.loop();
    this.listener = listener;
    this.state = config.idempotent() ? new Absent() : new Off();
  }

  State state() {
    return state;
  }

  /** How often the epoch was bumped. */
  int bumps() {
    return bumps;
  }

  /** The coordinator has given a transactional producer its identity. */
  void assign(Ready given) {
    state = given;
  }

  /** Asks for a producer id when there is none. */
  void ensure() {
    if (state instanceof Absent && retry == null && !closed && !transactional) {
      ask();
    }
  }

  private void ask() {
    state = new Asking();
    InitProducerIdRequest request =
        new InitProducerIdRequest()
            .setTransactionalId(null)
            .setTransactionTimeoutMs(Integer.MAX_VALUE);
    SendOptions options =
        SendOptions.until(loop.nanoTime() + config.requestTimeoutNanos())
            .atMost(LAST_STABLE_VERSION);
    cluster.sendAny(request, options).onComplete(this::answered, this::failed);
  }

  private void answered(InitProducerIdResponse response) {
    if (closed) {
      return;
    }
    ErrorCode code = ErrorCode.forCode(response.errorCode());
    if (code == ErrorCode.NONE) {
      failures = 0;
      state = new Ready(response.producerId(), response.producerEpoch());
      LOG.debug("producer id " + response.producerId() + ", epoch " + response.producerEpoch());
      listener.identityReady();
    } else if (code.isRetriable()) {
      again("a broker answered InitProducerId with " + code.name());
    } else {
      refused(
          new BrokerErrorException(
              code,
              "the producer got no producer id, which idempotence needs (InitProducerId refused);"
                  + " allow this user IDEMPOTENT_WRITE on the cluster, or switch enableIdempotence"
                  + " off"));
    }
  }

  private void failed(Throwable cause) {
    if (closed) {
      return;
    }
    if (cause instanceof UnsupportedVersionException) {
      refused(
          new UnsupportedVersionException(
              "the brokers are too old for idempotence (0.11 has it first); switch"
                  + " enableIdempotence off: "
                  + cause.getMessage(),
              cause));
    } else if (cause instanceof io.kafkavertx.AuthenticationException authentication) {
      refused(authentication);
    } else {
      again(String.valueOf(cause.getMessage()));
    }
  }

  private void again(String why) {
    state = new Absent();
    long delay = config.backoff(++failures, loop.random());
    LOG.debug("no producer id yet (" + why + "), asking again in " + delay / 1_000_000 + " ms");
    retry =
        loop.schedule(
            delay,
            () -> {
              retry = null;
              ensure();
            });
  }

  private void refused(KafkaException cause) {
    state = new Absent();
    listener.identityRefused(cause);
  }

  /**
   * Asks for the next epoch, to begin as soon as {@link #resolved} says that nothing is in doubt.
   * Asking again changes nothing.
   */
  void bump(String reason) {
    if (transactional) {
      listener.epochNeeded(reason);
    } else if (state instanceof Ready ready) {
      LOG.info(
          "producer id "
              + ready.producerId
              + " needs an epoch after "
              + ready.epoch
              + ": "
              + reason);
      state = new Bumping(ready.producerId, ready.epoch, reason);
    }
  }

  /**
   * Nothing is under way or in doubt any more: the next epoch begins, or a new producer id is asked
   * for when there is none.
   */
  void resolved() {
    if (!(state instanceof Bumping bumping)) {
      throw new IllegalStateException("no bump was asked for: " + state);
    }
    bumps++;
    if (bumping.epoch == Short.MAX_VALUE) {
      state = new Absent();
      ensure();
    } else {
      state = new Ready(bumping.producerId, (short) (bumping.epoch + 1));
    }
  }

  void close() {
    closed = true;
    if (retry != null) {
      retry.cancel();
      retry = null;
    }
  }
}
