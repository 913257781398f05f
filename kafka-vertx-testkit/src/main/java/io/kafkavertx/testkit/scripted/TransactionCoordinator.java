package io.kafkavertx.testkit.scripted;

import io.kafkavertx.protocol.ErrorCode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The transactions of a cluster. They survive the death of their coordinator, as replicated ones
 * do.
 */
public final class TransactionCoordinator {
  private final ScriptedCluster cluster;
  private final Map<String, ScriptedTransaction> transactions = new LinkedHashMap<>();

  TransactionCoordinator(ScriptedCluster cluster) {
    this.cluster = cluster;
  }

  /** What is known of a transactional id; made when it is new. */
  public ScriptedTransaction transaction(String transactionalId) {
    return transactions.computeIfAbsent(
        transactionalId, id -> new ScriptedTransaction(cluster, cluster.producerIds().next()));
  }

  /** Forgets a transactional id, as after {@code transactional.id.expiration.ms}. */
  public void forget(String transactionalId) {
    ScriptedTransaction forgotten = transactions.remove(transactionalId);
    if (forgotten != null) {
      forgotten.close();
    }
  }

  /** Null when the id is not known. */
  ScriptedTransaction find(String transactionalId) {
    return transactions.get(transactionalId);
  }

  /** NONE when the broker that was asked coordinates the id. */
  ErrorCode check(RequestContext context, String transactionalId) {
    return cluster.coordinator(transactionalId) == context.broker()
        ? ErrorCode.NONE
        : ErrorCode.NOT_COORDINATOR;
  }

  void close() {
    transactions.values().forEach(ScriptedTransaction::close);
  }
}
