package io.kafkavertx.internal.admin;

import io.kafkavertx.Target;
import io.kafkavertx.admin.Results;
import io.kafkavertx.protocol.ApiRequest;
import io.kafkavertx.protocol.ApiResponse;
import io.kafkavertx.protocol.ErrorCode;
import io.vertx.core.Future;
import java.util.Collection;
import java.util.List;

/**
 * One operation of the admin client: which items it has, who is responsible for each, what is
 * asked, and how the answer is read. {@link Items} does the rest.
 *
 * @param <K> what names an item; has a {@code toString} for people
 * @param <V> what is found out of one
 * @param <R> the response
 */
abstract class Operation<K, V, R extends ApiResponse> implements AdminQuery<Results<K, V>> {
  private final String name;
  private final List<K> items;

  /**
   * An operation.
   *
   * @param name as the method is called; for errors
   * @param items each once
   */
  Operation(String name, Collection<? extends K> items) {
    this.name = name;
    this.items = List.copyOf(items);
    if (this.items.stream().distinct().count() < this.items.size()) {
      throw new IllegalArgumentException(name + ": something is there twice: " + this.items);
    }
  }

  final String name() {
    return name;
  }

  final List<K> items() {
    return items;
  }

  /** Who is responsible for an item. */
  abstract Target target(K item, AdminCall call);

  /** What to ask one broker. Called for each attempt. */
  abstract ApiRequest<R> request(List<K> asked, Sending sending);

  /** Reads what a broker answered. An item that gets neither value nor error fails. */
  abstract void read(R response, Answers<K, V> answers);

  /** What the broker must be able to do. */
  abstract Need need(List<K> asked);

  /**
   * The highest version of the API to use: one below the first that needs what is not known here,
   * such as ids of topics.
   */
  int mostVersion() {
    return Short.MAX_VALUE;
  }

  /** What an error code of an item means. */
  Verdict verdict(ErrorCode code, boolean repeatable, boolean byLeader) {
    return Verdict.of(code, repeatable, byLeader);
  }

  /**
   * Whether it does no harm when a broker does twice what is asked here, so that it may be sent
   * again when the connection was lost. Of requests that only read this is known.
   */
  boolean harmlessTwice() {
    return false;
  }

  /** What to try when brokers are too old; null when there is nothing. */
  AdminQuery<Results<K, V>> fallback(List<K> asked) {
    return null;
  }

  /** The kind of the items, for errors: {@code topic}. */
  String kind() {
    return "";
  }

  /** What the user can do about an error; null for the usual advice. */
  String remedy(ErrorCode code) {
    return null;
  }

  /** How the failure of an item begins: {@code createTopics of topic orders}. */
  final String describe(Object item) {
    return name + (kind().isEmpty() ? " of " + item : " of " + kind() + " " + item);
  }

  @Override
  public final Future<Results<K, V>> run(AdminCall call) {
    return Items.run(call, this);
  }

  /** The same as a question with one answer, which fails as its only item does. */
  final AdminQuery<V> single() {
    return call ->
        run(call)
            .compose(
                results ->
                    results.allSucceeded()
                        ? Future.succeededFuture(results.values().values().iterator().next())
                        : Future.failedFuture(results.failures().values().iterator().next()));
  }
}
