package io.kafkavertx.internal.process;

import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.ProcessingStatus;
import io.kafkavertx.ProcessingStatus.PartitionStatus;
import io.kafkavertx.internal.fetch.RecordFetcher;
import io.kafkavertx.spi.TopicPartition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The lanes of the partitions of which records have been taken. */
final class Lanes<K, V> {
  private final Map<TopicPartition, Lane<K, V>> lanes = new LinkedHashMap<>();
  private final RecordFetcher<K, V> fetcher;
  private final Supplier<Gate> gates;
  private final Consumer<Lane<K, V>> closing;

  /** Records come in runs of one partition. */
  private Lane<K, V> latest;

  /**
   * @param closing told of a lane that is going to be closed
   */
  Lanes(RecordFetcher<K, V> fetcher, Supplier<Gate> gates, Consumer<Lane<K, V>> closing) {
    this.fetcher = fetcher;
    this.gates = gates;
    this.closing = closing;
  }

  Collection<Lane<K, V>> all() {
    return lanes.values();
  }

  /** The lane for a record: a new one when it is the first of its run. */
  Lane<K, V> of(ConsumerRecord<K, V> record) {
    TopicPartition partition = record.topicPartition();
    Lane<K, V> lane = latest;
    if (lane == null || lane.partition != partition) {
      lane = lanes.get(partition);
    }
    if (lane == null || !lane.counts()) {
      if (lane != null) {
        close(lane);
      }
      lane = new Lane<>(partition, fetcher.run(record), gates.get());
      lanes.put(partition, lane);
    }
    latest = lane;
    return lane;
  }

  /** Those of {@code partitions} whose outcomes count. */
  List<Lane<K, V>> of(Collection<TopicPartition> partitions) {
    List<Lane<K, V>> found = new ArrayList<>();
    for (TopicPartition partition : partitions) {
      Lane<K, V> lane = lanes.get(partition);
      if (lane != null && lane.counts()) {
        found.add(lane);
      }
    }
    return found;
  }

  /** Closes those whose outcomes do not count any more. */
  void forget() {
    for (Lane<K, V> lane : List.copyOf(lanes.values())) {
      if (!lane.counts()) {
        close(lane);
      }
    }
  }

  void closeAll() {
    List.copyOf(lanes.values()).forEach(this::close);
  }

  private void close(Lane<K, V> lane) {
    closing.accept(lane);
    lane.close();
    lanes.remove(lane.partition, lane);
    latest = null;
  }

  /** How many records wait for their turn. */
  int waiting() {
    int waiting = 0;
    for (Lane<K, V> lane : lanes.values()) {
      waiting += lane.waiting();
    }
    return waiting;
  }

  /** The age of the oldest record that is not done, in nanoseconds; 0 when there is none. */
  long oldestAge(long now) {
    long oldest = 0;
    for (Lane<K, V> lane : lanes.values()) {
      if (lane.counts()) {
        oldest = Math.max(oldest, lane.oldestAge(now));
      }
    }
    return oldest;
  }

  ProcessingStatus status(long now, int inFlight) {
    Map<TopicPartition, PartitionStatus> partitions = new LinkedHashMap<>();
    for (Lane<K, V> lane : lanes.values()) {
      if (lane.counts()) {
        partitions.put(lane.partition, lane.status(now));
      }
    }
    return new ProcessingStatus(inFlight, Duration.ofNanos(oldestAge(now)), partitions);
  }
}
