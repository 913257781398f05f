package io.kafkavertx.examples.livetopics;

import io.kafkavertx.ConsumerCalls;
import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.KafkaConsumer;
import io.kafkavertx.spi.Deserializer;
import io.kafkavertx.spi.PartitionInfo;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a page looks at: partitions read without a group, so that nothing is committed and nobody
 * else's reading is disturbed.
 *
 * <p>While it follows, records are sampled. After a seek it reads a page without gaps, by demand,
 * and waits; Kafka keeps what is not read.
 */
final class Viewing {
  /** How a page's records come. */
  enum Mode {
    /** No topic is picked. */
    NOTHING,
    /** All that comes is read, and sampled. */
    FOLLOWING,
    /** A page is read, without gaps. */
    READING,
    /** A page has been read and there is more. */
    HELD,
    /** The person wants no more for now. */
    PAUSED
  }

  private static final int TAIL = 60;

  private final Vertx vertx;
  private final Settings settings;
  private final KafkaConsumer<Buffer, Buffer> consumer;
  private final ConsumerCalls calls;
  private final Positions positions;
  private final Sampler<ConsumerRecord<Buffer, Buffer>> sampler;
  private final List<ConsumerRecord<Buffer, Buffer>> page = new ArrayList<>();
  private Set<TopicPartition> assigned = Set.of();
  private Mode mode = Mode.NOTHING;
  private int wanted;
  private long seen;
  private long shown;
  private String problem;

  Viewing(Vertx vertx, Settings settings, int samplesPerTick) {
    this.vertx = vertx;
    this.settings = settings;
    sampler = new Sampler<>(Math.max(1, samplesPerTick));
    consumer = newConsumer();
    calls = consumer.withTimeout(Settings.CALL_TIMEOUT);
    positions = new Positions(consumer, calls);
    consumer.exceptionHandler(failure -> problem = failure.getMessage());
    consumer.handler(this::received);
  }

  /** Looks at these topics. Those with a position start there, the others near their end. */
  Future<JsonObject> watch(List<String> topics, Map<TopicPartition, Long> from) {
    problem = null;
    return Future.all(topics.stream().map(calls::partitionsFor).toList())
        .compose(
            found -> {
              Set<TopicPartition> partitions = new LinkedHashSet<>();
              for (List<PartitionInfo> ofTopic : found.<List<PartitionInfo>>list()) {
                ofTopic.forEach(info -> partitions.add(info.topicPartition()));
              }
              if (partitions.size() > settings.maxPartitions()) {
                throw new IllegalArgumentException(
                    "These topics have "
                        + partitions.size()
                        + " partitions; a page may watch "
                        + settings.maxPartitions()
                        + ". Pick fewer topics.");
              }
              return assign(partitions, from);
            });
  }

  private Future<JsonObject> assign(
      Set<TopicPartition> partitions, Map<TopicPartition, Long> from) {
    Set<TopicPartition> added = new LinkedHashSet<>(partitions);
    added.removeAll(assigned);
    Future<Map<TopicPartition, Long>> starts =
        positions.nearTheEnd(added, Math.max(1, TAIL / Math.max(1, added.size())));
    return starts.compose(
        near -> {
          near.replaceAll((partition, offset) -> from.getOrDefault(partition, offset));
          assigned = Set.copyOf(partitions);
          // What was there before is shown without gaps.
          sampler.spare(TAIL);
          return consumer
              .assign(assigned)
              .compose(v -> positions.seek(near))
              .compose(
                  v -> {
                    if (assigned.isEmpty()) {
                      mode = Mode.NOTHING;
                    } else if (mode == Mode.NOTHING) {
                      return resume();
                    }
                    return done();
                  });
        });
  }

  Future<JsonObject> pause() {
    if (mode == Mode.READING) {
      hold(Mode.HELD);
    } else if (mode == Mode.FOLLOWING) {
      hold(Mode.PAUSED);
    }
    return done();
  }

  /** Follows from where reading stands. */
  Future<JsonObject> resume() {
    if (!assigned.isEmpty()) {
      mode = Mode.FOLLOWING;
      consumer.resume();
    }
    return done();
  }

  /** Reads another page without gaps. */
  Future<JsonObject> next() {
    if (!assigned.isEmpty()) {
      consumer.pause();
      mode = Mode.READING;
      wanted = settings.pageSize();
      consumer.fetch(wanted);
    }
    return done();
  }

  /** Reads on elsewhere; without a topic all partitions, without a partition all of the topic. */
  Future<JsonObject> seek(SeekTo to, long value, String topic, Integer partition) {
    List<TopicPartition> which =
        assigned.stream()
            .filter(one -> topic == null || one.topic().equals(topic))
            .filter(one -> partition == null || one.partition() == partition)
            .toList();
    if (which.isEmpty()) {
      return Future.failedFuture("No partition that is watched fits.");
    }
    problem = null;
    hold(Mode.HELD);
    page.clear();
    sampler.clear();
    return positions
        .find(which, to, value)
        .compose(positions::seek)
        .compose(v -> to == SeekTo.END ? resume() : next());
  }

  /** A record as a whole, also when the page was sent its beginning only. */
  Future<JsonObject> record(TopicPartition partition, long offset) {
    KafkaConsumer<Buffer, Buffer> reader = newConsumer();
    return reader
        .assign(Set.of(partition))
        .compose(v -> reader.seek(partition, offset))
        .compose(v -> reader.poll(Settings.CALL_TIMEOUT, 1))
        .compose(
            records -> {
              for (ConsumerRecord<Buffer, Buffer> record : records) {
                if (record.offset() == offset) {
                  return Future.succeededFuture(RecordView.of(record, RecordView.WHOLE));
                }
              }
              return Future.failedFuture("The record is not there any more.");
            })
        .eventually(reader::close);
  }

  /** What the page is to show next; empty when there is nothing new. */
  JsonArray take() {
    if (mode == Mode.READING || mode == Mode.HELD) {
      followAtTheEnd();
    }
    JsonArray records = new JsonArray();
    page.forEach(record -> records.add(RecordView.of(record, RecordView.PREVIEW)));
    page.clear();
    sampler.take().forEach(record -> records.add(RecordView.of(record, RecordView.PREVIEW)));
    shown += records.size();
    return records;
  }

  Future<Void> close() {
    return consumer.close();
  }

  Set<TopicPartition> assigned() {
    return assigned;
  }

  Positions positions() {
    return positions;
  }

  Mode mode() {
    return mode;
  }

  long seen() {
    return seen;
  }

  long shown() {
    return shown;
  }

  /** How many were read and left out by the sample. */
  long leftOut() {
    return sampler.leftOut();
  }

  /** What is wrong with a partition; null when nothing is. */
  String problem() {
    return problem;
  }

  private void received(ConsumerRecord<Buffer, Buffer> record) {
    seen++;
    if (mode == Mode.READING) {
      page.add(record);
      if (--wanted == 0) {
        mode = Mode.HELD;
      }
    } else {
      sampler.offer(record);
    }
  }

  private void hold(Mode held) {
    consumer.pause();
    mode = held;
  }

  /** A page that ends at the end of all partitions needs no button to go on. */
  private void followAtTheEnd() {
    consumer
        .lag()
        .onSuccess(
            lag -> {
              boolean atTheEnd =
                  lag.keySet().equals(assigned) && lag.values().stream().allMatch(l -> l == 0);
              if (atTheEnd && (mode == Mode.READING || mode == Mode.HELD)) {
                resume();
              }
            });
  }

  private KafkaConsumer<Buffer, Buffer> newConsumer() {
    return KafkaConsumer.create(
        vertx, settings.consumer(), Deserializer.buffer(), Deserializer.buffer());
  }

  private static Future<JsonObject> done() {
    return Future.succeededFuture(new JsonObject());
  }
}
