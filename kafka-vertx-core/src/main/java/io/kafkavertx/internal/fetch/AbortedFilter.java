package io.kafkavertx.internal.fetch;

import io.kafkavertx.protocol.message.FetchResponse;
import io.kafkavertx.protocol.record.RecordBatch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Tells which batches of one fetch belong to aborted transactions.
 *
 * <p>The broker lists each aborted transaction with its producer and first offset. From that offset
 * on all transactional batches of the producer are aborted, until its abort marker. The list may
 * come in any order.
 */
final class AbortedFilter {
  private final List<FetchResponse.AbortedTransaction> pending;
  private final Set<Long> aborting = new HashSet<>();
  private int next;

  AbortedFilter(List<FetchResponse.AbortedTransaction> aborted) {
    if (aborted == null || aborted.isEmpty()) {
      pending = List.of();
    } else {
      pending = new ArrayList<>(aborted);
      pending.sort(Comparator.comparingLong(FetchResponse.AbortedTransaction::firstOffset));
    }
  }

  /**
   * Whether a data batch is to be left out. Batches must be asked about in the order of the log.
   */
  boolean isAborted(RecordBatch batch) {
    enter(batch);
    return batch.isTransactional() && aborting.contains(batch.producerId());
  }

  /** An abort marker ends the aborted transaction of its producer. */
  void abortMarker(RecordBatch batch) {
    enter(batch);
    aborting.remove(batch.producerId());
  }

  private void enter(RecordBatch batch) {
    while (next < pending.size() && pending.get(next).firstOffset() <= batch.lastOffset()) {
      aborting.add(pending.get(next).producerId());
      next++;
    }
  }
}
