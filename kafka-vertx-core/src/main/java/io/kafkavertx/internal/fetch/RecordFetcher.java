package io.kafkavertx.internal.fetch;

import io.kafkavertx.ClusterMetadata;
import io.kafkavertx.ConsumerOptions.BadRecordPolicy;
import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.KafkaException;
import io.kafkavertx.NoOffsetException;
import io.kafkavertx.OffsetAndMetadata;
import io.kafkavertx.OffsetAndTimestamp;
import io.kafkavertx.OffsetReset;
import io.kafkavertx.internal.cluster.Cluster;
import io.kafkavertx.internal.net.FrameStore;
import io.kafkavertx.protocol.record.CodecLookup;
import io.kafkavertx.spi.Deserializer;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Everything about reading partitions: what is assigned, where it stands, fetching and handing out.
 * On the loop only.
 */
public final class RecordFetcher<K, V> {
  /** Batches of a few records unpack to less, and cost little. */
  private static final int SMALLEST_UNPACKED = 4 * 1024;

  private final Cluster cluster;
  private final FetchConfig config;
  private final FetchEvents events;
  private final InboxWalk.Settings walkSettings;
  private final Partitions partitions;
  private final TopicGrowth growth = new TopicGrowth();
  private final FetchMetrics metrics;
  private final RecordSource<K, V> source;
  private final FetchLoop loop;
  private final PositionFinder finder;
  private final Runnable stopListening;
  private FrameStore unpacked;
  private long handled;

  /**
   * @param committed asks for what the group has committed; null without a group
   */
  public RecordFetcher(
      Cluster cluster,
      FetchConfig config,
      CodecLookup codecs,
      Deserializer<K> keys,
      Deserializer<V> values,
      Function<Set<TopicPartition>, Future<Map<TopicPartition, OffsetAndMetadata>>> committed,
      FetchEvents events) {
    this.cluster = cluster;
    this.config = config;
    this.events = events;
    boolean copies = keys.copies() && values.copies();
    BufferedBytes buffered = new BufferedBytes(config.maxBufferedBytes());
    this.walkSettings =
        new InboxWalk.Settings(
            codecs,
            config.unpacking(),
            config.checkCrcs(),
            config.readCommitted(),
            config.skipDoublyCompressed(),
            buffered,
            copies ? this::unpacked : () -> FrameStore.NONE,
            this::roomMade);
    this.metrics = new FetchMetrics(cluster.meters(), this::sample);
    this.partitions = new Partitions(buffered, metrics);
    this.source = new RecordSource<>(keys, values, config.onBadRecord(), events, this::kick);
    this.finder =
        new PositionFinder(cluster, config, partitions, growth, events, committed, this::kick);
    TruncatedLogs truncated =
        new TruncatedLogs(cluster.loop(), config, events, state -> finder.run());
    FetchAnswers answers =
        new FetchAnswers(
            cluster, config, events, metrics, truncated, source::offer, state -> finder.run());
    EpochCheck epochs = new EpochCheck(cluster, config, events, truncated, this::kick);
    this.loop = new FetchLoop(cluster, config, partitions, answers, epochs, metrics, copies);
    this.stopListening = cluster.onUpdate(this::metadataChanged);
  }

  private void kick() {
    loop.kick();
  }

  /** Made on the loop, where it is used. */
  private FrameStore unpacked() {
    if (unpacked == null) {
      unpacked = cluster.loop().frames().forArraysFrom(SMALLEST_UNPACKED);
    }
    return unpacked;
  }

  private void roomMade() {
    loop.roomMade();
  }

  /** Tells how things stand. */
  private void sample() {
    boolean behind = false;
    for (PartitionState state : partitions.all()) {
      Long lag = lag(state);
      state.meters.lag(lag == null ? 0 : lag);
      behind |= lag != null && lag > 0;
    }
    metrics.levels(
        partitions.all().size(),
        partitions.buffered().total(),
        behind,
        source.handedOut(),
        cluster.loop().nanoTime());
  }

  private void metadataChanged(ClusterMetadata metadata) {
    growth.learn(metadata);
    for (PartitionState state : partitions.all()) {
      if (state.locate(metadata)) {
        recreated(state);
      }
    }
    finder.run();
    kick();
  }

  private void recreated(PartitionState state) {
    if (config.reset().isNone()) {
      NoOffsetException failure =
          new NoOffsetException(
              state.topicPartition,
              "the topic of "
                  + state.topicPartition
                  + " was deleted and made again. With autoOffsetReset=none the partition stands"
                  + " still until you seek");
      state.stop(failure);
      events.failed(state.topicPartition, failure);
    } else {
      state.reset(
          config.reset().timestamp(cluster.loop().wallMillis()),
          OffsetReset.Reason.TOPIC_RECREATED);
    }
  }

  /**
   * Adds partitions. They are neither fetched nor delivered before {@link #start}, but may be
   * sought. Those that are there already stay as they are.
   */
  public void add(Collection<TopicPartition> added) {
    for (TopicPartition topicPartition : added) {
      if (partitions.get(topicPartition) == null) {
        PartitionState state =
            new PartitionState(topicPartition, walkSettings, config.partitionMaxBytes());
        state.held = true;
        state.locate(cluster.metadata());
        partitions.add(state);
      }
    }
  }

  /** Starts, or goes on with, fetching and delivery. */
  public void start(Collection<TopicPartition> started) {
    for (TopicPartition topicPartition : started) {
      PartitionState state = partitions.get(topicPartition);
      if (state != null) {
        state.held = false;
        state.locate(cluster.metadata());
        source.offer(state);
      }
    }
    finder.run();
    kick();
    events.started(started);
    events.recordsAvailable();
  }

  /** The partitions that are not on their way in or out. */
  public Set<TopicPartition> started() {
    return namesWhere(state -> !state.held);
  }

  /** Stops fetching and delivery, but keeps positions: a rebalance handler is at work. */
  public void hold(Collection<TopicPartition> held) {
    for (TopicPartition topicPartition : held) {
      PartitionState state = partitions.get(topicPartition);
      if (state != null) {
        state.held = true;
      }
    }
  }

  /** Forgets partitions. */
  public void remove(Collection<TopicPartition> removed) {
    removed.forEach(partitions::remove);
    events.removed(removed);
    // What they held is room for others.
    kick();
  }

  public Set<TopicPartition> assignment() {
    return namesWhere(state -> true);
  }

  /**
   * Pauses or resumes.
   *
   * @throws IllegalStateException when one is not assigned
   */
  public void pause(Collection<TopicPartition> changed, boolean paused) {
    for (PartitionState state : partitions.require(changed)) {
      state.paused = paused;
      if (!paused) {
        source.offer(state);
      }
    }
    // Those that are paused give up what they hold where others need the room.
    kick();
    if (!paused) {
      events.recordsAvailable();
    }
  }

  public Set<TopicPartition> paused() {
    return namesWhere(state -> state.paused);
  }

  /**
   * Moves a position.
   *
   * @throws IllegalStateException when it is not assigned
   */
  public void seek(TopicPartition topicPartition, OffsetAndMetadata position) {
    partitions
        .require(Set.of(topicPartition))
        .get(0)
        .moveTo(position.offset(), position.leaderEpoch());
    kick();
  }

  /**
   * Moves positions to where a timestamp leads ({@link ResetPolicy#EARLIEST}, {@link
   * ResetPolicy#LATEST}); of all partitions when {@code moved} is empty.
   *
   * @throws IllegalStateException when one is not assigned
   */
  public void seek(Collection<TopicPartition> moved, long timestamp) {
    Collection<TopicPartition> all = moved.isEmpty() ? assignment() : moved;
    for (PartitionState state : partitions.require(all)) {
      state.reset(timestamp, null);
    }
    finder.run();
  }

  /**
   * The next offset to hand out, as soon as it is known.
   *
   * @throws IllegalStateException when it is not assigned
   */
  public Future<Long> position(TopicPartition topicPartition) {
    Promise<Long> promise = Promise.promise();
    partitions.require(Set.of(topicPartition)).get(0).whenPositioned(promise);
    finder.run();
    return promise.future();
  }

  /** What has been handed out. */
  public Map<TopicPartition, OffsetAndMetadata> delivered() {
    return collect(PartitionState::delivered);
  }

  /** What the application is through with. */
  public Map<TopicPartition, OffsetAndMetadata> handled() {
    return collect(PartitionState::handled);
  }

  /** How far each position is behind the end, where that is known. */
  public Map<TopicPartition, Long> lag() {
    return collect(this::lag);
  }

  /** The high watermarks, where they are known. */
  public Map<TopicPartition, Long> highWatermarks() {
    return collect(state -> state.highWatermark < 0 ? null : state.highWatermark);
  }

  private Long lag(PartitionState state) {
    long end = config.readCommitted() ? state.stableEnd() : state.highWatermark;
    return end < 0 || !state.hasPosition() ? null : Math.max(0, end - state.position);
  }

  private <T> Map<TopicPartition, T> collect(Function<PartitionState, T> what) {
    Map<TopicPartition, T> result = new LinkedHashMap<>();
    for (PartitionState state : partitions.all()) {
      T value = what.apply(state);
      if (value != null) {
        result.put(state.topicPartition, value);
      }
    }
    return result;
  }

  private Set<TopicPartition> namesWhere(Predicate<PartitionState> wanted) {
    Set<TopicPartition> names = new LinkedHashSet<>();
    for (PartitionState state : partitions.all()) {
      if (wanted.test(state)) {
        names.add(state.topicPartition);
      }
    }
    return names;
  }

  /** Asks the leaders for offsets by timestamp; partitions without such a record are left out. */
  public Future<Map<TopicPartition, OffsetAndTimestamp>> offsets(
      Map<TopicPartition, Long> wanted, long deadline) {
    return OffsetLookup.find(cluster, config, new HashMap<>(wanted), deadline);
  }

  /**
   * What records keep from now on, for somebody who {@link #drain}s them and may need their bytes.
   *
   * @param rawBadRecords whether records that cannot be deserialized are handed out as well, unless
   *     they are to be skipped
   */
  public void keep(KeptBytes bytes, boolean rawBadRecords) {
    boolean raw = rawBadRecords && config.onBadRecord() != BadRecordPolicy.SKIP;
    source.keep(bytes, raw ? BadRecordPolicy.RAW : config.onBadRecord());
  }

  /** To what run of its partition a record belongs. */
  public ReadRun run(ConsumerRecord<K, V> record) {
    return ((FetchedRecord<K, V>) record).origin();
  }

  /**
   * Says whether there is room for more records of a partition. While there is none it is not
   * delivered, but fetched as far as its bounds allow.
   */
  public void full(ReadRun run, boolean full) {
    PartitionState state = ((BatchOrigin) run).state();
    if (run.isCurrent() && state.full != full) {
      state.full = full;
      if (full) {
        loop.roomToTake();
      } else {
        wanted(state);
      }
    }
  }

  /** Says whether a partition's own stream wants no records for now. */
  public void stalled(TopicPartition topicPartition, boolean stalled) {
    PartitionState state = partitions.get(topicPartition);
    if (state != null && state.stalled != stalled) {
      state.stalled = stalled;
      if (stalled) {
        loop.roomToTake();
      } else {
        wanted(state);
      }
    }
  }

  private void wanted(PartitionState state) {
    state.evicted = false;
    if (state.inbox.isEmpty()) {
      // Others may have to make room for it now.
      kick();
    }
    source.offer(state);
  }

  /** Has a partition stand still until somebody seeks. */
  public void stop(TopicPartition topicPartition, KafkaException cause) {
    PartitionState state = partitions.get(topicPartition);
    if (state != null) {
      state.stop(cause);
      kick();
    }
  }

  /** How many partitions are assigned. */
  public int partitionCount() {
    return partitions.all().size();
  }

  /** True when there may be records to hand out. */
  public boolean isReady() {
    return source.isReady();
  }

  /**
   * Hands out up to {@code max} records, each to be followed by {@link #handled(ConsumerRecord)}.
   *
   * @param sink returns false to get no more for now
   * @return how many it were
   */
  public int drain(int max, Predicate<ConsumerRecord<K, V>> sink) {
    return source.drain(max, sink::test);
  }

  /** True when there may be records of one partition to hand out. */
  public boolean isReady(TopicPartition topicPartition) {
    PartitionState state = partitions.get(topicPartition);
    return state != null && state.isDeliverable() && state.walk.hasMore();
  }

  /**
   * Hands out up to {@code max} records of one partition; see {@link #drain(int, Predicate)}.
   *
   * @param topicPartition nothing comes of it when it is not assigned; null for the one whose turn
   *     it is
   */
  public int drain(TopicPartition topicPartition, int max, Predicate<ConsumerRecord<K, V>> sink) {
    PartitionState state = topicPartition == null ? null : partitions.get(topicPartition);
    return state == null && topicPartition != null ? 0 : source.drainOne(state, max, sink::test);
  }

  /**
   * The next partition that has something to hand out and was not given here since it was fetched,
   * or resumed; null when there is none.
   */
  public TopicPartition takeReady() {
    PartitionState state = source.takeReady();
    return state == null ? null : state.topicPartition;
  }

  /** All partitions with something to hand out are to have their turn again. */
  public void offerAll() {
    partitions.all().forEach(source::offer);
  }

  /** The application is through with a record. */
  public void handled(ConsumerRecord<K, V> record) {
    FetchedRecord<K, V> fetched = (FetchedRecord<K, V>) record;
    handled(fetched.origin(), fetched.offset(), fetched.origin().leaderEpoch());
  }

  /** The same for somebody who does not hold the record any more, but knows its run. */
  public void handled(ReadRun run, long offset, int leaderEpoch) {
    handled++;
    BatchOrigin origin = (BatchOrigin) run;
    origin.state().handled(origin.run(), offset + 1, leaderEpoch);
  }

  /** How many records the application has been through with so far. */
  public long handledCount() {
    return handled;
  }

  /** True while a record that was handed out has not been overtaken by a seek or a revocation. */
  public boolean isCurrent(ConsumerRecord<K, V> record) {
    return run(record).isCurrent();
  }

  /** False while a partition is paused, or a rebalance handler is at work. */
  public boolean isDeliverable(ConsumerRecord<K, V> record) {
    return run(record).isDeliverable();
  }

  /** The bytes that are held, and those on their way. */
  BufferedBytes buffered() {
    return partitions.buffered();
  }

  /** Stops everything. */
  public void close() {
    loop.close();
    finder.close();
    stopListening.run();
    remove(assignment());
    sample();
    metrics.close();
  }
}
