package io.kafkavertx.internal.admin;

import io.kafkavertx.ConnectionException;
import io.kafkavertx.KafkaException;
import io.kafkavertx.KafkaTimeoutException;
import io.kafkavertx.OutcomeUnknownException;
import io.kafkavertx.Target;
import io.kafkavertx.UnsupportedVersionException;
import io.kafkavertx.admin.Results;
import io.kafkavertx.internal.admin.Routes.Found;
import io.kafkavertx.internal.cluster.RetryPolicy;
import io.kafkavertx.internal.net.EventLoop;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.ApiResponse;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The items of one operation on their way, until each has a value or a failure. Items that go to
 * the same broker share a request. Those that have to be asked for again go on by themselves: they
 * hold up nobody.
 */
final class Items<K, V> {
  /** How long items whose broker is known wait for others that might go with them. */
  private static final long COMPANY = TimeUnit.MILLISECONDS.toNanos(100);

  private final AdminCall call;
  private final Map<K, V> values = new LinkedHashMap<>();
  private final Map<K, KafkaException> failures = new LinkedHashMap<>();
  private final List<K> all;
  private final Promise<Results<K, V>> promise = Promise.promise();

  private Items(AdminCall call, List<K> all) {
    this.call = call;
    this.all = all;
  }

  static <K, V> Future<Results<K, V>> run(AdminCall call, Operation<K, V, ?> operation) {
    Items<K, V> items = new Items<>(call, operation.items());
    items.attempt(operation, operation.items(), 0);
    items.endIfDone();
    return items.promise.future();
  }

  private void endIfDone() {
    if (values.size() + failures.size() < all.size()) {
      return;
    }
    Map<K, V> valuesInOrder = new LinkedHashMap<>();
    Map<K, KafkaException> failuresInOrder = new LinkedHashMap<>();
    for (K item : all) {
      if (failures.containsKey(item)) {
        failuresInOrder.put(item, failures.get(item));
      } else {
        valuesInOrder.put(item, values.get(item));
      }
    }
    promise.tryComplete(Results.of(valuesInOrder, failuresInOrder));
  }

  private void fail(List<K> items, Function<K, KafkaException> failure) {
    items.forEach(item -> failures.put(item, failure.apply(item)));
    if (!items.isEmpty()) {
      endIfDone();
    }
  }

  /** Finds out who is responsible and asks. */
  private void attempt(Operation<K, V, ?> operation, List<K> items, int soFar) {
    Map<Target, List<K>> byTarget = new LinkedHashMap<>();
    Map<K, TopicPartition> led = new LinkedHashMap<>();
    for (K item : items) {
      Target target = operation.target(item, call);
      if (target instanceof Target.Leader leader) {
        led.put(item, leader.topicPartition());
      } else {
        byTarget.computeIfAbsent(target, any -> new ArrayList<>()).add(item);
      }
    }
    if (!led.isEmpty()) {
      askLeaders(operation, led, soFar);
    }
    if (!byTarget.isEmpty()) {
      new Gathering(operation, byTarget.size(), soFar).find(byTarget);
    }
  }

  private void askLeaders(Operation<K, V, ?> operation, Map<K, TopicPartition> led, int soFar) {
    Set<TopicPartition> partitions = new LinkedHashSet<>(led.values());
    List<K> items = List.copyOf(led.keySet());
    Routes.leaders(partitions, call)
        .onSuccess(
            found -> {
              Gathering gathering = new Gathering(operation, 1, soFar);
              led.forEach((item, partition) -> gathering.place(item, found.get(partition)));
              gathering.found();
            })
        .onFailure(failure -> fail(items, item -> told(operation, item, failure)));
  }

  /** Items of one attempt, sorted by the brokers that are responsible. */
  private final class Gathering {
    private final Operation<K, V, ?> operation;
    private final int soFar;
    private final Map<Integer, List<K>> byNode = new LinkedHashMap<>();
    private final Map<K, Found> nobody = new LinkedHashMap<>();
    private int searches;
    private EventLoop.Timer timer;

    Gathering(Operation<K, V, ?> operation, int searches, int soFar) {
      this.operation = operation;
      this.searches = searches;
      this.soFar = soFar;
    }

    void find(Map<Target, List<K>> byTarget) {
      byTarget.forEach(
          (target, items) ->
              Routes.find(target, call)
                  .onComplete(
                      search -> {
                        if (search.succeeded()) {
                          items.forEach(item -> place(item, search.result()));
                        } else {
                          fail(items, item -> told(operation, item, search.cause()));
                        }
                        found();
                      }));
    }

    void place(K item, Found found) {
      if (found.error() == ErrorCode.NONE) {
        byNode.computeIfAbsent(found.nodeId(), id -> new ArrayList<>()).add(item);
      } else {
        nobody.put(item, found);
      }
    }

    void found() {
      searches--;
      if (searches == 0) {
        go();
      } else if (timer == null) {
        timer = call.loop().schedule(COMPANY, this::go);
      }
    }

    private void go() {
      if (timer != null) {
        timer.cancel();
        timer = null;
      }
      Map<Integer, List<K>> ready = new LinkedHashMap<>(byNode);
      Map<K, Found> lost = new LinkedHashMap<>(nobody);
      byNode.clear();
      nobody.clear();
      ready.forEach((node, items) -> ask(operation, node, items, soFar));
      lost.forEach((item, found) -> nobodyIs(operation, item, found, soFar));
    }
  }

  private void nobodyIs(Operation<K, V, ?> operation, K item, Found found, int soFar) {
    boolean mayCome = RetryPolicy.of(found.error()) != RetryPolicy.Action.FAIL;
    boolean few = found.error() != ErrorCode.LEADER_NOT_AVAILABLE;
    if (!mayCome || (few && soFar >= Answers.FEW)) {
      fail(List.of(item), any -> Routes.nobody(operation.describe(item), found));
    } else {
      again(operation, Map.of(item, found.error() + ": " + found.why()), soFar);
    }
  }

  private <R extends ApiResponse> void ask(
      Operation<K, V, R> operation, int node, List<K> items, int soFar) {
    ApiRequest<R> request = operation.request(items, call.sending(node));
    Future<R> answer =
        call.send(
            node,
            request,
            Long.MAX_VALUE,
            operation.need(items).version(),
            operation.mostVersion());
    answer
        .onSuccess(
            response -> {
              boolean repeatable = RetryPolicy.isRead(request) || operation.harmlessTwice();
              boolean byLeader = operation.target(items.get(0), call) instanceof Target.Leader;
              Answers<K, V> answers =
                  new Answers<>(
                      operation,
                      items,
                      new Answers.Setting(
                          node, repeatable, byLeader, soFar, call.cluster().metadata()));
              try {
                operation.read(response, answers);
              } catch (RuntimeException e) {
                fail(answers.open(), item -> told(operation, item, e));
              }
              take(operation, answers, soFar);
            })
        .onFailure(failure -> failed(operation, node, request, items, failure, soFar));
  }

  private void take(Operation<K, V, ?> operation, Answers<K, V> answers, int soFar) {
    answers.closeBook();
    values.putAll(answers.values());
    failures.putAll(answers.failures());
    Map<K, String> again = new LinkedHashMap<>();
    answers
        .again()
        .forEach(
            (item, error) -> {
              if (error == ErrorCode.REBOOTSTRAP_REQUIRED) {
                call.cluster().rebootstrap("broker " + answers.nodeId() + " said so");
              }
              Routes.forget(operation.target(item, call), call);
              again.put(
                  item,
                  (answers.nodeId() < 0 ? "a broker" : "broker " + answers.nodeId())
                      + " answered "
                      + error);
            });
    if (!again.isEmpty()) {
      again(operation, again, soFar);
    }
    if (!answers.more().isEmpty()) {
      attempt(operation, List.copyOf(answers.more()), 0);
    }
    endIfDone();
  }

  private void failed(
      Operation<K, V, ?> operation,
      int node,
      ApiRequest<?> request,
      List<K> items,
      Throwable failure,
      int soFar) {
    if (failure instanceof UnsupportedVersionException) {
      AdminQuery<Results<K, V>> other = operation.fallback(items);
      Map<Need, List<K>> needs = new LinkedHashMap<>();
      items.forEach(
          item ->
              needs
                  .computeIfAbsent(operation.need(List.of(item)), need -> new ArrayList<>())
                  .add(item));
      if (other != null) {
        instead(operation, other, items);
      } else if (needs.size() > 1) {
        // Some of them may be possible.
        needs.values().forEach(part -> attempt(operation, part, 0));
      } else {
        tooOld(operation, node, request, items, failure);
      }
    } else if (failure instanceof KafkaTimeoutException
        || RetryPolicy.maySendAgain(request, failure)
        || (operation.harmlessTwice() && failure instanceof ConnectionException)) {
      Map<K, String> again = new LinkedHashMap<>();
      items.forEach(item -> again.put(item, failure.getMessage()));
      Routes.forget(operation.target(items.get(0), call), call);
      again(operation, again, soFar);
    } else if (failure instanceof ConnectionException) {
      fail(
          items,
          item ->
              new OutcomeUnknownException(
                  operation.describe(item)
                      + ": it was sent, and the answer never came ("
                      + failure.getMessage()
                      + "); it may have been done or not. Look before you ask again",
                  failure));
    } else {
      fail(items, item -> told(operation, item, failure));
    }
  }

  private void instead(
      Operation<K, V, ?> operation, AdminQuery<Results<K, V>> other, List<K> items) {
    other
        .run(call)
        .onSuccess(
            results -> {
              values.putAll(results.values());
              failures.putAll(results.failures());
              endIfDone();
            })
        .onFailure(failure -> fail(items, item -> told(operation, item, failure)));
  }

  private void tooOld(
      Operation<K, V, ?> operation,
      int node,
      ApiRequest<?> request,
      List<K> items,
      Throwable failure) {
    Need need = operation.need(items);
    (node == Routes.ANY
            ? call.probe().release(call.deadline())
            : call.probe().release(node, call.deadline()))
        .map(release -> "it is Kafka " + release)
        .otherwise("its release could not be found out")
        .onSuccess(
            release ->
                fail(
                    items,
                    item ->
                        new UnsupportedVersionException(
                            operation.describe(item)
                                + (node == Routes.ANY ? ": the broker" : ": broker " + node)
                                + " cannot do it, "
                                + release
                                + "; "
                                + need.what()
                                + " ("
                                + request.apiKey()
                                + (need.version() == 0 ? "" : " v" + need.version())
                                + ") needs Kafka "
                                + need.since()
                                + " or later"
                                + call.controllersHint()
                                + ": "
                                + failure.getMessage(),
                            failure)));
  }

  /** Asks again after a while; fails when there is no time for that. */
  private void again(Operation<K, V, ?> operation, Map<K, String> why, int soFar) {
    List<K> items = List.copyOf(why.keySet());
    long wait = call.backoff(soFar + 1);
    if (call.loop().nanoTime() + wait - call.deadline() >= 0) {
      fail(
          items,
          item ->
              new KafkaTimeoutException(
                  operation.describe(item)
                      + " was not done within "
                      + call.elapsed()
                      + ", in "
                      + (soFar + 1)
                      + " attempts; last: "
                      + why.get(item)));
      return;
    }
    call.cluster()
        .timers()
        .pause(wait)
        .compose(waited -> Routes.refreshed(operation.target(items.get(0), call), call))
        .onSuccess(ready -> attempt(operation, items, soFar + 1))
        .onFailure(failure -> fail(items, item -> told(operation, item, failure)));
  }

  /** A failure that names the operation and the item. */
  private static <K> KafkaException told(Operation<K, ?, ?> operation, K item, Throwable failure) {
    return Failures.of(operation.describe(item), failure);
  }
}
