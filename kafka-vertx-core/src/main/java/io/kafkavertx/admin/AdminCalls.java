package io.kafkavertx.admin;

import io.kafkavertx.internal.admin.AdminQuery;
import io.vertx.core.Future;

/** Takes calls to the event loop; the facets of {@link KafkaAdmin} are built on it, one by one. */
abstract class AdminCalls {
  abstract <T> Future<T> run(AdminQuery<T> query);
}
