package io.kafkavertx.internal.produce.txn;

import io.kafkavertx.AuthenticationException;
import io.kafkavertx.BrokerErrorException;
import io.kafkavertx.ClientClosedException;
import io.kafkavertx.ConnectionException;
import io.kafkavertx.KafkaException;
import io.kafkavertx.KafkaTimeoutException;
import io.kafkavertx.UnsupportedVersionException;
import io.kafkavertx.internal.cluster.Cluster;
import io.kafkavertx.internal.cluster.Cluster.CoordinatorType;
import io.kafkavertx.internal.cluster.SendOptions;
import io.kafkavertx.internal.net.Backoff;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.ApiResponse;
import io.kafkavertx.protocol.ErrorCode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * One request to a coordinator, repeated until it has an answer that means something or time is up;
 * the coordinator is looked up again when it has moved. Remembers whether an attempt was lost whose
 * effect nobody knows.
 */
final class CoordinatorCall<R extends ApiResponse> {
  private static final Logger LOG = LoggerFactory.getLogger(CoordinatorCall.class);

  /**
   * The coordinator is still writing the end of the last transaction, which takes milliseconds: a
   * whole retry backoff would be many times that.
   */
  private static final long CONCURRENT_NANOS = 20_000_000;

  /** An error among those of an answer, and what it is about, such as a partition. */
  record Trouble(ErrorCode code, String about) {
    static Trouble of(short code) {
      return new Trouble(ErrorCode.forCode(code), null);
    }
  }

  private final Cluster cluster;
  private final TransactionConfig config;
  private final CoordinatorType type;
  private final String key;
  private final ApiRequest<R> request;
  private final UnaryOperator<SendOptions> versions;
  private final Function<R, Trouble> reader;
  private final long deadlineNanos;
  private final Promise<Ending<R>> promise = Promise.promise();
  private boolean inDoubt;
  private int failures;
  private String last = "no answer";

  /**
   * @param versions narrows the versions to use
   * @param reader finds the error that decides, {@link ErrorCode#NONE} when there is none
   */
  CoordinatorCall(
      Cluster cluster,
      TransactionConfig config,
      CoordinatorType type,
      String key,
      ApiRequest<R> request,
      UnaryOperator<SendOptions> versions,
      Function<R, Trouble> reader,
      long deadlineNanos) {
    this.cluster = cluster;
    this.config = config;
    this.type = type;
    this.key = key;
    this.request = request;
    this.versions = versions;
    this.reader = reader;
    this.deadlineNanos = deadlineNanos;
  }

  /** Asks. The future never fails. */
  Future<Ending<R>> run() {
    attempt();
    return promise.future();
  }

  private void attempt() {
    cluster
        .coordinator(type, key, deadlineNanos)
        .onComplete(found -> send(found.intValue()), this::notFound);
  }

  private void send(int node) {
    long now = cluster.loop().nanoTime();
    long until = now + Math.min(config.requestTimeoutNanos(), deadlineNanos - now);
    SendOptions options = versions.apply(SendOptions.until(until).on(SendOptions.Lane.COORDINATOR));
    cluster
        .send(node, request, options)
        .onComplete(response -> answered(node, response), cause -> unanswered(node, cause));
  }

  private void answered(int node, R response) {
    Trouble trouble = reader.apply(response);
    TransactionOutcome outcome = TransactionOutcome.of(request.apiKey(), trouble.code);
    inDoubt |= TransactionOutcome.mayHaveWorked(trouble.code);
    last = "broker " + node + " answered " + trouble.code.name() + about(trouble);
    switch (outcome) {
      case OK -> promise.complete(new Ending.Answered<>(response, inDoubt));
      case RETRY -> again(trouble.code == ErrorCode.CONCURRENT_TRANSACTIONS);
      case FIND_COORDINATOR -> {
        cluster.forgetCoordinator(type, key);
        again(false);
      }
      default -> refuse(outcome, TransactionFailures.refused(request, trouble, node, key));
    }
  }

  private static String about(Trouble trouble) {
    return trouble.about == null ? "" : " for " + trouble.about;
  }

  private void unanswered(int node, Throwable cause) {
    if (ended(cause)) {
      return;
    }
    boolean surelyNot =
        cause instanceof ConnectionException lost
            && lost.written() != ConnectionException.Written.ALL;
    inDoubt |= !surelyNot;
    last = "no answer from broker " + node + ": " + cause.getMessage();
    cluster.forgetCoordinator(type, key);
    again(false);
  }

  private void notFound(Throwable cause) {
    if (cause instanceof BrokerErrorException refused) {
      TransactionOutcome outcome = TransactionOutcome.of(request.apiKey(), refused.code());
      refuse(outcome, refused);
    } else if (!ended(cause)) {
      last = String.valueOf(cause.getMessage());
      timedOut();
    }
  }

  /** Whether that cannot change while we wait. */
  private boolean ended(Throwable cause) {
    boolean forGood =
        cause instanceof UnsupportedVersionException
            || cause instanceof AuthenticationException
            || cause instanceof ClientClosedException;
    if (forGood) {
      refuse(TransactionOutcome.FATAL, TransactionFailures.impossible(request, cause));
    }
    return forGood;
  }

  private void again(boolean concurrent) {
    failures++;
    long first =
        concurrent
            ? Math.min(CONCURRENT_NANOS, config.retryBackoffNanos())
            : config.retryBackoffNanos();
    long most = concurrent ? config.retryBackoffNanos() : config.retryBackoffMaxNanos();
    long wait = Backoff.nanos(cluster.loop().random(), first, Math.max(first, most), failures);
    if (LOG.isDebugEnabled()) {
      LOG.debug(
          request.apiKey() + " for " + key + " again in " + wait / 1_000_000 + " ms: " + last);
    }
    if (cluster.loop().nanoTime() + wait - deadlineNanos >= 0) {
      timedOut();
      return;
    }
    cluster.timers().pause(wait).onComplete(waited -> attempt(), this::ended);
  }

  private void timedOut() {
    KafkaException cause =
        new KafkaTimeoutException(
            request.apiKey() + " for " + key + " got no answer before the deadline; last: " + last);
    promise.complete(new Ending.TimedOut<>(cause, inDoubt));
  }

  private void refuse(TransactionOutcome outcome, KafkaException cause) {
    promise.complete(new Ending.Refused<>(outcome, cause, inDoubt));
  }
}
