package io.kafkavertx.cli;

import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.ConsumerRecords;
import io.kafkavertx.KafkaConsumer;
import io.kafkavertx.OffsetAndMetadata;
import io.kafkavertx.admin.PartitionDescription;
import io.kafkavertx.admin.TopicDescription;
import io.kafkavertx.protocol.wire.ByteSlice;
import io.kafkavertx.spi.Deserializer;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One run of {@code consume}. The consumer lives on its event loop; this thread asks for records,
 * prints them, which may block, and has the next ones fetched and decoded meanwhile.
 */
final class Reading {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final int POLL_RECORDS = 4096;
  private static final long COMMIT_NANOS = 1_000_000_000L;

  private final Session session;
  private final ReadPlan plan;
  private final RecordPrinter printer;
  private final ByteSink sink;
  private final Progress progress;
  private final KafkaConsumer<ByteSlice, ByteSlice> consumer;
  private final Outage outage;

  /** Where reading ends, this offset not included; partitions that are through are in none. */
  private final Map<TopicPartition, Long> ends = new HashMap<>();

  private final Set<TopicPartition> ended = new HashSet<>();
  private final Map<TopicPartition, OffsetAndMetadata> toCommit = new HashMap<>();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private long lastCommit = System.nanoTime();
  private boolean withoutPartitions;
  private long records;
  private long bytes;
  private long total;

  Reading(Session session, ConsumerOptions options, ReadPlan plan, RecordPrinter printer) {
    this.session = session;
    this.plan = plan;
    this.printer = printer;
    sink = new ByteSink(session.terminal().out());
    progress = new Progress(session.terminal(), session.terminal().outIsFile());
    if (plan.group() != null) {
      options
          .setGroupId(plan.group())
          .setAutoOffsetReset(plan.from().kind() == Position.Kind.END ? "latest" : "earliest");
    }
    Deserializer<ByteSlice> view =
        (topic, headers, array, offset, length) -> ByteSlice.of(array, offset, length);
    consumer = KafkaConsumer.create(session.vertx(), options, view, view);
    consumer.exceptionHandler(e -> failure.compareAndSet(null, e));
    session.closing(consumer::close);
    outage = new Outage(session, consumer, progress, plan.follow());
  }

  int run() {
    Map<String, TopicDescription> topics =
        TopicNames.describe(
            session, session.admin(), plan.topics(), " 'kafka-vertx topics' lists what there is.");
    if (plan.group() == null) {
      assign(topics);
    } else {
      session.await(consumer.subscribe(Set.copyOf(plan.topics())));
    }
    try {
      loop();
      sink.flush();
      commit(true);
    } catch (StoppedException e) {
      sink.flush();
      commit(true);
      throw e;
    } finally {
      progress.close();
    }
    if (progress.elapsed().toSeconds() >= 2 && session.terminal().outIsFile()) {
      session.terminal().err().println(summary());
    }
    return ExitCode.OK;
  }

  private String summary() {
    double seconds = progress.elapsed().toNanos() / 1e9;
    return Figures.records(records)
        + ", "
        + Figures.bytes((double) bytes)
        + " in "
        + Figures.time(progress.elapsed())
        + " ("
        + Figures.count(Math.round(records / seconds))
        + " records/s)";
  }

  private void assign(Map<String, TopicDescription> topics) {
    List<TopicPartition> partitions = new ArrayList<>();
    for (TopicDescription topic : topics.values()) {
      for (PartitionDescription one : topic.partitions()) {
        if (plan.partitions() == null || plan.partitions().contains(one.partition())) {
          partitions.add(new TopicPartition(topic.name(), one.partition()));
        }
      }
      checkPartitions(topic.name(), partitions);
    }
    Places places = new Places(session, consumer, partitions);
    Map<TopicPartition, Long> from = places.of(plan.from());
    if (!plan.follow()) {
      ends.putAll(plan.to() == null ? places.end() : places.of(plan.to()));
      ends.forEach((partition, end) -> total += Math.max(0, end - from.get(partition)));
    }
    // What holds nothing that is wanted is not even asked for.
    partitions.removeIf(
        partition -> ends.containsKey(partition) && from.get(partition) >= ends.get(partition));
    ends.keySet().retainAll(partitions);
    session.await(consumer.assign(partitions));
    for (TopicPartition partition : partitions) {
      session.await(consumer.seek(partition, from.get(partition)));
    }
  }

  private void checkPartitions(String topic, List<TopicPartition> found) {
    if (plan.partitions() == null) {
      return;
    }
    for (int number : plan.partitions()) {
      if (!found.contains(new TopicPartition(topic, number))) {
        throw new CliException(
            ExitCode.FAILED, "the topic " + topic + " has no partition " + number + ".");
      }
    }
  }

  private void loop() {
    Future<ConsumerRecords<ByteSlice, ByteSlice>> next = ask();
    while (!finished()) {
      ConsumerRecords<ByteSlice, ByteSlice> batch = session.await(next);
      Throwable failed = failure.get();
      if (failed != null) {
        throw new CliException(Explanation.code(failed), Explanation.text(failed), failed);
      }
      boolean last = session.terminal().stopped();
      if (!last) {
        next = ask();
      }
      if (plan.group() != null && !plan.follow() && ends.isEmpty() && ended.isEmpty()) {
        learnEnds();
      }
      print(batch);
      if (plan.group() != null) {
        commit(false);
      }
      if (last) {
        throw new StoppedException();
      }
      if (batch.isEmpty()) {
        sink.flush();
        idle();
      }
      if (progress.due()) {
        progress.show(records, bytes, records, Math.min(total, plan.count()));
      }
    }
  }

  private Future<ConsumerRecords<ByteSlice, ByteSlice>> ask() {
    return consumer.poll(POLL, POLL_RECORDS);
  }

  private boolean finished() {
    if (records >= plan.count()) {
      return true;
    }
    if (plan.follow()) {
      return false;
    }
    return plan.group() == null ? ends.isEmpty() : groupIsThrough();
  }

  private boolean groupIsThrough() {
    return ends.isEmpty() && (!ended.isEmpty() || withoutPartitions);
  }

  private void print(ConsumerRecords<ByteSlice, ByteSlice> batch) {
    for (ConsumerRecord<ByteSlice, ByteSlice> record : batch) {
      TopicPartition partition = record.topicPartition();
      Long end = ends.get(partition);
      if (ended.contains(partition) || (end != null && record.offset() >= end)) {
        through(partition);
        continue;
      }
      printer.print(record, sink);
      records++;
      bytes += Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
      toCommit.put(partition, new OffsetAndMetadata(record.offset() + 1));
      if (end != null && record.offset() + 1 >= end) {
        through(partition);
      }
      if (records >= plan.count()) {
        return;
      }
    }
    if (plan.follow() && !batch.isEmpty()) {
      sink.flush();
    }
  }

  private void through(TopicPartition partition) {
    ends.remove(partition);
    ended.add(partition);
  }

  /** Nothing came: perhaps nothing will, perhaps nobody is there. */
  private void idle() {
    if (plan.group() != null && !plan.follow()) {
      learnEnds();
    }
    // The end of a log may hold no records to print: markers of transactions, or what compaction
    // has removed.
    for (TopicPartition partition : List.copyOf(ends.keySet())) {
      if (session.await(consumer.position(partition)) >= ends.get(partition)) {
        through(partition);
      }
    }
    outage.check();
  }

  private void learnEnds() {
    Set<TopicPartition> assigned = session.await(consumer.assignment());
    withoutPartitions = assigned.isEmpty();
    ends.keySet().retainAll(assigned);
    Set<TopicPartition> fresh = new HashSet<>(assigned);
    fresh.removeAll(ends.keySet());
    fresh.removeAll(ended);
    if (!fresh.isEmpty()) {
      ends.putAll(session.await(consumer.endOffsets(fresh)));
    }
  }

  private void commit(boolean now) {
    if (plan.group() == null || toCommit.isEmpty()) {
      return;
    }
    if (!now && System.nanoTime() - lastCommit < COMMIT_NANOS) {
      return;
    }
    // Only what has been handed to the reader.
    sink.flush();
    Map<TopicPartition, OffsetAndMetadata> offsets = Map.copyOf(toCommit);
    toCommit.clear();
    lastCommit = System.nanoTime();
    Future<?> committed = consumer.commit(offsets);
    if (session.terminal().stopped()) {
      Session.within(committed, Duration.ofSeconds(3));
    } else {
      session.await(committed);
    }
  }
}
