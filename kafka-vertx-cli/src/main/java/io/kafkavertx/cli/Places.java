package io.kafkavertx.cli;

import io.kafkavertx.ConsumerCalls;
import io.kafkavertx.OffsetAndTimestamp;
import io.kafkavertx.spi.TopicPartition;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Turns a {@link Position} into offsets. */
final class Places {
  private final Session session;
  private final ConsumerCalls consumer;
  private final Map<TopicPartition, Long> first;
  private final Map<TopicPartition, Long> end;

  Places(Session session, ConsumerCalls consumer, Collection<TopicPartition> partitions) {
    this.session = session;
    this.consumer = consumer;
    first = session.await(consumer.beginningOffsets(partitions));
    end = session.await(consumer.endOffsets(partitions));
  }

  Map<TopicPartition, Long> end() {
    return end;
  }

  /** Within the log of each partition. */
  Map<TopicPartition, Long> of(Position position) {
    Map<TopicPartition, Long> times =
        position.kind() == Position.Kind.TIME ? times(position.number()) : Map.of();
    Map<TopicPartition, Long> offsets = new HashMap<>();
    end.forEach(
        (partition, last) -> {
          long start = first.getOrDefault(partition, 0L);
          long offset =
              switch (position.kind()) {
                case BEGINNING -> start;
                case END -> last;
                case OFFSET -> position.number();
                case BEFORE_END -> last - position.number();
                case TIME -> times.getOrDefault(partition, last);
              };
          offsets.put(partition, Math.max(start, Math.min(last, offset)));
        });
    return offsets;
  }

  private Map<TopicPartition, Long> times(long timestamp) {
    Map<TopicPartition, Long> asked = new HashMap<>();
    end.keySet().forEach(partition -> asked.put(partition, timestamp));
    Map<TopicPartition, Long> found = new HashMap<>();
    for (Map.Entry<TopicPartition, OffsetAndTimestamp> one :
        session.await(consumer.offsetsForTimes(asked)).entrySet()) {
      if (one.getValue() != null) {
        found.put(one.getKey(), one.getValue().offset());
      }
    }
    return found;
  }
}
