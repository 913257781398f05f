package io.kafkavertx.internal.net;

import io.kafkavertx.ConnectionException.Written;
import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.ApiResponse;
import io.kafkavertx.protocol.message.ProduceRequest;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;

/** A request on its way: from the caller through a link's queue and a connection to its answer. */
final class PendingRequest<R extends ApiResponse> {
  private static final Logger LOG = LoggerFactory.getLogger(PendingRequest.class);

  private final ApiRequest<R> request;
  private final short minVersion;
  private final short maxVersion;
  private final long deadline;
  private final Promise<R> promise = Promise.promise();

  /** Set when it is sent. */
  short version;

  int correlationId;
  long sentAt;
  Written written = Written.NOTHING;

  /** What {@link Transport.Channel#requestBegan} gave for it. */
  Object counted;

  /** True when a connection was lost before this had left, and it waits for another one. */
  boolean retried;

  PendingRequest(ApiRequest<R> request, short minVersion, short maxVersion, long deadline) {
    this.request = request;
    this.minVersion = minVersion;
    this.maxVersion = maxVersion;
    this.deadline = deadline;
  }

  ApiRequest<R> request() {
    return request;
  }

  ApiKey api() {
    return request.apiKey();
  }

  short minVersion() {
    return minVersion;
  }

  short maxVersion() {
    return maxVersion;
  }

  long deadline() {
    return deadline;
  }

  Future<R> future() {
    return promise.future();
  }

  /**
   * Whether a broker with these versions knows the API; for records, also whether it knows their
   * format. Other requests that it knows in older versions only are asked in other ways.
   */
  boolean isKnownTo(BrokerVersions versions) {
    return versions.range(api()) != null
        && (api() != ApiKey.PRODUCE || versions.latest(api(), minVersion, maxVersion) >= 0);
  }

  /** False for a produce request with {@code acks=0}, which a broker does not answer. */
  boolean expectsResponse() {
    return !(request instanceof ProduceRequest produce && produce.acks() == 0);
  }

  /** Completes with {@code response}, which is of the type that this request asks for. */
  @SuppressWarnings("unchecked")
  void succeed(ApiResponse response) {
    guard(api(), () -> promise.tryComplete((R) response));
  }

  void fail(Throwable cause) {
    guard(api(), () -> promise.tryFail(cause));
  }

  /**
   * Whoever waits for the answer runs now; what it throws is its own affair, not the connection's.
   */
  static void guard(Object what, Runnable completion) {
    try {
      completion.run();
    } catch (RuntimeException e) {
      LOG.error("A handler of the answer to " + what + " has failed", e);
    }
  }

  @Override
  public String toString() {
    return api() + " v" + version + " (correlation id " + correlationId + ")";
  }
}
