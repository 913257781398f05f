package io.kafkavertx.tests.sim;

import io.kafkavertx.ConsumerOptions;
import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.ProcessOptions;
import io.kafkavertx.ProcessingStatus;
import io.kafkavertx.RecordFailedException;
import io.kafkavertx.internal.cluster.Cluster;
import io.kafkavertx.internal.consumer.ConsumerCore;
import io.kafkavertx.internal.plugin.Plugins;
import io.kafkavertx.internal.process.ProcessConfig;
import io.kafkavertx.internal.process.WorkPlace;
import io.kafkavertx.spi.Deserializer;
import io.kafkavertx.spi.Header;
import io.kafkavertx.spi.TopicPartition;
import io.kafkavertx.testkit.scripted.ScriptedCluster;
import io.kafkavertx.testkit.scripted.ScriptedGroup;
import io.kafkavertx.testkit.sim.SimEventLoop;
import io.kafkavertx.testkit.sim.SimWorld;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/**
 * One consumer in the simulation, and work on its records that the test ends when it likes. Values
 * are {@code partition/offset}; the value {@code bad} cannot be deserialized.
 */
final class ProcessSetting {
  static final String TOPIC = "orders";

  /** A dead letter. */
  record Letter(String topic, String key, String value, List<Header> headers) {}

  final SimWorld world;
  final ScriptedCluster brokers;
  final SimEventLoop loop;
  final ConsumerCore<String, String> core;
  final Cluster cluster;
  final List<Throwable> reported = new ArrayList<>();
  final List<String> started = new ArrayList<>();
  final Map<String, Promise<Void>> running = new LinkedHashMap<>();
  final List<Letter> letters = new ArrayList<>();
  Future<Void> lettersWritten = Future.succeededFuture();

  /** What records do that are not ended by the test; null for those that are. */
  Function<ConsumerRecord<String, String>, Future<?>> work = record -> null;

  ProcessSetting(int partitions, ConsumerOptions consumer) {
    world = new SimWorld(1);
    brokers = ScriptedCluster.listenOn(world.network(), world.loop("brokers"), 3);
    brokers.createTopic(TOPIC, partitions);
    loop = world.loop("consumer");
    ConsumerOptions options =
        consumer.setBootstrapServers(brokers.bootstrapServers()).setAutoOffsetReset("earliest");
    cluster = Cluster.open(loop, world.network().transport(loop), options);
    core =
        new ConsumerCore<>(
            cluster,
            options,
            id -> Plugins.compression(id).create(new JsonObject()),
            List.of(Plugins.assignor("range").create(new JsonObject())),
            Deserializer.string(),
            ProcessSetting::value);
    loop.execute(() -> core.exceptionHandler(reported::add));
    this.consumer = options;
  }

  private final ConsumerOptions consumer;

  static ConsumerOptions consumer() {
    return new ConsumerOptions()
        .setGroupId("billing")
        .setAutoCommitInterval(Duration.ofMillis(100))
        .setHeartbeatInterval(Duration.ofMillis(200))
        .setSessionTimeout(Duration.ofSeconds(10))
        .setRebalanceTimeout(Duration.ofSeconds(20))
        .setRequestTimeout(Duration.ofSeconds(5));
  }

  private static String value(
      String topic, List<Header> headers, byte[] array, int offset, int length) {
    String value = new String(array, offset, length, StandardCharsets.UTF_8);
    if (value.equals("bad")) {
      throw new IllegalArgumentException("not a value");
    }
    return value;
  }

  /** Appends records; a key {@code -} is none. */
  void produce(int partition, String... keys) {
    List<byte[]> keyBytes = new ArrayList<>();
    List<byte[]> values = new ArrayList<>();
    long offset = brokers.partition(TOPIC, partition).endOffset();
    for (String key : keys) {
      boolean bad = key.equals("bad");
      keyBytes.add(key.equals("-") ? null : key.getBytes(StandardCharsets.UTF_8));
      String value = bad ? "bad" : partition + "/" + offset;
      values.add(value.getBytes(StandardCharsets.UTF_8));
      offset++;
    }
    brokers.partition(TOPIC, partition).append(keyBytes, values);
  }

  void start(ProcessOptions options) {
    start(options, new SimWorkPlace(loop, null, this::begin));
  }

  void start(ProcessOptions options, WorkPlace<String, String> place) {
    loop.execute(
        () -> {
          core.processed().start(ProcessConfig.of(options, consumer), place, this::bury);
          core.subscribe(Set.of(TOPIC));
        });
  }

  Future<?> begin(ConsumerRecord<String, String> record) {
    String name = record.partition() + "/" + record.offset();
    started.add(name);
    Future<?> given = work.apply(record);
    if (given != null) {
      return given;
    }
    Promise<Void> promise = Promise.promise();
    running.put(name, promise);
    return promise.future();
  }

  private Future<Void> bury(String topic, byte[] key, byte[] value, List<Header> headers) {
    letters.add(new Letter(topic, text(key), text(value), headers));
    return lettersWritten;
  }

  static String text(byte[] bytes) {
    return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
  }

  void end(String... names) {
    for (String name : names) {
      Promise<Void> promise = running.remove(name);
      loop.execute(promise::complete);
    }
    turn();
  }

  void fail(String name) {
    Promise<Void> promise = running.remove(name);
    loop.execute(() -> promise.fail("it went wrong"));
    turn();
  }

  /** Lets everything happen that is to happen now. */
  void turn() {
    world.runFor(Duration.ofMillis(1));
  }

  void until(BooleanSupplier condition, String what) {
    world.runUntil(condition, Duration.ofMinutes(2), what);
  }

  void untilStarted(String... names) {
    until(() -> started.containsAll(List.of(names)), List.of(names) + " of " + started);
  }

  long committed(int partition) {
    ScriptedGroup.Committed offset =
        brokers.groups().group("billing").offsets().get(new TopicPartition(TOPIC, partition));
    return offset == null ? -1 : offset.offset();
  }

  void untilCommitted(int partition, long offset) {
    until(() -> committed(partition) == offset, offset + " is committed");
  }

  ProcessingStatus status() {
    List<ProcessingStatus> answer = new ArrayList<>();
    loop.execute(() -> core.processed().status().onSuccess(answer::add));
    until(() -> !answer.isEmpty(), "status");
    return answer.get(0);
  }

  List<RecordFailedException.Outcome> outcomes() {
    return reported.stream().map(failure -> ((RecordFailedException) failure).outcome()).toList();
  }

  /** Closes and returns how many milliseconds that took. */
  long close() {
    long before = world.nanoTime();
    SimSetting.await(
        world,
        loop,
        () -> core.close(Duration.ofSeconds(30).toNanos()).eventually(cluster::close),
        Duration.ofSeconds(40));
    long millis = (world.nanoTime() - before) / 1_000_000;
    world.runFor(Duration.ofSeconds(2));
    SimSetting.noLeak(world, loop);
    return millis;
  }
}
