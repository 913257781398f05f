package io.kafkavertx;

import io.kafkavertx.internal.cluster.Cluster;
import io.kafkavertx.internal.collect.OrderedCopy;
import io.kafkavertx.internal.consumer.ConsumerCore;
import io.kafkavertx.internal.fetch.ResetPolicy;
import io.kafkavertx.internal.metrics.Meters;
import io.kafkavertx.internal.plugin.Plugins;
import io.kafkavertx.internal.plugin.Reporters;
import io.kafkavertx.internal.process.Attempt;
import io.kafkavertx.internal.vertx.CallerContext;
import io.kafkavertx.internal.vertx.ClientShell;
import io.kafkavertx.spi.Deserializer;
import io.kafkavertx.spi.MetricName;
import io.kafkavertx.spi.PartitionAssignor;
import io.kafkavertx.spi.PartitionInfo;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The consumer's outer side: brings callers to the loop, results and records back to their
 * contexts.
 */
final class KafkaConsumerImpl<K, V> implements KafkaConsumer<K, V> {
  private static final Logger LOG = LoggerFactory.getLogger(KafkaConsumerImpl.class);

  private final ClientShell shell;
  private final ConsumerCore<K, V> core;
  private final Meters meters;
  private final ConsumerOptions options;
  private final RecordWays<K, V> ways;
  private final ConsumerCalls calls;

  // Of the loop.
  private CloseOptions closeOptions = new CloseOptions();
  private Consumer<Void> endHandler;

  private ProcessedStream<K, V> processed;

  private KafkaConsumerImpl(
      ClientShell shell,
      Meters meters,
      ConsumerOptions options,
      Deserializer<K> keys,
      Deserializer<V> values) {
    this.shell = shell;
    this.meters = meters;
    Cluster cluster = Cluster.open(shell.loop(), shell.transport(), options, meters);
    ConsumerCodecs codecs = new ConsumerCodecs(options);
    this.options = options;
    this.core = new ConsumerCore<>(cluster, options, codecs, assignors(options), keys, values);
    this.ways = new RecordWays<>(shell, core, options);
    this.calls = new TimedCalls(shell, core.calls(), ways::reportProgress);
    shell.onClose(
        () ->
            core.close(
                    closeOptions.getTimeout().toNanos(), closeOptions.getGroupMembershipOperation())
                .eventually(cluster::close)
                .eventually(this::closeProcessed)
                .onComplete(
                    closed -> {
                      codecs.close();
                      meters.close();
                      if (endHandler != null) {
                        endHandler.accept(null);
                      }
                    }));
  }

  static <K, V> KafkaConsumer<K, V> create(
      Vertx vertx, ConsumerOptions options, Deserializer<K> keys, Deserializer<V> values) {
    Objects.requireNonNull(keys, "keyDeserializer");
    Objects.requireNonNull(values, "valueDeserializer");
    ConsumerOptions own = options.copy();
    own.validate();
    own.advice().forEach(LOG::warn);
    Meters meters = Reporters.open(vertx, own);
    ClientShell shell = ClientShell.open(vertx, own);
    try {
      return new KafkaConsumerImpl<>(shell, meters, own, keys, values);
    } catch (RuntimeException e) {
      meters.close();
      shell.close();
      throw e;
    }
  }

  private static List<PartitionAssignor> assignors(ConsumerOptions options) {
    List<PartitionAssignor> assignors = new ArrayList<>();
    if (options.getGroupId() != null) {
      for (String name : options.getPartitionAssignmentStrategy()) {
        String plugin = AssignorNames.plugin(name);
        try {
          assignors.add(Plugins.assignor(options, plugin).create(options.pluginConfig(plugin)));
        } catch (IllegalArgumentException e) {
          throw new ConfigException("assignor " + plugin + ": " + e.getMessage(), e);
        }
      }
    }
    return assignors;
  }

  @Override
  public Future<Void> subscribe(Set<String> topics) {
    Set<String> copy = OrderedCopy.of(topics);
    return shell.call(() -> core.subscribe(copy));
  }

  @Override
  public Future<Void> subscribe(Pattern pattern) {
    Objects.requireNonNull(pattern, "pattern");
    return shell.call(() -> core.subscribe(pattern));
  }

  @Override
  public Future<Void> unsubscribe() {
    return shell.call(core::unsubscribe);
  }

  @Override
  public Future<Void> enforceRebalance(String reason) {
    Objects.requireNonNull(reason, "reason");
    return shell.call(() -> core.enforceRebalance(reason));
  }

  @Override
  public Future<Void> assign(Collection<TopicPartition> partitions) {
    List<TopicPartition> copy = List.copyOf(partitions);
    return shell.call(() -> core.assign(copy));
  }

  @Override
  public Future<Set<String>> subscription() {
    return shell.call(core::subscription);
  }

  @Override
  public Future<Set<TopicPartition>> assignment() {
    return shell.call(core::assignment);
  }

  @Override
  public KafkaConsumer<K, V> handler(Handler<ConsumerRecord<K, V>> handler) {
    ways.handler(handler);
    return this;
  }

  @Override
  public KafkaConsumer<K, V> batchHandler(Handler<ConsumerRecords<K, V>> handler) {
    ways.batchHandler(handler);
    return this;
  }

  @Override
  public KafkaConsumer<K, V> partitionsHandler(Handler<PartitionStream<K, V>> handler) {
    ways.partitionsHandler(handler);
    return this;
  }

  @Override
  public RecordIterable<K, V> records(Duration timeout) {
    return ways.records(timeout);
  }

  @Override
  public KafkaConsumer<K, V> exceptionHandler(Handler<Throwable> handler) {
    Consumer<Throwable> there = onCallersContext(handler);
    shell.run(() -> core.exceptionHandler(there));
    return this;
  }

  @Override
  public KafkaConsumer<K, V> endHandler(Handler<Void> handler) {
    Consumer<Void> there = onCallersContext(handler);
    shell.run(() -> endHandler = there);
    return this;
  }

  @Override
  public KafkaConsumer<K, V> offsetResetHandler(Handler<OffsetReset> handler) {
    Consumer<OffsetReset> there = onCallersContext(handler);
    shell.run(() -> core.resetHandler(there));
    return this;
  }

  @Override
  public KafkaConsumer<K, V> commitHandler(Handler<CommitResult> handler) {
    Consumer<CommitResult> there = onCallersContext(handler);
    shell.run(() -> core.commitHandler(there));
    return this;
  }

  private static <T> Consumer<T> onCallersContext(Handler<T> handler) {
    CallerContext caller = CallerContext.current();
    return handler == null ? null : event -> caller.emit(event, handler);
  }

  @Override
  public KafkaConsumer<K, V> pause() {
    ways.stream().pause();
    return this;
  }

  @Override
  public KafkaConsumer<K, V> resume() {
    return fetch(Long.MAX_VALUE);
  }

  @Override
  public KafkaConsumer<K, V> fetch(long amount) {
    ways.stream().fetch(amount);
    return this;
  }

  @Override
  public Future<Long> demand() {
    return ways.stream().demand();
  }

  @Override
  public Future<Void> pause(Collection<TopicPartition> partitions) {
    List<TopicPartition> copy = List.copyOf(partitions);
    return shell.call(() -> core.pause(copy, true));
  }

  @Override
  public Future<Void> resume(Collection<TopicPartition> partitions) {
    List<TopicPartition> copy = List.copyOf(partitions);
    return shell.call(() -> core.pause(copy, false));
  }

  @Override
  public Future<Set<TopicPartition>> paused() {
    return shell.call(core::paused);
  }

  @Override
  public KafkaConsumer<K, V> partitionsRevokedHandler(
      Function<Set<TopicPartition>, Future<Void>> handler) {
    Function<Set<TopicPartition>, Future<Void>> there = askingCallersContext(handler);
    shell.run(() -> core.rebalanceHandlers().onRevoked(there));
    return this;
  }

  @Override
  public KafkaConsumer<K, V> partitionsAssignedHandler(
      Function<Set<TopicPartition>, Future<Void>> handler) {
    Function<Set<TopicPartition>, Future<Void>> there = askingCallersContext(handler);
    shell.run(() -> core.rebalanceHandlers().onAssigned(there));
    return this;
  }

  @Override
  public KafkaConsumer<K, V> partitionsLostHandler(
      Function<Set<TopicPartition>, Future<Void>> handler) {
    Function<Set<TopicPartition>, Future<Void>> there = askingCallersContext(handler);
    shell.run(() -> core.rebalanceHandlers().onLost(there));
    return this;
  }

  /** Calls {@code handler} on its context; the answer is back on the loop. */
  private Function<Set<TopicPartition>, Future<Void>> askingCallersContext(
      Function<Set<TopicPartition>, Future<Void>> handler) {
    if (handler == null) {
      return null;
    }
    CallerContext caller = CallerContext.current();
    return partitions -> {
      Promise<Void> answer = Promise.promise();
      caller.emit(
          partitions,
          set -> {
            Future<Void> future;
            try {
              future = handler.apply(set);
            } catch (Throwable failure) {
              future = Future.failedFuture(failure);
            }
            Future<Void> told = future == null ? Future.succeededFuture() : future;
            told.onComplete(done -> shell.run(() -> answer.handle(done)));
          });
      return answer.future();
    };
  }

  @Override
  public Future<Void> seek(TopicPartition partition, long offset) {
    return seek(partition, new OffsetAndMetadata(offset));
  }

  @Override
  public Future<Void> seek(TopicPartition partition, OffsetAndMetadata position) {
    return shell.call(() -> core.seek(partition, position));
  }

  @Override
  public Future<Void> seekToBeginning(Collection<TopicPartition> partitions) {
    List<TopicPartition> copy = List.copyOf(partitions);
    return shell.call(() -> core.seek(copy, ResetPolicy.EARLIEST));
  }

  @Override
  public Future<Void> seekToEnd(Collection<TopicPartition> partitions) {
    List<TopicPartition> copy = List.copyOf(partitions);
    return shell.call(() -> core.seek(copy, ResetPolicy.LATEST));
  }

  @Override
  public ConsumerCalls withTimeout(Duration timeout) {
    if (timeout.isZero() || timeout.isNegative()) {
      throw new IllegalArgumentException("the timeout must be more than zero, but is " + timeout);
    }
    return new TimedCalls(shell, core.calls().within(timeout.toNanos()), ways::reportProgress);
  }

  @Override
  public Future<Long> position(TopicPartition partition) {
    return calls.position(partition);
  }

  @Override
  public Future<Map<TopicPartition, OffsetAndMetadata>> commit() {
    return calls.commit();
  }

  @Override
  public Future<Map<TopicPartition, OffsetAndMetadata>> commit(
      Map<TopicPartition, OffsetAndMetadata> offsets) {
    return calls.commit(offsets);
  }

  @Override
  public Future<Map<TopicPartition, OffsetAndMetadata>> committed(
      Collection<TopicPartition> partitions) {
    return calls.committed(partitions);
  }

  @Override
  public Future<Map<TopicPartition, Long>> beginningOffsets(Collection<TopicPartition> partitions) {
    return calls.beginningOffsets(partitions);
  }

  @Override
  public Future<Map<TopicPartition, Long>> endOffsets(Collection<TopicPartition> partitions) {
    return calls.endOffsets(partitions);
  }

  @Override
  public Future<Map<TopicPartition, OffsetAndTimestamp>> maxTimestampOffsets(
      Collection<TopicPartition> partitions) {
    return calls.maxTimestampOffsets(partitions);
  }

  @Override
  public Future<Map<TopicPartition, OffsetAndTimestamp>> offsetsForTimes(
      Map<TopicPartition, Long> timestamps) {
    return calls.offsetsForTimes(timestamps);
  }

  @Override
  public Future<Map<TopicPartition, Long>> lag() {
    return shell.call(core::lag);
  }

  @Override
  public Future<Map<TopicPartition, Long>> highWatermarks() {
    return shell.call(core::highWatermarks);
  }

  @Override
  public Future<Map<String, List<PartitionInfo>>> listTopics() {
    return calls.listTopics();
  }

  @Override
  public Future<ConsumerState> state() {
    return shell.call(() -> core.state(meters.values()));
  }

  @Override
  public Future<Map<MetricName, Double>> metrics() {
    return shell.call(() -> Future.succeededFuture(meters.values()));
  }

  @Override
  public Future<List<PartitionInfo>> partitionsFor(String topic) {
    return calls.partitionsFor(topic);
  }

  @Override
  public Future<ConsumerRecords<K, V>> poll(Duration timeout) {
    return ways.poll(timeout, Integer.MAX_VALUE);
  }

  @Override
  public Future<ConsumerRecords<K, V>> poll(Duration timeout, int max) {
    return ways.poll(timeout, max);
  }

  @Override
  public Processing process(ProcessOptions how, Function<ConsumerRecord<K, V>, Future<?>> work) {
    if (how.getBatchSize() > 1) {
      throw new ConfigException(
          "batchSize is "
              + how.getBatchSize()
              + ", but process works on single records: use processBatches");
    }
    Function<ConsumerRecord<K, V>, Future<?>> observed =
        ways.observers().around(Objects.requireNonNull(work, "work"));
    return startProcessing(how, attempt -> observed.apply(attempt.record()));
  }

  @Override
  public Processing processBatches(
      ProcessOptions how, Function<ConsumerRecords<K, V>, Future<?>> work) {
    Function<ConsumerRecords<K, V>, Future<?>> observed =
        ways.observers().aroundBatchWork(Objects.requireNonNull(work, "work"));
    return startProcessing(
        how, attempt -> observed.apply(new ConsumerRecords<>(attempt.records())));
  }

  private Processing startProcessing(ProcessOptions how, Function<Attempt<K, V>, Future<?>> work) {
    ProcessedStream<K, V> stream =
        new ProcessedStream<>(shell, core, options, new ProcessOptions(how), work);
    if (processed == null) {
      processed = stream;
    }
    IllegalStateException taken = ways.refusal(RecordWays.Way.PROCESS);
    shell.run(() -> stream.start(taken));
    return stream;
  }

  @Override
  public <T> Future<T> inSpan(
      ConsumerRecord<K, V> record, Function<ConsumerRecord<K, V>, Future<T>> work) {
    return ways.observers().inSpan(record, Objects.requireNonNull(work, "work"));
  }

  private Future<Void> closeProcessed() {
    return processed == null ? Future.succeededFuture() : processed.close();
  }

  @Override
  public Future<ConsumerGroupMetadata> groupMetadata() {
    return shell.call(core::groupMetadata);
  }

  @Override
  public Future<Void> reloadTls() {
    return shell.reloadTls(null);
  }

  @Override
  public Future<Void> reloadTls(TlsOptions tls) {
    return shell.reloadTls(Objects.requireNonNull(tls, "tls"));
  }

  @Override
  public Future<Void> close() {
    return close(new CloseOptions());
  }

  @Override
  public Future<Void> close(Duration timeout) {
    return close(new CloseOptions().setTimeout(timeout));
  }

  @Override
  public Future<Void> close(CloseOptions options) {
    CloseOptions copy = new CloseOptions(options);
    ProcessedStream<K, V> stream = processed;
    Runnable exempt = stream == null ? () -> {} : stream.fromWithin();
    return shell.call(
        () -> {
          exempt.run();
          closeOptions = copy;
          return shell.close();
        });
  }
}
