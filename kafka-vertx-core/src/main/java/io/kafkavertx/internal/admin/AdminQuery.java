package io.kafkavertx.internal.admin;

import io.vertx.core.Future;

/**
 * What a method of the admin client does. Made on the caller's thread, so that it copies what it is
 * given; run on the loop.
 *
 * @param <T> its result
 */
public interface AdminQuery<T> {
  /** Asks. Ends by the call's deadline. */
  Future<T> run(AdminCall call);
}
