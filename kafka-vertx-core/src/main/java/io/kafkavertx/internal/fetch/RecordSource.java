package io.kafkavertx.internal.fetch;

import io.kafkavertx.ConsumerOptions.BadRecordPolicy;
import io.kafkavertx.CorruptBatchException;
import io.kafkavertx.KafkaException;
import io.kafkavertx.SerializationException;
import io.kafkavertx.protocol.record.CorruptRecordsException;
import io.kafkavertx.protocol.record.RecordCursor;
import io.kafkavertx.spi.Deserializer;
import io.kafkavertx.spi.Header;
import java.util.ArrayDeque;
import java.util.List;

/**
 * Hands out fetched records: decodes them one by one as they are wanted, one partition after the
 * other.
 *
 * <p>A partition keeps its turn until what one fetch brought of it is used up, so that a batch is
 * unpacked once and stays in the processor's cache.
 */
final class RecordSource<K, V> {
  /** Takes records. */
  interface Sink<K, V> {
    /** Returns false to get no more for now. */
    boolean accept(FetchedRecord<K, V> record);
  }

  private final Deserializer<K> keys;
  private final Deserializer<V> values;
  private BadRecordPolicy onBadRecord;
  private KeptBytes kept = KeptBytes.NONE;
  private final FetchEvents events;
  private final Runnable roomMade;
  private final ArrayDeque<PartitionState> ready = new ArrayDeque<>();
  private long handedOut;

  RecordSource(
      Deserializer<K> keys,
      Deserializer<V> values,
      BadRecordPolicy onBadRecord,
      FetchEvents events,
      Runnable roomMade) {
    this.keys = keys;
    this.values = values;
    this.onBadRecord = onBadRecord;
    this.events = events;
    this.roomMade = roomMade;
  }

  /** There is data of a partition, or it may be delivered again. */
  void offer(PartitionState state) {
    if (!state.queued && state.isDeliverable() && state.walk.hasMore()) {
      state.queued = true;
      ready.add(state);
    }
  }

  /** What records are to keep from now on, and what becomes of bad ones. */
  void keep(KeptBytes bytes, BadRecordPolicy badRecords) {
    kept = bytes;
    onBadRecord = badRecords;
  }

  /** How many records have been handed out so far. */
  long handedOut() {
    return handedOut;
  }

  /** True when there may be records. */
  boolean isReady() {
    return !ready.isEmpty();
  }

  /**
   * Hands out up to {@code max} records.
   *
   * @return how many it were
   */
  int drain(int max, Sink<K, V> sink) {
    int count = 0;
    while (count < max) {
      PartitionState state = ready.peek();
      if (state == null) {
        return count;
      }
      int before = count;
      int turn = state.inbox.size();
      boolean wanted = true;
      while (wanted && count < max && state.isDeliverable() && state.inbox.size() == turn) {
        FetchedRecord<K, V> record = next(state);
        if (record == null) {
          break;
        }
        count++;
        wanted = sink.accept(record);
      }
      handedOut += count - before;
      state.meters.consumed(count - before);
      endTurn(state, wanted && count < max);
      if (!wanted) {
        return count;
      }
    }
    return count;
  }

  /**
   * Hands out up to {@code max} records of one partition.
   *
   * @param state null for the partition whose turn it is
   * @return how many it were
   */
  int drainOne(PartitionState state, int max, Sink<K, V> sink) {
    PartitionState one = state == null ? nextWithData() : state;
    if (one == null) {
      return 0;
    }
    int count = 0;
    boolean wanted = true;
    while (wanted && count < max && one.isDeliverable()) {
      FetchedRecord<K, V> record = next(one);
      if (record == null) {
        break;
      }
      count++;
      wanted = sink.accept(record);
    }
    handedOut += count;
    one.meters.consumed(count);
    if (one == ready.peek()) {
      // The next batch is another partition's.
      endTurn(one, true);
    }
    return count;
  }

  /**
   * The first that has something to hand out, at the head of the queue; null when there is none.
   */
  private PartitionState nextWithData() {
    PartitionState state;
    while ((state = ready.peek()) != null) {
      if (state.isDeliverable() && state.walk.hasMore()) {
        return state;
      }
      endTurn(state, true);
    }
    return null;
  }

  /** Takes the next partition that has news out of the queue; null when there is none. */
  PartitionState takeReady() {
    PartitionState state = ready.poll();
    if (state != null) {
      state.queued = false;
    }
    return state;
  }

  private void endTurn(PartitionState state, boolean overdue) {
    boolean more = state.isDeliverable() && state.walk.hasMore();
    if (more && !overdue) {
      return;
    }
    // The head may have changed only by us: handlers that pause or seek leave the queue alone.
    ready.poll();
    state.queued = more;
    if (more) {
      ready.add(state);
    }
  }

  private FetchedRecord<K, V> next(PartitionState state) {
    while (true) {
      try {
        if (!state.walk.next()) {
          return null;
        }
      } catch (CorruptRecordsException e) {
        stop(state, corrupt(state, e));
        return null;
      } catch (RuntimeException e) {
        stop(state, unreadable(state, e));
        return null;
      }
      RecordCursor cursor = state.walk.cursor();
      BatchOrigin origin = state.walk.origin();
      FetchedRecord<K, V> record;
      try {
        record = record(cursor, origin);
      } catch (RuntimeException e) {
        if (onBadRecord != BadRecordPolicy.RAW) {
          if (!bad(state, cursor, e)) {
            return null;
          }
          continue;
        }
        record = RawRecord.bad(origin, cursor, LazyHeaders.of(cursor), failure(state, cursor, e));
      }
      state.delivered(cursor.offset() + 1, origin.leaderEpoch());
      return record;
    }
  }

  private FetchedRecord<K, V> record(RecordCursor cursor, BatchOrigin origin) {
    byte[] array = cursor.array();
    List<Header> headers = LazyHeaders.of(cursor);
    int keyLength = cursor.keyLength();
    int valueLength = cursor.valueLength();
    String topic = origin.topicPartition().topic();
    K key =
        keyLength < 0
            ? null
            : keys.deserialize(topic, headers, array, cursor.keyOffset(), keyLength);
    V value =
        valueLength < 0
            ? null
            : values.deserialize(topic, headers, array, cursor.valueOffset(), valueLength);
    if (kept != KeptBytes.NONE) {
      return RawRecord.of(origin, cursor, key, value, headers, kept == KeptBytes.KEY_AND_VALUE);
    }
    return new FetchedRecord<>(
        origin, cursor.offset(), cursor.timestamp(), key, value, keyLength, valueLength, headers);
  }

  /** Returns true when reading goes on after the record. */
  private boolean bad(PartitionState state, RecordCursor cursor, RuntimeException cause) {
    SerializationException failure = failure(state, cursor, cause);
    if (onBadRecord == BadRecordPolicy.SKIP) {
      state.passOver(cursor.offset() + 1, state.walk.origin().leaderEpoch());
      events.failed(state.topicPartition, failure);
      return state.isDeliverable();
    }
    stop(state, failure);
    return false;
  }

  private SerializationException failure(
      PartitionState state, RecordCursor cursor, RuntimeException cause) {
    long offset = cursor.offset();
    String then =
        switch (onBadRecord) {
          case SKIP -> "; it was passed over";
          case STOP ->
              "; the partition stands still: seek to "
                  + (offset + 1)
                  + " to go on after the record, or set onBadRecord to SKIP or RAW";
          case RAW -> "";
        };
    return new SerializationException(
        "the record at offset "
            + offset
            + " of "
            + state.topicPartition
            + " cannot be deserialized ("
            + cause
            + ")"
            + then,
        cause);
  }

  private void stop(PartitionState state, KafkaException failure) {
    state.stop(failure);
    roomMade.run();
    events.failed(state.topicPartition, failure);
  }

  private static CorruptBatchException corrupt(PartitionState state, CorruptRecordsException e) {
    return new CorruptBatchException(
        state.topicPartition
            + ": "
            + e.getMessage()
            + "; the partition stands still at offset "
            + state.position
            + ": seek to "
            + Math.max(e.nextOffset(), state.position + 1)
            + " to go on after the batch",
        e);
  }

  private static KafkaException unreadable(PartitionState state, RuntimeException e) {
    if (e instanceof KafkaException known) {
      return known;
    }
    return new KafkaException(
        "the batch at offset "
            + state.position
            + " of "
            + state.topicPartition
            + " cannot be read ("
            + e
            + "); the partition stands still until you seek",
        e);
  }
}
