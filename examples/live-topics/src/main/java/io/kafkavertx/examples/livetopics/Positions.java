package io.kafkavertx.examples.livetopics;

import io.kafkavertx.ConsumerCalls;
import io.kafkavertx.KafkaConsumer;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds offsets, and puts a consumer there. */
final class Positions {
  private final KafkaConsumer<Buffer, Buffer> consumer;
  private final ConsumerCalls calls;

  Positions(KafkaConsumer<Buffer, Buffer> consumer, ConsumerCalls calls) {
    this.consumer = consumer;
    this.calls = calls;
  }

  /** The first and the next offset of a partition. */
  record Range(long begin, long end) {
    long inside(long offset) {
      return Math.max(begin, Math.min(end, offset));
    }
  }

  Future<Map<TopicPartition, Range>> ranges(Collection<TopicPartition> partitions) {
    if (partitions.isEmpty()) {
      return Future.succeededFuture(new LinkedHashMap<>());
    }
    Future<Map<TopicPartition, Long>> begins = calls.beginningOffsets(partitions);
    Future<Map<TopicPartition, Long>> ends = calls.endOffsets(partitions);
    return Future.all(begins, ends)
        .map(
            both -> {
              Map<TopicPartition, Range> ranges = new LinkedHashMap<>();
              for (TopicPartition partition : partitions) {
                ranges.put(
                    partition,
                    new Range(begins.result().get(partition), ends.result().get(partition)));
              }
              return ranges;
            });
  }

  /** The offsets {@code back} records before the ends. */
  Future<Map<TopicPartition, Long>> nearTheEnd(Collection<TopicPartition> partitions, int back) {
    return ranges(partitions)
        .map(
            ranges -> {
              Map<TopicPartition, Long> offsets = new LinkedHashMap<>();
              ranges.forEach((p, range) -> offsets.put(p, range.inside(range.end() - back)));
              return offsets;
            });
  }

  /** An offset outside a partition becomes the nearest that is inside. */
  Future<Map<TopicPartition, Long>> find(
      Collection<TopicPartition> partitions, SeekTo to, long value) {
    Map<TopicPartition, Long> times = new LinkedHashMap<>();
    if (to == SeekTo.TIME) {
      partitions.forEach(partition -> times.put(partition, value));
    }
    return ranges(partitions)
        .compose(
            ranges ->
                (times.isEmpty()
                        ? Future.<Map<TopicPartition, Long>>succeededFuture(Map.of())
                        : timesToOffsets(times))
                    .map(
                        found -> {
                          Map<TopicPartition, Long> offsets = new LinkedHashMap<>();
                          ranges.forEach(
                              (p, range) ->
                                  offsets.put(
                                      p,
                                      switch (to) {
                                        case BEGINNING -> range.begin();
                                        case END -> range.end();
                                        case OFFSET -> range.inside(value);
                                        case TIME -> found.getOrDefault(p, range.end());
                                      }));
                          return offsets;
                        }));
  }

  private Future<Map<TopicPartition, Long>> timesToOffsets(Map<TopicPartition, Long> times) {
    return calls
        .offsetsForTimes(times)
        .map(
            found -> {
              Map<TopicPartition, Long> offsets = new LinkedHashMap<>();
              found.forEach(
                  (partition, at) -> {
                    if (at != null) {
                      offsets.put(partition, at.offset());
                    }
                  });
              return offsets;
            });
  }

  Future<Void> seek(Map<TopicPartition, Long> offsets) {
    List<Future<Void>> seeks = new ArrayList<>();
    offsets.forEach((partition, offset) -> seeks.add(consumer.seek(partition, offset)));
    return Future.all(seeks).mapEmpty();
  }

  /** The offsets that come next. */
  Future<Map<TopicPartition, Long>> current(Collection<TopicPartition> partitions) {
    Map<TopicPartition, Future<Long>> asked = new LinkedHashMap<>();
    partitions.forEach(partition -> asked.put(partition, calls.position(partition)));
    return Future.all(new ArrayList<>(asked.values()))
        .map(
            all -> {
              Map<TopicPartition, Long> offsets = new LinkedHashMap<>();
              asked.forEach((partition, offset) -> offsets.put(partition, offset.result()));
              return offsets;
            });
  }
}
