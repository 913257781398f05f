package io.kafkavertx.testkit.scripted;

import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.record.RecordBatch;
import java.util.ArrayDeque;
import java.util.Deque;

/** What a partition knows of one idempotent producer: its epoch and its last five batches. */
final class ProducerState {
  private static final int REMEMBERED = 5;

  private final Deque<Appended> last = new ArrayDeque<>();
  private short epoch;

  ProducerState(short epoch) {
    this.epoch = epoch;
  }

  /**
   * The offset under which this very batch was stored before; -1 when it was not, or is not
   * remembered.
   */
  long duplicateOf(RecordBatch batch) {
    if (batch.producerEpoch() == epoch) {
      for (Appended seen : last) {
        if (seen.firstSequence == batch.baseSequence()
            && seen.lastSequence == lastSequence(batch)) {
          return seen.baseOffset;
        }
      }
    }
    return -1;
  }

  /** NONE when the batch may be stored. */
  ErrorCode check(RecordBatch batch) {
    if (batch.producerEpoch() < epoch) {
      return ErrorCode.INVALID_PRODUCER_EPOCH;
    }
    if (batch.producerEpoch() > epoch) {
      return batch.baseSequence() == 0 ? ErrorCode.NONE : ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER;
    }
    int expected = last.isEmpty() ? 0 : next(last.getLast().lastSequence);
    return batch.baseSequence() == expected
        ? ErrorCode.NONE
        : ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER;
  }

  /** A transaction of the producer has ended, under this epoch or a lower one. */
  void marked(short markerEpoch) {
    if (markerEpoch > epoch) {
      epoch = markerEpoch;
      last.clear();
    }
  }

  void appended(RecordBatch batch, long baseOffset) {
    if (batch.producerEpoch() != epoch) {
      epoch = batch.producerEpoch();
      last.clear();
    }
    last.addLast(new Appended(batch.baseSequence(), lastSequence(batch), baseOffset));
    if (last.size() > REMEMBERED) {
      last.removeFirst();
    }
  }

  /** Sequence numbers wrap to 0 after 2^31-1. */
  static int lastSequence(RecordBatch batch) {
    long last = (long) batch.baseSequence() + batch.count() - 1;
    return (int) (last > Integer.MAX_VALUE ? last - Integer.MAX_VALUE - 1 : last);
  }

  private static int next(int sequence) {
    return sequence == Integer.MAX_VALUE ? 0 : sequence + 1;
  }

  private record Appended(int firstSequence, int lastSequence, long baseOffset) {}
}
