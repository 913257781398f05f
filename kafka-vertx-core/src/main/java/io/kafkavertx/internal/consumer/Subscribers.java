package io.kafkavertx.internal.consumer;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;

/** Those who have called subscribe and wait for the assignment. On the loop. */
final class Subscribers {
  private final List<Promise<Void>> waiting = new ArrayList<>();

  Future<Void> add() {
    Promise<Void> promise = Promise.promise();
    waiting.add(promise);
    return promise.future();
  }

  void assigned() {
    List<Promise<Void>> done = new ArrayList<>(waiting);
    waiting.clear();
    done.forEach(Promise::complete);
  }

  void failed(Throwable cause) {
    List<Promise<Void>> done = new ArrayList<>(waiting);
    waiting.clear();
    done.forEach(promise -> promise.fail(cause));
  }
}
