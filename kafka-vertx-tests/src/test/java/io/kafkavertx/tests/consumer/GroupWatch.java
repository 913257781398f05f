package io.kafkavertx.tests.consumer;

import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.KafkaConsumer;
import io.kafkavertx.spi.Deserializer;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Watches members of one group: who owns what, and which offsets were delivered. Records that come
 * to a member that does not own the partition, and partitions with two owners, are violations.
 * Without locks, for event loops call it.
 */
final class GroupWatch {
  private final Map<TopicPartition, String> owners = new ConcurrentHashMap<>();
  private final Map<TopicPartition, Set<Long>> delivered = new ConcurrentHashMap<>();
  private final Queue<String> violations = new ConcurrentLinkedQueue<>();
  private final Set<String> dead = ConcurrentHashMap.newKeySet();
  private final Queue<String> again = new ConcurrentLinkedQueue<>();
  private final Map<String, Set<TopicPartition>> taken = new ConcurrentHashMap<>();

  /** A member that is watched; {@code name} tells it from the others. */
  KafkaConsumer<byte[], byte[]> member(Vertx vertx, ConsumerOptions options, String name) {
    KafkaConsumer<byte[], byte[]> consumer =
        KafkaConsumer.create(vertx, options, Deserializer.bytes(), Deserializer.bytes());
    return watch(consumer, name);
  }

  /** Sets the handlers of a consumer; they run where this is called. */
  KafkaConsumer<byte[], byte[]> watch(KafkaConsumer<byte[], byte[]> consumer, String name) {
    consumer
        .partitionsAssignedHandler(assigned -> gained(name, assigned))
        .partitionsRevokedHandler(revoked -> gone(name, revoked))
        .exceptionHandler(cause -> violation(name + ": " + cause))
        .handler(record -> read(name, record.topicPartition(), record.offset()));
    return consumer;
  }

  Future<Void> gained(String name, Set<TopicPartition> partitions) {
    for (TopicPartition partition : partitions) {
      String old = owners.put(partition, name);
      if (old != null && !dead.contains(old)) {
        violations.add(partition + " was given to " + name + " while " + old + " had it");
      }
    }
    return Future.succeededFuture();
  }

  Future<Void> gone(String name, Set<TopicPartition> partitions) {
    taken.computeIfAbsent(name, key -> ConcurrentHashMap.newKeySet()).addAll(partitions);
    for (TopicPartition partition : partitions) {
      if (!owners.remove(partition, name)) {
        violations.add(name + " gave up " + partition + ", which it did not have");
      }
    }
    return Future.succeededFuture();
  }

  void read(String name, TopicPartition partition, long offset) {
    if (!name.equals(owners.get(partition)) && !dead.contains(name)) {
      violations.add(
          offset + " of " + partition + " came to " + name + ", owner is " + owners.get(partition));
    }
    if (!delivered.computeIfAbsent(partition, p -> ConcurrentHashMap.newKeySet()).add(offset)) {
      again.add(offset + " of " + partition + " came to " + name);
    }
  }

  void violation(String what) {
    violations.add(what);
  }

  /** The member was stopped hard: the group may give its partitions away. */
  void died(String name) {
    dead.add(name);
  }

  Set<TopicPartition> ownedBy(String name) {
    Set<TopicPartition> owned = new TreeSet<>(java.util.Comparator.comparing(Object::toString));
    owners.forEach(
        (partition, owner) -> {
          if (owner.equals(name)) {
            owned.add(partition);
          }
        });
    return owned;
  }

  /** How many different offsets have been delivered. */
  int count() {
    return delivered.values().stream().mapToInt(Set::size).sum();
  }

  /** What was delivered more than once. */
  List<String> again() {
    return List.copyOf(again);
  }

  /** What has ever been taken from a member. */
  Set<TopicPartition> takenFrom(String name) {
    return Set.copyOf(taken.getOrDefault(name, Set.of()));
  }

  List<String> violations() {
    return List.copyOf(violations);
  }
}
