package io.kafkavertx.internal.produce;

import io.kafkavertx.ClusterMetadata;
import io.kafkavertx.KafkaException;
import io.kafkavertx.RecordMetadata;
import io.kafkavertx.internal.cluster.Cluster;
import io.kafkavertx.internal.net.EventLoop;
import io.kafkavertx.protocol.record.BatchBuilder;
import io.kafkavertx.spi.Header;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Puts records into the open batch of their partition, encoded in place: what is left of a record
 * afterwards is its bytes in the batch and, where somebody waits for it, a promise. Says which
 * partitions have a batch that is due.
 */
final class Accumulator {
  private final ProduceConfig config;
  private final EventLoop loop;
  private final PartitionChoice partitioner;
  private final MemoryBound memory;
  private final FlushTracker flushes;
  private final BatchPool pool;
  private final Expiry expiry;
  private final ProduceMetrics metrics;
  private final Drain drain;
  private final BooleanSupplier inHurry;
  private final Consumer<Throwable> failures;
  private final Topics topics;
  private final Chain<PartitionQueue> lingering = new Chain<>();
  private EventLoop.Timer timer;
  private TopicQueue lastTopic;

  /**
   * @param drain told of partitions whose first batch may be sent
   * @param inHurry whether lingering is of no use now
   * @param failures told why a record failed that never got into a batch
   */
  Accumulator(
      ProduceConfig config,
      Cluster cluster,
      PartitionChoice partitioner,
      MemoryBound memory,
      FlushTracker flushes,
      BatchPool pool,
      Expiry expiry,
      ProduceMetrics metrics,
      Drain drain,
      BooleanSupplier inHurry,
      Consumer<Throwable> failures) {
    this.config = config;
    this.loop = cluster.loop();
    this.partitioner = partitioner;
    this.memory = memory;
    this.flushes = flushes;
    this.pool = pool;
    this.expiry = expiry;
    this.metrics = metrics;
    this.drain = drain;
    this.inHurry = inHurry;
    this.failures = failures;
    this.topics = new Topics(config, cluster, drain, this::placeWaiting, this::failWaiting);
  }

  /**
   * Takes a record.
   *
   * @param partition -1 when the partitioner is to choose
   * @param promise for the result; null when a future shared with other records will do
   * @return that shared future; null when there is a promise
   */
  Future<Void> append(
      String topicName,
      int partition,
      long timestamp,
      byte[] key,
      byte[] value,
      List<Header> headers,
      Caller caller,
      Promise<RecordMetadata> promise) {
    int bytes = BatchBuilder.upperBound(key, value, headers);
    if (bytes > config.maxRequestSize()) {
      return refuse(promise, Failures.tooLarge(topicName, bytes, config.maxRequestSize()));
    }
    TopicQueue topic = lastTopic;
    if (topic == null || !topic.topic().equals(topicName)) {
      topic = topics.get(topicName);
      lastTopic = topic;
    }
    if (partition >= topic.partitionCount() || !topic.isKnown()) {
      return await(
          topic, new Fields(partition, timestamp, key, value, headers), bytes, caller, promise);
    }
    int chosen = partition;
    if (partition < 0) {
      try {
        chosen = partitioner.choose(topic, key, value);
      } catch (KafkaException e) {
        return refuse(promise, e);
      }
    }
    PartitionQueue queue = topic.queue(chosen);
    ProducerBatch batch = roomIn(queue, bytes);
    if (batch == null) {
      int withHeader = bytes + BATCH_HEADER;
      if (!memory.hasRoom(withHeader)) {
        return refuse(
            promise, Failures.exhausted(topicName, bytes, memory.used(), config.bufferMemory()));
      }
      batch = open(queue, withHeader, loop.nanoTime(), flushes.came());
    } else if (!memory.hasRoom(bytes)) {
      return refuse(
          promise, Failures.exhausted(topicName, bytes, memory.used(), config.bufferMemory()));
    }
    Future<Void> shared = put(queue, batch, timestamp, key, value, headers, caller, promise);
    return promise == null ? shared : null;
  }

  private static final int BATCH_HEADER = 61;

  private record Fields(
      int partition, long timestamp, byte[] key, byte[] value, List<Header> headers) {}

  private Future<Void> refuse(Promise<RecordMetadata> promise, KafkaException cause) {
    failures.accept(cause);
    if (promise == null) {
      return Future.failedFuture(cause);
    }
    promise.fail(cause);
    return null;
  }

  /** The open batch when it has room; a batch without room is closed. */
  private ProducerBatch roomIn(PartitionQueue queue, int bytes) {
    ProducerBatch batch = queue.open();
    if (batch != null && batch.count() > 0 && batch.size() + bytes > queue.topic.batchLimit) {
      closeOpen(queue);
      drain.offer(queue);
      return null;
    }
    return batch;
  }

  private ProducerBatch open(
      PartitionQueue queue, int bytes, long createdNanos, FlushTracker.Epoch epoch) {
    ProducerBatch batch =
        new ProducerBatch(
            queue,
            queue.nextOrder(),
            pool.take(bytes),
            new RecordResults(queue.expectedCount),
            epoch,
            createdNanos,
            createdNanos + config.deliveryTimeoutNanos());
    long now = loop.nanoTime();
    queue.opened(batch, now);
    queue.grew(batch.size());
    memory.take(batch.size());
    expiry.add(batch);
    queue.topic.lastUsedNanos = now;
    if (config.lingerNanos() == 0 || inHurry.getAsBoolean()) {
      batch.due = true;
    } else {
      batch.lingerUntilNanos = now + config.lingerNanos();
      lingering.addLast(queue);
      if (timer == null) {
        timer = loop.schedule(config.lingerNanos(), this::lingerOver);
      }
    }
    return batch;
  }

  private Future<Void> put(
      PartitionQueue queue,
      ProducerBatch batch,
      long timestamp,
      byte[] key,
      byte[] value,
      List<Header> headers,
      Caller caller,
      Promise<RecordMetadata> promise) {
    int taken = batch.append(timestamp, key, value, headers);
    queue.grew(taken);
    Future<Void> shared = null;
    if (promise == null) {
      shared = batch.results.addWrite(caller);
    } else {
      batch.results.add(caller, promise, timestamp, key, value);
    }
    if (batch.size() + taken > queue.topic.batchLimit) {
      // One more of this size would not fit.
      closeOpen(queue);
      drain.offer(queue);
    } else if (batch.due && batch.count() == 1) {
      drain.offer(queue);
    }
    // Now it is known whether the batch takes more.
    partitioner.appended(queue, taken);
    // Last, because whoever is told of the new level may want everything sent.
    memory.take(taken);
    return shared;
  }

  /** The open batch of a partition takes no more records. */
  void closeOpen(PartitionQueue queue) {
    lingering.remove(queue);
    queue.closeOpen();
  }

  /** A batch leaves for another reason than being sent. */
  void forget(ProducerBatch batch) {
    if (batch.queue.open() == batch) {
      lingering.remove(batch.queue);
    }
  }

  private void lingerOver() {
    timer = null;
    long now = loop.nanoTime();
    PartitionQueue queue;
    while ((queue = lingering.first()) != null && queue.open().lingerUntilNanos - now <= 0) {
      lingering.remove(queue);
      queue.open().due = true;
      drain.offer(queue);
    }
    if (queue != null) {
      timer = loop.schedule(queue.open().lingerUntilNanos - now, this::lingerOver);
    }
  }

  /** Nothing lingers any longer. */
  void hurry() {
    PartitionQueue queue;
    while ((queue = lingering.first()) != null) {
      lingering.remove(queue);
      queue.open().due = true;
      drain.offer(queue);
    }
  }

  /** Closes every open batch, so that nothing that comes later gets into them, and sends them. */
  void closeAll() {
    for (TopicQueue topic : topics.all()) {
      for (PartitionQueue queue : topic.queues()) {
        if (queue.open() != null) {
          closeOpen(queue);
          drain.offer(queue);
        }
      }
    }
  }

  private Future<Void> await(
      TopicQueue topic, Fields fields, int bytes, Caller caller, Promise<RecordMetadata> promise) {
    if (!memory.hasRoom(bytes)) {
      return refuse(
          promise, Failures.exhausted(topic.topic(), bytes, memory.used(), config.bufferMemory()));
    }
    Promise<RecordMetadata> result = promise == null ? caller.promise() : promise;
    topic.waiting.addLast(
        new WaitingRecord(
            fields.partition,
            fields.timestamp,
            fields.key,
            fields.value,
            fields.headers,
            caller,
            result,
            bytes,
            flushes.came(),
            loop.nanoTime()));
    topics.ask(topic);
    memory.take(bytes);
    return promise == null ? result.future().mapEmpty() : null;
  }

  /** Puts the waiting records of a topic whose partitions are known into batches. */
  private void placeWaiting(TopicQueue topic) {
    for (int left = topic.waiting.size(); left > 0; left--) {
      WaitingRecord record = topic.waiting.pollFirst();
      if (record == null) {
        return; // a failure has made the transaction drop the rest
      }
      if (record.partition() >= topic.partitionCount()) {
        topic.waiting.addLast(record);
        continue;
      }
      memory.release(record.bytes());
      int partition = record.partition();
      try {
        partition =
            partition < 0 ? partitioner.choose(topic, record.key(), record.value()) : partition;
      } catch (KafkaException e) {
        leave(record, e);
        fail(topic, record, e);
        continue;
      }
      place(topic.queue(partition), record);
    }
  }

  private void place(PartitionQueue queue, WaitingRecord record) {
    ProducerBatch batch = roomIn(queue, record.bytes());
    if (batch != null && batch.flushEpoch != record.flushEpoch()) {
      // Who waits for a flush must not wait for records that came after it, nor be told before this
      // one is done.
      closeOpen(queue);
      drain.offer(queue);
      batch = null;
    }
    if (batch == null) {
      // The record's stay in its flush epoch becomes the batch's.
      batch = open(queue, record.bytes() + BATCH_HEADER, record.sentNanos(), record.flushEpoch());
    } else {
      flushes.left(record.flushEpoch());
    }
    put(
        queue,
        batch,
        record.timestamp(),
        record.key(),
        record.value(),
        record.headers(),
        record.caller(),
        record.promise());
  }

  /** Fails the first of the waiting records of a topic. */
  private void failWaiting(TopicQueue topic, KafkaException cause) {
    WaitingRecord record = topic.waiting.pollFirst();
    if (record == null) {
      return; // a failure has made the transaction drop the rest
    }
    memory.release(record.bytes());
    leave(record, cause);
    fail(topic, record, cause);
  }

  /** Says so before a flush ends: who waits for it may commit what the record was part of. */
  private void leave(WaitingRecord record, KafkaException cause) {
    failures.accept(cause);
    flushes.left(record.flushEpoch());
  }

  private void fail(TopicQueue topic, WaitingRecord record, KafkaException cause) {
    metrics.failed(topic, record.partition(), 1, cause);
    record.caller().run(() -> record.promise().tryFail(cause));
  }

  /** Fails every waiting record: the producer is closed. */
  void abandonWaiting() {
    // Whoever is told may send to another topic, and the last one ends a flush, which may close
    // all.
    for (TopicQueue topic : List.copyOf(topics.all())) {
      while (!topic.waiting.isEmpty()) {
        int partition = topic.waiting.peekFirst().partition();
        failWaiting(topic, Failures.closed(topic.topic(), partition, topic.partitionCount()));
      }
    }
  }

  /**
   * Takes away what waits for partitions to become known, and closes every open batch, so that
   * nothing that comes later mixes with it.
   *
   * @return fails what was taken away
   */
  Consumer<KafkaException> drop() {
    closeAll();
    Map<TopicQueue, List<WaitingRecord>> taken = new LinkedHashMap<>();
    for (TopicQueue topic : topics.all()) {
      if (!topic.waiting.isEmpty()) {
        taken.put(topic, new ArrayList<>(topic.waiting));
        topic.waiting.clear();
      }
    }
    return cause ->
        taken.forEach(
            (topic, records) ->
                records.forEach(
                    record -> {
                      memory.release(record.bytes());
                      flushes.left(record.flushEpoch());
                      fail(topic, record, cause);
                    }));
  }

  Collection<TopicQueue> topics() {
    return topics.all();
  }

  /** The epoch was bumped: sequence numbers start again everywhere. */
  void restartSequences() {
    topics.restartSequences();
  }

  /** Makes a topic known to the cluster's metadata. */
  void retain(String topic) {
    topics.get(topic);
  }

  /** Takes over new metadata. */
  Map<TopicQueue, TopicQueue.Change> update(ClusterMetadata metadata) {
    Map<TopicQueue, TopicQueue.Change> changes = new LinkedHashMap<>();
    for (Iterator<TopicQueue> all = topics.all().iterator(); all.hasNext(); ) {
      TopicQueue topic = all.next();
      if (topics.isUnused(topic)) {
        all.remove();
        topics.forget(topic);
        metrics.forget(topic);
        lastTopic = lastTopic == topic ? null : lastTopic;
      } else {
        TopicQueue.Change change = topic.update(metadata);
        if (change != TopicQueue.Change.NONE) {
          changes.put(topic, change);
        }
      }
    }
    return changes;
  }

  /** Puts what waits into batches, now that leaders are known too. */
  void placeAllWaiting() {
    // A record that fails tells its sender, who may send to another topic.
    for (TopicQueue topic : List.copyOf(topics.all())) {
      if (!topic.waiting.isEmpty()) {
        topics.learnt(topic);
      }
    }
  }

  void close() {
    if (timer != null) {
      timer.cancel();
      timer = null;
    }
    topics.close();
  }
}
