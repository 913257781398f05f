package io.kafkavertx.internal.consumer;

import io.kafkavertx.internal.fetch.RecordFetcher;
import io.kafkavertx.internal.net.EventLoop;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** A stream for each partition: none waits for another. On the loop. */
public final class PartitionStreams<K, V> {
  private final EventLoop loop;
  private final RecordFetcher<K, V> fetcher;
  private final Map<TopicPartition, PartitionOutlet<K, V>> streams = new LinkedHashMap<>();

  /** Of streams that have ended while a handler on another thread was at a record. */
  private final List<Future<Void>> ending = new ArrayList<>();

  private Consumer<PartitionOutlet<K, V>> handler;

  PartitionStreams(EventLoop loop, RecordFetcher<K, V> fetcher) {
    this.loop = loop;
    this.fetcher = fetcher;
  }

  /**
   * Sets who gets the streams, those of partitions that are assigned already at once.
   *
   * @param newHandler must not throw; null ends all streams, and what they have not delivered goes
   *     by another way
   */
  public void handler(Consumer<PartitionOutlet<K, V>> newHandler) {
    List<PartitionOutlet<K, V>> old = new ArrayList<>(streams.values());
    streams.clear();
    handler = newHandler;
    for (PartitionOutlet<K, V> stream : old) {
      stream.delivery().handler(null, null);
      stream.end();
    }
    if (newHandler == null) {
      fetcher.offerAll();
    } else {
      started(fetcher.started());
    }
  }

  /** These partitions are read from now on. */
  void started(Collection<TopicPartition> partitions) {
    if (handler == null) {
      return;
    }
    for (TopicPartition partition : partitions) {
      if (!streams.containsKey(partition)) {
        PartitionOutlet<K, V> stream =
            new PartitionOutlet<>(partition, new RecordDelivery<>(loop, fetcher, partition));
        streams.put(partition, stream);
        handler.accept(stream);
      }
    }
  }

  /** These partitions are not read any more. */
  void removed(Collection<TopicPartition> partitions) {
    for (TopicPartition partition : partitions) {
      PartitionOutlet<K, V> stream = streams.remove(partition);
      if (stream != null) {
        Future<Void> back = stream.delivery().recall();
        if (!back.isComplete()) {
          ending.add(back);
        }
        stream.end();
      }
    }
  }

  /** Returns false when nobody listens. */
  boolean failed(TopicPartition partition, Throwable cause) {
    PartitionOutlet<K, V> stream = streams.get(partition);
    return stream != null && stream.failed(cause);
  }

  /** There may be records. */
  void recordsAvailable() {
    if (handler == null) {
      return;
    }
    TopicPartition ready;
    while ((ready = fetcher.takeReady()) != null) {
      PartitionOutlet<K, V> stream = streams.get(ready);
      if (stream != null) {
        stream.delivery().wake();
      }
    }
  }

  /** True when the position of a partition is that of its handled records. */
  boolean isRemote(TopicPartition partition) {
    PartitionOutlet<K, V> stream = streams.get(partition);
    return stream != null && stream.delivery().isRemote();
  }

  /** Takes back what these partitions' handlers on other threads have not been called with. */
  Future<Void> recall(Collection<TopicPartition> partitions) {
    ending.removeIf(Future::isComplete);
    List<Future<Void>> out = new ArrayList<>(ending);
    for (TopicPartition partition : partitions) {
      PartitionOutlet<K, V> stream = streams.get(partition);
      if (stream != null) {
        Future<Void> back = stream.delivery().recall();
        if (!back.isComplete()) {
          out.add(back);
        }
      }
    }
    return out.isEmpty() ? Future.succeededFuture() : Future.join(out).mapEmpty();
  }

  /** When the record was handed out that is out for the longest time; {@code now} without one. */
  long oldestOut(long now) {
    long oldest = now;
    for (PartitionOutlet<K, V> stream : streams.values()) {
      oldest = Math.min(oldest, stream.delivery().outSince(now));
    }
    return oldest;
  }

  /** No further record; the streams end with their partitions. */
  void close() {
    streams.values().forEach(stream -> stream.delivery().close());
  }
}
