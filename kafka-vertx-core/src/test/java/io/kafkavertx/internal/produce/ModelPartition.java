package io.kafkavertx.internal.produce;

import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.record.RecordBatch;
import io.kafkavertx.protocol.record.RecordBatches;
import io.kafkavertx.protocol.record.RecordCursor;
import io.kafkavertx.protocol.wire.ByteSlice;
import io.kafkavertx.spi.TopicPartition;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A partition's log with a broker's memory of producers: epoch, last sequence number, the last five
 * batches.
 */
final class ModelPartition {
  private static final int REMEMBERED = 5;

  record Result(ErrorCode code, long baseOffset) {}

  private record Appended(int first, int last, long baseOffset) {}

  private static final class Producer {
    private short epoch = -1;
    private final ArrayDeque<Appended> last = new ArrayDeque<>();
  }

  final TopicPartition topicPartition;
  final List<String> values = new ArrayList<>();
  final Map<Long, Producer> producers = new HashMap<>();
  int leader;
  int leaderEpoch = 1;
  int batches;
  int maxBatchBytes = Integer.MAX_VALUE;

  ModelPartition(TopicPartition topicPartition, int leader) {
    this.topicPartition = topicPartition;
    this.leader = leader;
  }

  void moveTo(int node) {
    leader = node;
    leaderEpoch++;
  }

  /** The broker forgets its producers, as after their expiry. */
  void forgetProducers() {
    producers.clear();
  }

  Result append(ByteSlice records) {
    RecordBatches all = RecordBatches.of(records);
    if (!all.next()) {
      return new Result(ErrorCode.INVALID_RECORD, -1);
    }
    RecordBatch batch = all.current();
    batch.checkCrc();
    if (all.next() || all.hasPartialTail()) {
      return new Result(ErrorCode.INVALID_RECORD, -1);
    }
    if (records.length() > maxBatchBytes) {
      return new Result(ErrorCode.MESSAGE_TOO_LARGE, -1);
    }
    if (batch.producerId() >= 0) {
      Result refused = check(batch);
      if (refused != null) {
        return refused;
      }
    }
    long base = values.size();
    RecordCursor cursor = batch.cursor(id -> null, Integer.MAX_VALUE);
    while (cursor.next()) {
      values.add(new String(cursor.value(), StandardCharsets.UTF_8));
    }
    batches++;
    return new Result(ErrorCode.NONE, base);
  }

  private Result check(RecordBatch batch) {
    Producer producer = producers.computeIfAbsent(batch.producerId(), id -> new Producer());
    int first = batch.baseSequence();
    int last = (first + batch.count() - 1) & Integer.MAX_VALUE;
    if (batch.producerEpoch() < producer.epoch) {
      return new Result(ErrorCode.INVALID_PRODUCER_EPOCH, -1);
    }
    if (batch.producerEpoch() > producer.epoch) {
      if (first != 0 && producer.epoch >= 0) {
        return new Result(ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER, -1);
      }
      producer.epoch = batch.producerEpoch();
      producer.last.clear();
    } else {
      for (Appended each : producer.last) {
        if (each.first == first && each.last == last) {
          return new Result(ErrorCode.NONE, each.baseOffset);
        }
      }
      int expected = (producer.last.peekLast().last + 1) & Integer.MAX_VALUE;
      if (first != expected) {
        return new Result(ErrorCode.OUT_OF_ORDER_SEQUENCE_NUMBER, -1);
      }
    }
    producer.last.addLast(new Appended(first, last, values.size()));
    if (producer.last.size() > REMEMBERED) {
      producer.last.pollFirst();
    }
    return null;
  }
}
