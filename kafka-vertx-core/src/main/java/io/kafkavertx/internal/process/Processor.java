package io.kafkavertx.internal.process;

import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.KafkaException;
import io.kafkavertx.OffsetAndMetadata;
import io.kafkavertx.Ordering;
import io.kafkavertx.ProcessingStatus;
import io.kafkavertx.internal.fetch.KeptBytes;
import io.kafkavertx.internal.fetch.RecordFetcher;
import io.kafkavertx.internal.metrics.Meters;
import io.kafkavertx.internal.net.EventLoop;
import io.kafkavertx.internal.net.Timers;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Takes records, has the application's work done on them, and says which are handled: each
 * partition's in their order, so that what is committed never passes a record that is not done. On
 * the loop.
 */
public final class Processor<K, V> implements RecordTaker {
  /** After so many records, or so long, others on the loop have their turn. */
  private static final int BURST = 8192;

  private static final long BURST_NANOS = 5_000_000;

  /** How many to take, or to start, between two looks at the clock. */
  private static final int FEW = 64;

  /**
   * The consumer around it.
   *
   * @param commit commits what is handled, if commits are automatic
   * @param report tells the application of a failure
   */
  public record Surroundings<K, V>(
      EventLoop loop,
      Timers timers,
      RecordFetcher<K, V> fetcher,
      Demand demand,
      Meters meters,
      Runnable commit,
      Consumer<Throwable> report) {}

  private final Surroundings<K, V> around;
  private final EventLoop loop;
  private final RecordFetcher<K, V> fetcher;
  private final Demand demand;
  private final ProcessConfig config;
  private final WorkPlace<K, V> place;
  private final ProcessMeters meters;
  private final Failures<K, V> failures;
  private final Lanes<K, V> lanes;
  private final ArrayDeque<Lane<K, V>> startable = new ArrayDeque<>();
  private final Slots slots;
  private final Deadlines<K, V> deadlines;
  private long drainNanos;
  private long steps;
  private int uncommitted;
  private long burstEnd;
  private boolean pumping;
  private boolean scheduled;
  private boolean closing;

  /** How many times partitions are being given up that may still have something to start. */
  private int finishing;

  /**
   * @param deadLetters null unless the policy needs it
   */
  public Processor(
      Surroundings<K, V> around,
      ProcessConfig config,
      WorkPlace<K, V> place,
      DeadLetterWriter deadLetters) {
    this.around = around;
    this.loop = around.loop();
    this.fetcher = around.fetcher();
    this.demand = around.demand();
    this.config = config;
    this.place = place;
    this.meters = new ProcessMeters(around.meters(), this::sample);
    this.failures = new Failures<>(this, config, deadLetters, meters);
    this.slots = new Slots(config.concurrency());
    this.lanes = new Lanes<>(fetcher, place::gate, this::closing);
    this.deadlines =
        new Deadlines<>(loop, config.timeoutNanos(), failures::timedOut, this::due, this::wake);
    this.drainNanos = config.drainNanos();
    fetcher.keep(
        config.writesDeadLetters()
            ? KeptBytes.KEY_AND_VALUE
            : config.ordering() == Ordering.KEY ? KeptBytes.KEY : KeptBytes.NONE,
        true);
  }

  @Override
  public void pump() {
    if (pumping || isOver()) {
      return;
    }
    pumping = true;
    try {
      place.dispatch(this::burst);
    } finally {
      pumping = false;
    }
    place.flush();
  }

  /** Looks for something to start after this turn. */
  void wake() {
    // At the end of a burst it looks again by itself.
    if (!scheduled && !pumping && !isOver()) {
      scheduled = true;
      loop.execute(
          () -> {
            scheduled = false;
            pump();
          });
    }
  }

  /** Nothing is started any more. */
  private boolean isOver() {
    return closing && finishing == 0;
  }

  private void burst() {
    slots.share(fetcher.partitionCount(), lanes.all());
    long now = loop.nanoTime();
    burstEnd = now + BURST_NANOS;
    int count = 0;
    while (true) {
      boolean inTime = startReady(now);
      now = loop.nanoTime();
      if (!inTime || count >= BURST || now > burstEnd) {
        loop.execute(this::pump);
        return;
      }
      if (closing || !slots.isFree() || !demand.any() || !fetcher.isReady()) {
        return;
      }
      int taken = take(now);
      if (taken == 0) {
        return;
      }
      count += taken;
    }
  }

  /**
   * Starts what may be started, one record of each partition in turn.
   *
   * @return false when the time for it was over before
   */
  private boolean startReady(long now) {
    int idle = 0;
    int started = 0;
    while (slots.isFree() && !isOver() && idle < startable.size()) {
      if (started >= FEW) {
        if (loop.nanoTime() > burstEnd) {
          return false;
        }
        started = 0;
      }
      Lane<K, V> lane = startable.poll();
      Work<K, V> work = lane.next();
      if (work == null || lane.isClosed()) {
        lane.queued = false;
        continue;
      }
      startable.add(lane);
      if (mayStart(lane, work)) {
        idle = 0;
        started += start(work, now);
      } else {
        idle++;
      }
    }
    return true;
  }

  private boolean mayStart(Lane<K, V> lane, Work<K, V> work) {
    if (!lane.run.isCurrent() || !slots.mayStart(lane)) {
      return false;
    }
    if (lane.isFinishing()) {
      return true;
    }
    return lane.isOpen() && !closing && lane.run.isDeliverable() && (!work.isNew() || demand.any());
  }

  /**
   * Starts an attempt with a record, and with others of its partition if there are batches.
   *
   * @return how many records it takes
   */
  private int start(Work<K, V> first, long now) {
    boolean alone = config.batchSize() == 1 || !first.isNew();
    if (!begin(first, now)) {
      return 1;
    }
    List<Work<K, V>> works = alone ? List.of(first) : batch(first, now);
    place.start(new Attempt<>(this, works));
    return works.size();
  }

  private List<Work<K, V>> batch(Work<K, V> first, long now) {
    List<Work<K, V>> works = new ArrayList<>();
    works.add(first);
    Work<K, V> latest = first;
    while (works.size() < config.batchSize()) {
      Work<K, V> next = first.lane.companion(latest);
      if (next == null || isBad(next) || !mayStart(first.lane, next)) {
        break;
      }
      next.leader = next == latest.following ? latest : null;
      next.shared = true;
      first.shared = true;
      begin(next, now);
      works.add(next);
      latest = next;
    }
    return works;
  }

  private boolean isBad(Work<K, V> work) {
    return !config.badToWork() && work.record.failure() != null;
  }

  /** Returns false when there is nothing to work on, because it cannot be read. */
  private boolean begin(Work<K, V> work, long now) {
    Lane<K, V> lane = work.lane;
    boolean wasNew = work.isNew();
    slots.take(lane);
    lane.started(work);
    boolean bad = isBad(work);
    work.start(now, !bad);
    if (wasNew) {
      demand.spend();
      refill(lane);
    }
    if (bad) {
      failures.forGood(work, work.record.failure());
      return false;
    }
    deadlines.started(work);
    return true;
  }

  /** Takes no more records than can be started; returns how many there were. */
  private int take(long now) {
    return fetcher.drain(
        Math.min(Math.max(FEW, config.batchSize()), slots.free()),
        record -> {
          add(record, now);
          return true;
        });
  }

  private void add(ConsumerRecord<K, V> record, long now) {
    Lane<K, V> lane = lanes.of(record);
    lane.add(record, config.orderOf(record), now);
    enqueue(lane);
    if (lane.isFull(config)) {
      fetcher.full(lane.run, true);
    }
  }

  private void enqueue(Lane<K, V> lane) {
    if (!lane.queued && lane.next() != null) {
      lane.queued = true;
      startable.add(lane);
    }
  }

  /** Asks for more records of a partition when it has room again. */
  private void refill(Lane<K, V> lane) {
    if (lane.isOpen() && !lane.isFull(config)) {
      fetcher.full(lane.run, false);
    }
  }

  /** The work on a record has ended; null is success. */
  void ended(Work<K, V> work, int attempt, Throwable cause) {
    if (isLate(work, attempt)) {
      return;
    }
    deadlines.ended(work);
    if (cause == null) {
      finish(work);
    } else {
      failures.failed(work, cause);
    }
    wake();
  }

  /** The work was not started, because its partition was given up. */
  void notStarted(Work<K, V> work, int attempt) {
    if (!isLate(work, attempt)) {
      deadlines.ended(work);
      giveUp(work);
      wake();
    }
  }

  /** True when somebody else has dealt with the attempt, after its time was up. */
  private static boolean isLate(Work<?, ?> work, int attempt) {
    return work.state() != Work.State.RUNNING || work.attempts() != attempt;
  }

  /** A record is done: processed, skipped or buried. */
  void finish(Work<K, V> work) {
    work.over();
    Lane<K, V> lane = work.lane;
    meters.done();
    steps++;
    if (lane.counts()) {
      lane.done(work, this::passed);
      enqueue(lane);
      refill(lane);
    }
    leave(work);
    work.forget();
    if (config.commitEvery() > 0 && uncommitted >= config.commitEvery()) {
      uncommitted = 0;
      around.commit().run();
    }
  }

  @SuppressWarnings("unchecked")
  private void passed(AckTracker.Entry entry) {
    uncommitted++;
    fetcher.handled(((Work<K, V>) entry).lane.run, entry.offset(), entry.leaderEpoch());
  }

  /** Nobody waits for the record any more, and it is not done. */
  void giveUp(Work<K, V> work) {
    work.over();
    leave(work);
    work.forget();
  }

  /** It waits for the one before it in its order, which is to be tried again too. */
  void park(Work<K, V> work) {
    work.shared = false;
    work.park();
    leave(work);
  }

  void retryAfter(Work<K, V> work, long nanos) {
    work.shared = false;
    // In this order: somebody may wait until there is nothing left to do.
    work.lane.retrying();
    leave(work);
    deadlines.retryAfter(work, nanos);
  }

  /** A record has failed for good, and its partition stands still at it. */
  void stop(Work<K, V> work, KafkaException failure) {
    Lane<K, V> lane = work.lane;
    lane.stop();
    deadlines.drop(lane);
    fetcher.stop(lane.partition, failure);
    giveUp(work);
  }

  private void leave(Work<K, V> work) {
    slots.release(work.lane);
    work.lane.left(work);
  }

  void report(Throwable failure) {
    around.report().accept(failure);
  }

  RandomGenerator random() {
    return loop.random();
  }

  private void due(Work<K, V> work) {
    work.lane.retry(work);
    enqueue(work.lane);
  }

  @Override
  public Future<Void> drain(Collection<TopicPartition> partitions) {
    List<Lane<K, V>> leaving = lanes.of(partitions);
    boolean closeGaps = config.closeGaps() && drainNanos > 0 && demand.any();
    Set<TopicPartition> paused = closeGaps ? fetcher.paused() : Set.of();
    List<Future<Void>> idle = new ArrayList<>();
    for (Lane<K, V> lane : leaving) {
      if (closeGaps && !paused.contains(lane.partition)) {
        lane.finish();
      } else {
        stopStarting(lane);
      }
      idle.add(lane.idle());
    }
    Future<Void> all = Future.join(idle).mapEmpty();
    if (all.isComplete() || drainNanos <= 0) {
      return Future.succeededFuture();
    }
    finishing++;
    wake();
    return around
        .timers()
        .atMost(drainNanos, all, () -> tooLate(leaving))
        .otherwiseEmpty()
        .onComplete(drained -> finishing--);
  }

  private void stopStarting(Lane<K, V> lane) {
    lane.drain();
    deadlines.drop(lane);
  }

  private void tooLate(List<Lane<K, V>> leaving) {
    deadlines
        .longestRunning(leaving)
        .forEach((lane, first) -> report(failures.givenUp(lane, first)));
    leaving.forEach(this::stopStarting);
  }

  @Override
  public boolean isBusy() {
    return slots.taken() > 0;
  }

  @Override
  public long steps() {
    return steps;
  }

  @Override
  public long drainNanos() {
    return drainNanos;
  }

  @Override
  public void forget() {
    lanes.forget();
  }

  private void closing(Lane<K, V> lane) {
    slots.closing(lane);
    deadlines.drop(lane);
  }

  @Override
  public void closing(long deadline) {
    closing = true;
    drainNanos = Math.min(drainNanos, Math.max(0, deadline - loop.nanoTime()) / 4 * 3);
  }

  /** Closing is asked for in the work on a record: it must not wait for that record. */
  void exempt(Work<K, V> work, int attempt) {
    if (!isLate(work, attempt) && !work.exempt) {
      work.lane.exempt(work);
    }
  }

  /** Goes on with a partition that was stopped, at the first record that is not done. */
  public Future<Void> resume(TopicPartition partition) {
    List<Lane<K, V>> found = lanes.of(List.of(partition));
    if (found.isEmpty() || !found.get(0).isStopped()) {
      throw new IllegalStateException(
          partition + " is not stopped, or not assigned to this consumer");
    }
    Lane<K, V> lane = found.get(0);
    return lane.idle()
        .map(
            idle -> {
              OffsetAndMetadata next = fetcher.handled().get(partition);
              if (lane.counts() && lane.isStopped() && next != null) {
                fetcher.seek(partition, next);
                forget();
              }
              return null;
            });
  }

  /** How things stand. */
  public ProcessingStatus status() {
    return lanes.status(loop.nanoTime(), slots.taken());
  }

  /** The age of the oldest record that is not done, in nanoseconds; 0 when there is none. */
  public long oldestAge() {
    return lanes.oldestAge(loop.nanoTime());
  }

  private void sample() {
    meters.levels(slots.taken(), lanes.waiting(), oldestAge());
  }

  /** The consumer has ended. */
  public void close() {
    closing = true;
    sample();
    deadlines.close();
    lanes.closeAll();
    meters.close();
  }
}
