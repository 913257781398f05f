package io.kafkavertx.internal.cluster;

import io.kafkavertx.BrokerErrorException;
import io.kafkavertx.ClientClosedException;
import io.kafkavertx.ConnectionException;
import io.kafkavertx.KafkaException;
import io.kafkavertx.KafkaTimeoutException;
import io.kafkavertx.UnsupportedVersionException;
import io.kafkavertx.internal.cluster.Cluster.CoordinatorType;
import io.kafkavertx.internal.net.EventLoop;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.FindCoordinatorRequest;
import io.kafkavertx.protocol.message.FindCoordinatorResponse;
import io.kafkavertx.protocol.message.FindCoordinatorResponse.Coordinator;
import io.kafkavertx.spi.Node;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Which broker coordinates which group or transaction. Whoever asks for the same one at the same
 * time shares one look-up, which goes on as long as somebody's deadline is left and it has no
 * answer.
 */
final class Coordinators {
  private static final int FIRST_VERSION_WITH_TYPES = 1;
  private static final int FIRST_VERSION_WITH_LISTS = 4;
  private static final int FIRST_VERSION_WITH_SHARE = 6;

  private final EventLoop loop;
  private final ClusterConfig config;
  private final Sender sender;
  private final Consumer<Node> found;
  private final Map<Key, Integer> known = new HashMap<>();
  private final Map<Key, LookUp> underWay = new HashMap<>();
  private boolean oneAtATime;
  private boolean closed;

  /** Sends a request to any broker. */
  interface Sender {
    Future<FindCoordinatorResponse> send(FindCoordinatorRequest request, SendOptions options);
  }

  private record Key(CoordinatorType type, String name) {
    @Override
    public String toString() {
      return (type == CoordinatorType.GROUP
              ? "group "
              : type == CoordinatorType.SHARE ? "share state " : "transactional id ")
          + name;
    }
  }

  /**
   * @param found told of each broker that is named as a coordinator
   */
  Coordinators(EventLoop loop, ClusterConfig config, Sender sender, Consumer<Node> found) {
    this.loop = loop;
    this.config = config;
    this.sender = sender;
    this.found = found;
  }

  Future<Integer> find(CoordinatorType type, String name, long deadline) {
    Key key = new Key(type, name);
    Integer nodeId = known.get(key);
    if (nodeId != null) {
      return Future.succeededFuture(nodeId);
    }
    if (closed) {
      return Future.failedFuture(new ClientClosedException("The client has been closed"));
    }
    LookUp lookUp = underWay.get(key);
    boolean first = lookUp == null;
    if (first) {
      lookUp = new LookUp(key);
      underWay.put(key, lookUp);
    }
    Future<Integer> result = lookUp.join(deadline);
    if (first) {
      lookUp.ask();
    }
    return result;
  }

  void forget(CoordinatorType type, String name) {
    known.remove(new Key(type, name));
  }

  void close() {
    closed = true;
    for (LookUp lookUp : new ArrayList<>(underWay.values())) {
      lookUp.fail(new ClientClosedException("The client has been closed"));
    }
  }

  /** One look-up and those who wait for it. */
  private final class LookUp {
    private final Key key;
    private final Map<Promise<Integer>, EventLoop.Timer> waiting = new LinkedHashMap<>();
    private EventLoop.Timer retry;
    private boolean asking;
    private Throwable last;
    private int failures;

    LookUp(Key key) {
      this.key = key;
    }

    Future<Integer> join(long deadline) {
      Promise<Integer> promise = Promise.promise();
      waiting.put(
          promise, loop.schedule(Math.max(0, deadline - loop.nanoTime()), () -> late(promise)));
      return promise.future();
    }

    private void late(Promise<Integer> promise) {
      waiting.remove(promise);
      // The answer to a question that has left is of use to the next one who asks.
      if (waiting.isEmpty() && !asking) {
        end();
      }
      String why = last == null ? "no broker answered" : last.getMessage();
      promise.fail(
          new KafkaTimeoutException(
              "No coordinator of " + key + " before the deadline; last: " + why, last));
    }

    private void end() {
      underWay.remove(key, this);
      if (retry != null) {
        retry.cancel();
        retry = null;
      }
    }

    void ask() {
      retry = null;
      if (waiting.isEmpty()) {
        end();
        return;
      }
      // Not cut short for those who wait: a request that runs out of time ends its connection.
      SendOptions options = SendOptions.until(loop.nanoTime() + config.requestTimeout());
      asking = true;
      boolean asList = !oneAtATime || key.type == CoordinatorType.SHARE;
      (asList ? askForList(options) : askForOne(options))
          .onComplete(
              answer -> {
                asking = false;
                if (answer.succeeded()) {
                  answered(answer.result());
                } else if (asList && answer.cause() instanceof UnsupportedVersionException) {
                  unsupportedList(answer.cause());
                } else if (answer.cause() instanceof ConnectionException
                    || answer.cause() instanceof KafkaTimeoutException) {
                  again(answer.cause());
                } else {
                  fail(answer.cause());
                }
              });
    }

    private Future<FindCoordinatorResponse> askForList(SendOptions options) {
      int least =
          key.type == CoordinatorType.SHARE ? FIRST_VERSION_WITH_SHARE : FIRST_VERSION_WITH_LISTS;
      FindCoordinatorRequest request =
          new FindCoordinatorRequest()
              .setKeyType(key.type.id())
              .setCoordinatorKeys(List.of(key.name));
      return sender.send(request, options.atLeast(least));
    }

    private Future<FindCoordinatorResponse> askForOne(SendOptions options) {
      int least = key.type == CoordinatorType.GROUP ? 0 : FIRST_VERSION_WITH_TYPES;
      FindCoordinatorRequest request =
          new FindCoordinatorRequest().setKey(key.name).setKeyType(key.type.id());
      return sender.send(request, options.atLeast(least).atMost(FIRST_VERSION_WITH_LISTS - 1));
    }

    /** The brokers are older than 3.0: from now on they are asked in their way. */
    private void unsupportedList(Throwable cause) {
      if (key.type == CoordinatorType.SHARE) {
        fail(cause);
      } else {
        oneAtATime = true;
        ask();
      }
    }

    private void answered(FindCoordinatorResponse response) {
      // From version 4 on several can be asked for at a time, and the answer is a list.
      Coordinator told =
          response.coordinators().isEmpty()
              ? new Coordinator()
                  .setErrorCode(response.errorCode())
                  .setErrorMessage(response.errorMessage())
                  .setNodeId(response.nodeId())
                  .setHost(response.host())
                  .setPort(response.port())
              : response.coordinators().get(0);
      ErrorCode error = ErrorCode.forCode(told.errorCode());
      switch (RetryPolicy.of(error)) {
        case NONE -> take(told);
        case FAIL ->
            fail(
                new BrokerErrorException(
                    error, "No coordinator of " + key + detail(told.errorMessage())));
        default -> again(new BrokerErrorException(error, "No coordinator of " + key));
      }
    }

    private static String detail(String message) {
      return message == null || message.isEmpty() ? "" : " (" + message + ")";
    }

    private void take(Coordinator told) {
      if (told.nodeId() < 0
          || told.host() == null
          || told.host().isBlank()
          || told.port() <= 0
          || told.port() > 65_535) {
        again(
            new KafkaException(
                "The coordinator of "
                    + key
                    + " is said to be broker "
                    + told.nodeId()
                    + " at '"
                    + told.host()
                    + "' port "
                    + told.port()));
        return;
      }
      found.accept(new Node(told.nodeId(), told.host(), told.port(), null));
      known.put(key, told.nodeId());
      List<Promise<Integer>> served = release();
      served.forEach(promise -> promise.complete(told.nodeId()));
    }

    private void again(Throwable cause) {
      last = cause;
      failures++;
      if (waiting.isEmpty()) {
        end();
      } else {
        retry = loop.schedule(config.backoff(loop, failures), this::ask);
      }
    }

    void fail(Throwable cause) {
      release().forEach(promise -> promise.fail(cause));
    }

    private List<Promise<Integer>> release() {
      waiting.values().forEach(EventLoop.Timer::cancel);
      List<Promise<Integer>> promises = new ArrayList<>(waiting.keySet());
      waiting.clear();
      end();
      return promises;
    }
  }
}
