package io.kafkavertx.internal.produce;

import io.vertx.core.Promise;

/**
 * Where somebody who sends records wants the results. Two callers that are equal want them in the
 * same place, so that the results of a whole batch go there in one task.
 */
public interface Caller {
  /** A promise whose future completes its listeners at the caller's place. */
  <T> Promise<T> promise();

  /** Runs a task there: at once when this is the place. */
  void run(Runnable task);

  /** A caller that lives on the event loop and needs no context of its own. */
  Caller ON_LOOP =
      new Caller() {
        @Override
        public <T> Promise<T> promise() {
          return Promise.promise();
        }

        @Override
        public void run(Runnable task) {
          task.run();
        }
      };
}
