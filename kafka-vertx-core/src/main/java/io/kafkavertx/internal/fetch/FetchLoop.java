package io.kafkavertx.internal.fetch;

import io.kafkavertx.internal.cluster.Cluster;
import io.kafkavertx.internal.cluster.SendOptions;
import io.kafkavertx.internal.metrics.ErrorType;
import io.kafkavertx.internal.net.EventLoop;
import io.kafkavertx.protocol.ApiKey;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.message.FetchRequest;
import io.kafkavertx.protocol.message.FetchResponse;
import io.vertx.core.internal.logging.Logger;
import io.vertx.core.internal.logging.LoggerFactory;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps one fetch under way to each broker that has a partition with room in its inbox.
 *
 * <p>When an answer is in, the next fetch leaves before the records are decoded, so that the broker
 * works while we do. A partition whose inbox is full is left out of the fetch. The others must then
 * not wait at the broker for long, or the partition that has just been emptied would wait with them
 * for the long poll to end: such a fetch does not wait, and when it brings nothing the next ones
 * wait longer and longer.
 *
 * <p>Each fetch asks for its broker's share of what may be buffered, and that much is set aside
 * until the answer is here. Half of the limit is shared out, so that every broker can have one
 * answer on its way while another one is read. Brokers take turns when there is no room for all;
 * partitions that nobody reads now make room.
 */
final class FetchLoop {
  private static final Logger LOG = LoggerFactory.getLogger(FetchLoop.class);

  /** Fetch version from which the broker checks the epoch of the last batch for truncation. */
  private static final int EPOCH_VERSION = 12;

  private static final int SESSION_VERSION = 7;

  /** Fetch version from which the whole of an answer can be limited, not only each partition. */
  private static final int TOTAL_VERSION = 3;

  private static final int LAST_VERSION_WITH_NAMES = 12;

  /** The least to ask an old broker for, of one partition. */
  private static final int OLD_LEAST = 4 * 1024;

  private final Cluster cluster;
  private final EventLoop loop;
  private final FetchConfig config;
  private final Partitions partitions;
  private final BufferedBytes buffered;
  private final FetchAnswers answers;
  private final EpochCheck epochs;
  private final FetchMetrics metrics;
  private final boolean reusesFrames;
  private final Map<Integer, FetchLane> lanes = new HashMap<>();
  private long turns;

  /** Some broker has nothing to do. */
  private boolean isAnyIdle = true;

  private EventLoop.Timer wakeUp;
  private long wakeUpAt;
  private boolean closed;

  /** There was no room for an answer, of whatever broker. */
  private boolean starved;

  /**
   * @param reusesFrames whether nobody looks at a frame once its records have been deserialized
   */
  FetchLoop(
      Cluster cluster,
      FetchConfig config,
      Partitions partitions,
      FetchAnswers answers,
      EpochCheck epochs,
      FetchMetrics metrics,
      boolean reusesFrames) {
    this.cluster = cluster;
    this.loop = cluster.loop();
    this.config = config;
    this.partitions = partitions;
    this.buffered = partitions.buffered();
    this.answers = answers;
    this.epochs = epochs;
    this.metrics = metrics;
    this.reusesFrames = reusesFrames;
  }

  void close() {
    closed = true;
    if (wakeUp != null) {
      wakeUp.cancel();
    }
  }

  /**
   * Data has been read. Of use only when a broker waits for room: all others are looked at when
   * their answers come.
   */
  void roomMade() {
    if (isAnyIdle) {
      kick();
    }
  }

  /** The data of a partition is not wanted for now: others may need the room that it takes. */
  void roomToTake() {
    if (starved) {
      // Not in the middle of handing out.
      loop.execute(this::kick);
    }
  }

  /** Sends what can be sent. Looks at every partition. */
  void kick() {
    if (closed) {
      return;
    }
    isAnyIdle = true;
    starved = false;
    Map<Integer, List<PartitionState>> byNode = new HashMap<>();
    boolean leaderless = false;
    long now = loop.nanoTime();
    for (PartitionState state : partitions.all()) {
      if (!state.isFetchable() || state.fetchBlocked) {
        continue;
      }
      int node = state.replica.node(state.leaderId, now);
      if (node < 0) {
        leaderless = true;
      } else if (state.retryAtNanos > now) {
        wakeUp(state.retryAtNanos);
      } else {
        byNode.computeIfAbsent(node, id -> new ArrayList<>()).add(state);
      }
    }
    if (leaderless) {
      cluster.requestUpdate();
    }
    if (byNode.isEmpty()) {
      return;
    }
    List<FetchLane> turn = new ArrayList<>(byNode.size());
    byNode.keySet().forEach(node -> turn.add(lanes.computeIfAbsent(node, FetchLane::new)));
    turn.sort(Comparator.comparingLong(lane -> lane.turn));
    long share = Math.max(1, config.maxBufferedBytes() / (2L * turn.size()));
    for (FetchLane lane : turn) {
      if (!fetch(lane, byNode.get(lane.node), Math.min(config.maxBytes(), share), now)) {
        // The next room is for this one, or it would never be enough for a large batch.
        starved = true;
        return;
      }
    }
    isAnyIdle = turn.stream().anyMatch(lane -> !lane.busy);
  }

  /** Returns false when there is no room for the answer although somebody wants it. */
  private boolean fetch(FetchLane lane, List<PartitionState> led, long share, long now) {
    if (lane.busy) {
      return true;
    }
    if (lane.notBefore > now) {
      wakeUp(lane.notBefore);
      return true;
    }
    List<PartitionState> wanted = new ArrayList<>(led.size());
    boolean news = false;
    for (PartitionState state : led) {
      if (state.inboxBytes < config.partitionBound()) {
        wanted.add(state);
        news |= state.lastFetch != lane.fetches;
      }
    }
    if (wanted.isEmpty()) {
      return true;
    }
    if (!lane.session.isIncremental()) {
      // The broker fills an answer in the order of the request, and remembers nothing: whoever has
      // waited longest comes first. In a session it sees to that by itself.
      wanted.sort(Comparator.comparingLong(state -> state.lastArrival));
    }
    boolean crowded = wanted.size() < led.size();
    short version = cluster.version(lane.node, ApiKey.FETCH);
    if (version < 0) {
      connect(lane, now);
      return true;
    }
    if (version < EPOCH_VERSION) {
      epochs.hold(lane.node, wanted);
      if (wanted.isEmpty()) {
        return true;
      }
    }
    long bytes = limit(wanted, version, lane.wanted(share));
    if (!reserve(bytes, wanted)) {
      return wanted.stream().allMatch(PartitionState::isIdle);
    }
    lane.reserved = bytes;
    int most = config.maxWaitMillis();
    send(lane, wanted, version, crowded ? lane.patience(news, most) : most, now);
    return true;
  }

  /**
   * Sets the most to ask for of each partition.
   *
   * @return the most that may come, but for a single larger batch
   */
  private long limit(List<PartitionState> wanted, short version, long bytes) {
    if (version >= TOTAL_VERSION) {
      wanted.forEach(state -> state.maxBytes = config.partitionMaxBytes());
      return bytes;
    }
    long each = Math.max(OLD_LEAST, bytes / wanted.size());
    long sum = 0;
    for (PartitionState state : wanted) {
      state.maxBytes =
          Math.max(state.cutOffBatch, (int) Math.min(config.partitionMaxBytes(), each));
      sum += state.maxBytes;
    }
    return sum;
  }

  /**
   * Sets room aside: that of partitions which are not read now if need be, and if one of {@code
   * wanted} has nothing to go on with, that of partitions whose records nobody wants now.
   */
  private boolean reserve(long bytes, List<PartitionState> wanted) {
    if (buffered.reserve(bytes)) {
      return true;
    }
    boolean starving = false;
    for (PartitionState state : wanted) {
      starving |= state.inbox.isEmpty() && !state.isIdle();
    }
    for (PartitionState state : partitions.all()) {
      boolean idle = !state.isFetchable() || (starving && state.isIdle());
      if (idle && !state.inbox.isEmpty()) {
        state.refetch();
        state.evicted = state.isIdle();
        if (buffered.reserve(bytes)) {
          return true;
        }
      }
    }
    return false;
  }

  private void connect(FetchLane lane, long now) {
    lane.busy = true;
    cluster
        .whenReady(lane.node, now + config.requestTimeoutNanos())
        .onComplete(
            ready -> {
              lane.busy = false;
              if (ready.failed()) {
                failed(lane, ready.cause());
              } else if (cluster.version(lane.node, ApiKey.FETCH) < 0) {
                failed(lane, null);
              }
              kick();
            });
  }

  private void send(
      FetchLane lane, List<PartitionState> wanted, short version, int maxWait, long now) {
    FetchRequest request =
        new FetchRequest()
            .setMaxWaitMs(maxWait)
            .setMinBytes(config.minBytes())
            .setMaxBytes((int) Math.min(lane.reserved, Integer.MAX_VALUE))
            .setIsolationLevel(config.isolation())
            .setRackId(rack(wanted, now));
    boolean ids =
        lane.session.build(request, wanted, version >= EPOCH_VERSION, version >= SESSION_VERSION);
    lane.fetches++;
    lane.turn = ++turns;
    for (PartitionState state : wanted) {
      state.lastFetch = lane.fetches;
    }
    lane.busy = true;
    SendOptions options =
        SendOptions.until(now + maxWait * 1_000_000L + config.requestTimeoutNanos())
            .atMost(ids ? Short.MAX_VALUE : LAST_VERSION_WITH_NAMES)
            .on(SendOptions.Lane.FETCH);
    cluster
        .send(lane.node, request, options)
        .onComplete(
            answer -> {
              lane.busy = false;
              buffered.release(lane.reserved);
              if (closed) {
                return;
              }
              if (answer.failed()) {
                lane.session.restart();
                failed(lane, answer.cause());
                kick();
              } else {
                answered(lane, answer.result());
              }
            });
  }

  /**
   * Where we are; nothing while a leader has to answer for itself, because the replica that it
   * would name is of no use.
   */
  private String rack(List<PartitionState> wanted, long now) {
    for (PartitionState state : wanted) {
      if (state.replica.isResting(now)) {
        return "";
      }
    }
    return config.rack();
  }

  private void answered(FetchLane lane, FetchResponse response) {
    lane.answeredAt = loop.nanoTime();
    ErrorCode error = ErrorCode.forCode(response.errorCode());
    if (error != ErrorCode.NONE) {
      metrics.failed(error.name());
      LOG.debug("Fetch from broker " + lane.node + ": " + error + ", asking for everything anew");
      boolean wasIncremental = lane.session.isIncremental();
      lane.session.restart();
      if (!FetchOutcome.endsSession(error) || !wasIncremental) {
        // A full request that fails too would fail again at once.
        backOff(lane);
        cluster.requestUpdate();
      }
      kick();
      return;
    }
    lane.failures = 0;
    lane.session.answered(response);
    long bytes = FetchAnswers.bytes(response);
    boolean keep = buffered.mayKeep(bytes, lane.reserved);
    if (keep) {
      lane.kept(bytes, lane.reserved);
    } else {
      LOG.debug("No room for " + bytes + " bytes from broker " + lane.node + ", fetching again");
      lane.refused(bytes);
    }
    boolean records = take(lane, response, keep ? memory(response, bytes) : null);
    lane.broughtNothing = keep && !records;
    kick();
    if (records) {
      answers.announce();
    }
  }

  private boolean take(FetchLane lane, FetchResponse response, AnswerBytes memory) {
    if (memory == null) {
      return answers.take(lane.node, lane.session, response, null);
    }
    // Held until all of it has been taken in: handlers may drop what was taken in first.
    memory.retain(buffered);
    try {
      return answers.take(lane.node, lane.session, response, memory);
    } finally {
      memory.release(buffered);
    }
  }

  private AnswerBytes memory(FetchResponse response, long bytes) {
    byte[] array = FetchAnswers.array(response);
    return reusesFrames && array != null
        ? new AnswerBytes(bytes, array, loop.frames())
        : new AnswerBytes(bytes);
  }

  private void failed(FetchLane lane, Throwable cause) {
    if (closed) {
      return;
    }
    metrics.failed(ErrorType.of(cause));
    LOG.debug("Fetch from broker " + lane.node + " failed", cause);
    backOff(lane);
    cluster.requestUpdate();
  }

  private void backOff(FetchLane lane) {
    lane.failures++;
    long now = loop.nanoTime();
    lane.notBefore = now + config.backoff(lane.failures, loop.random());
    for (PartitionState state : partitions.all()) {
      if (state.replica.named() == lane.node) {
        state.replica.rest(now);
      }
    }
  }

  /** Looks again at that time. */
  private void wakeUp(long at) {
    if (closed || (wakeUp != null && wakeUpAt <= at)) {
      return;
    }
    if (wakeUp != null) {
      wakeUp.cancel();
    }
    wakeUpAt = at;
    wakeUp =
        loop.schedule(
            Math.max(0, at - loop.nanoTime()),
            () -> {
              wakeUp = null;
              kick();
            });
  }
}
