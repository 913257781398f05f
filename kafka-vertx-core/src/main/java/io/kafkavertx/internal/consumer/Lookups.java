package io.kafkavertx.internal.consumer;

import io.kafkavertx.OffsetAndTimestamp;
import io.kafkavertx.internal.cluster.Cluster;
import io.kafkavertx.internal.fetch.RecordFetcher;
import io.kafkavertx.spi.PartitionInfo;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Questions about topics that need not be assigned. On the loop. */
final class Lookups {
  private final Cluster cluster;
  private final RecordFetcher<?, ?> fetcher;
  private final BooleanSupplier byPattern;
  private int listing;

  /**
   * @param byPattern whether all topics are looked at for another reason too
   */
  Lookups(Cluster cluster, RecordFetcher<?, ?> fetcher, BooleanSupplier byPattern) {
    this.cluster = cluster;
    this.fetcher = fetcher;
    this.byPattern = byPattern;
  }

  /** The first or the last offset of each. */
  Future<Map<TopicPartition, Long>> endpoints(
      Collection<TopicPartition> partitions, long timestamp, long deadline) {
    Map<TopicPartition, Long> wanted = new HashMap<>();
    partitions.forEach(partition -> wanted.put(partition, timestamp));
    return offsets(wanted, deadline)
        .map(
            found -> {
              Map<TopicPartition, Long> offsets = new HashMap<>();
              found.forEach((partition, offset) -> offsets.put(partition, offset.offset()));
              return offsets;
            });
  }

  Future<Map<TopicPartition, OffsetAndTimestamp>> offsets(
      Map<TopicPartition, Long> wanted, long deadline) {
    Set<String> names = new TreeSet<>();
    wanted.keySet().forEach(partition -> names.add(partition.topic()));
    return withTopics(names, deadline, () -> fetcher.offsets(wanted, deadline));
  }

  Future<List<PartitionInfo>> partitionsFor(String topic, long deadline) {
    return withTopics(
        Set.of(topic),
        deadline,
        () -> Future.succeededFuture(cluster.metadata().partitions(topic)));
  }

  Future<Map<String, List<PartitionInfo>>> listTopics(long deadline) {
    listing++;
    cluster.retainAllTopics(true);
    return cluster
        .refresh(deadline)
        .map(
            metadata -> {
              Map<String, List<PartitionInfo>> topics = new TreeMap<>();
              metadata.topics().forEach(name -> topics.put(name, metadata.partitions(name)));
              return topics;
            })
        .onComplete(
            done -> {
              listing--;
              if (listing == 0 && !byPattern.getAsBoolean()) {
                cluster.retainAllTopics(false);
              }
            });
  }

  private <T> Future<T> withTopics(Set<String> names, long deadline, Supplier<Future<T>> work) {
    cluster.retainTopics(names);
    List<Future<?>> ready = new ArrayList<>();
    names.forEach(name -> ready.add(cluster.topicReady(name, deadline)));
    return Future.all(ready)
        .compose(known -> work.get())
        .onComplete(done -> cluster.releaseTopics(names));
  }
}
