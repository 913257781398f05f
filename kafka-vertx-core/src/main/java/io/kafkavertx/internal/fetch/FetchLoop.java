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
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps one fetch under way to each broker that leads a partition with room in its inbox.
 *
 * <p>When an answer is in, the next fetch leaves before the records are decoded, so that the broker
 * works while we do. A partition whose inbox is full is left out of the fetch. The others must then
 * not wait at the broker for data, or the partition that has just been emptied would wait with them
 * for the long poll to end: such a fetch does not wait, and when it brings nothing the next one is
 * held back until the partition has room, or the time of a long poll is over.
 */
final class FetchLoop {
  private static final Logger LOG = LoggerFactory.getLogger(FetchLoop.class);

  /** Fetch version from which the broker checks the epoch of the last batch for truncation. */
  private static final int EPOCH_VERSION = 12;

  private static final int SESSION_VERSION = 7;
  private static final int LAST_VERSION_WITH_NAMES = 12;

  private final Cluster cluster;
  private final EventLoop loop;
  private final FetchConfig config;
  private final Partitions partitions;
  private final FetchAnswers answers;
  private final FetchMetrics metrics;
  private final Map<Integer, Lane> lanes = new HashMap<>();
  private EventLoop.Timer wakeUp;
  private long wakeUpAt;
  private boolean closed;

  /** The fetches to one broker. */
  private static final class Lane {
    final int node;
    final FetchSession session = new FetchSession();
    boolean busy;
    int failures;
    long notBefore;
    int fetches;
    boolean broughtNothing;
    long answeredAt;

    Lane(int node) {
      this.node = node;
    }
  }

  FetchLoop(
      Cluster cluster,
      FetchConfig config,
      Partitions partitions,
      FetchAnswers answers,
      FetchMetrics metrics) {
    this.cluster = cluster;
    this.loop = cluster.loop();
    this.config = config;
    this.partitions = partitions;
    this.answers = answers;
    this.metrics = metrics;
  }

  void close() {
    closed = true;
    if (wakeUp != null) {
      wakeUp.cancel();
    }
  }

  /** Sends what can be sent. Cheap when there is nothing to do. */
  void kick() {
    if (closed) {
      return;
    }
    Map<Integer, List<PartitionState>> byLeader = new HashMap<>();
    boolean leaderless = false;
    long now = loop.nanoTime();
    for (PartitionState state : partitions.all()) {
      if (!state.isDeliverable() || state.fetchBlocked) {
        continue;
      }
      if (state.leaderId < 0) {
        leaderless = true;
      } else if (state.retryAtNanos > now) {
        wakeUp(state.retryAtNanos);
      } else {
        byLeader.computeIfAbsent(state.leaderId, id -> new ArrayList<>()).add(state);
      }
    }
    if (leaderless) {
      cluster.requestUpdate();
    }
    byLeader.forEach((node, states) -> fetch(lane(node), states, now));
  }

  private Lane lane(int node) {
    return lanes.computeIfAbsent(node, Lane::new);
  }

  private void fetch(Lane lane, List<PartitionState> led, long now) {
    if (lane.busy || partitions.buffered().total() >= config.maxBufferedBytes()) {
      return;
    }
    if (lane.notBefore > now) {
      wakeUp(lane.notBefore);
      return;
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
      return;
    }
    boolean crowded = wanted.size() < led.size();
    if (crowded && !news && lane.broughtNothing) {
      long until = lane.answeredAt + config.maxWaitMillis() * 1_000_000L;
      if (until > now) {
        wakeUp(until);
        return;
      }
    }
    short version = cluster.version(lane.node, ApiKey.FETCH);
    if (version < 0) {
      connect(lane, now);
    } else {
      send(lane, wanted, version, crowded ? 0 : config.maxWaitMillis(), now);
    }
  }

  private void connect(Lane lane, long now) {
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

  private void send(Lane lane, List<PartitionState> wanted, short version, int maxWait, long now) {
    FetchRequest request =
        new FetchRequest()
            .setMaxWaitMs(maxWait)
            .setMinBytes(config.minBytes())
            .setMaxBytes(maxBytes())
            .setIsolationLevel(config.isolation())
            .setRackId(config.rack());
    boolean ids =
        lane.session.build(request, wanted, version >= EPOCH_VERSION, version >= SESSION_VERSION);
    lane.fetches++;
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

  private int maxBytes() {
    long room = config.maxBufferedBytes() - partitions.buffered().total();
    return (int)
        Math.min(
            config.maxBytes(),
            Math.max(config.partitionMaxBytes(), Math.min(room, Integer.MAX_VALUE)));
  }

  private void answered(Lane lane, FetchResponse response) {
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
    boolean records = answers.take(lane.session, response);
    lane.broughtNothing = !records;
    kick();
    if (records) {
      answers.announce();
    }
  }

  private void failed(Lane lane, Throwable cause) {
    if (closed) {
      return;
    }
    metrics.failed(ErrorType.of(cause));
    LOG.debug("Fetch from broker " + lane.node + " failed", cause);
    backOff(lane);
    cluster.requestUpdate();
  }

  private void backOff(Lane lane) {
    lane.failures++;
    lane.notBefore = loop.nanoTime() + jitter(config.backoff(lane.failures));
  }

  private long jitter(long nanos) {
    return (long) (nanos * (0.8 + 0.4 * loop.random().nextDouble()));
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
