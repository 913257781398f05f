package io.kafkavertx.testkit.scripted;

import io.kafkavertx.internal.net.EventLoop;
import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.spi.TopicPartition;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What a transaction coordinator knows of one transactional id, by the rules of Kafka 4.
 *
 * <pre>
 *   EMPTY --add--> ONGOING --end--> PREPARE_x --markers written--> COMPLETE_x --add--> ONGOING
 * </pre>
 */
public final class ScriptedTransaction {
  private static final short LAST_EPOCH = Short.MAX_VALUE - 1;

  /** Where the transaction stands. */
  public enum State {
    EMPTY,
    ONGOING,
    PREPARE_COMMIT,
    PREPARE_ABORT,
    COMPLETE_COMMIT,
    COMPLETE_ABORT
  }

  /** A producer id with its epoch. */
  record Identity(long id, short epoch) {}

  private final ScriptedCluster cluster;
  private final Set<TopicPartition> partitions = new LinkedHashSet<>();
  private final Map<String, Map<TopicPartition, ScriptedGroup.Committed>> offsets =
      new LinkedHashMap<>();
  private State state = State.EMPTY;
  private Identity identity;
  private Identity previous = new Identity(-1, (short) -1);
  private int timeoutMillis = 60_000;
  private EventLoop.Timer timeout;
  private int committed;
  private int aborted;
  private int timedOut;

  ScriptedTransaction(ScriptedCluster cluster, long producerId) {
    this.cluster = cluster;
    this.identity = new Identity(producerId, (short) -1);
  }

  /** Where it stands now. */
  public State state() {
    return state;
  }

  /** The epoch of the producer that may use the id. */
  public short epoch() {
    return identity.epoch;
  }

  /** Sets the epoch, as if so many producers had been there before; before the first is. */
  public void epoch(short epoch) {
    identity = new Identity(identity.id, epoch);
  }

  /** How many transactions were committed, those without partitions too. */
  public int committed() {
    return committed;
  }

  /** How many were aborted, by the producer, by a newer one, or because their time was up. */
  public int aborted() {
    return aborted;
  }

  /** How many were aborted because their time was up. */
  public int timedOut() {
    return timedOut;
  }

  Identity identity() {
    return identity;
  }

  /** The result of a request: an error, or the identity to go on with. */
  record Result(ErrorCode error, Identity identity) {
    static Result failed(ErrorCode error) {
      return new Result(error, new Identity(-1, (short) -1));
    }
  }

  Result init(long producerId, short epoch, int timeout) {
    boolean known = producerId >= 0;
    boolean never = identity.epoch < 0;
    boolean same = identity.id == producerId;
    boolean retryOfNewId = producerId == previous.id && epoch == previous.epoch && !same;
    if (known && !never && !same && !retryOfNewId) {
      return Result.failed(ErrorCode.PRODUCER_FENCED);
    }
    if (state == State.PREPARE_COMMIT || state == State.PREPARE_ABORT) {
      return Result.failed(ErrorCode.CONCURRENT_TRANSACTIONS);
    }
    if (known && !never && !retryOfNewId && epoch != identity.epoch && !isPrevious(epoch)) {
      return Result.failed(ErrorCode.PRODUCER_FENCED);
    }
    if (state == State.ONGOING) {
      fence();
      return Result.failed(ErrorCode.CONCURRENT_TRANSACTIONS);
    }
    timeoutMillis = timeout;
    state = State.EMPTY;
    if (known && !never && (retryOfNewId || isPrevious(epoch))) {
      return new Result(ErrorCode.NONE, identity);
    }
    next(known);
    return new Result(ErrorCode.NONE, identity);
  }

  private boolean isPrevious(short epoch) {
    return previous.id == identity.id && previous.epoch == epoch && epoch >= 0;
  }

  /** The next epoch; a new producer id when there is none. */
  private void next(boolean sameProducer) {
    previous = sameProducer ? identity : new Identity(-1, (short) -1);
    identity =
        identity.epoch >= LAST_EPOCH
            ? new Identity(cluster.producerIds().next(), (short) 0)
            : new Identity(identity.id, (short) (identity.epoch + 1));
  }

  /** Aborts, so that whoever has begun it can do nothing more with it. */
  private void fence() {
    identity = new Identity(identity.id, (short) (identity.epoch + 1));
    previous = new Identity(-1, (short) -1);
    prepare(false, identity);
  }

  /** NONE when part of a transaction may come from this producer now. */
  ErrorCode check(long producerId, short epoch) {
    if (producerId != identity.id) {
      return ErrorCode.INVALID_PRODUCER_ID_MAPPING;
    }
    if (epoch != identity.epoch) {
      return ErrorCode.PRODUCER_FENCED;
    }
    return state == State.PREPARE_COMMIT || state == State.PREPARE_ABORT
        ? ErrorCode.CONCURRENT_TRANSACTIONS
        : ErrorCode.NONE;
  }

  ErrorCode add(long producerId, short epoch, TopicPartition partition) {
    ErrorCode error = check(producerId, epoch);
    if (error == ErrorCode.NONE) {
      ongoing();
      if (partition != null) {
        partitions.add(partition);
      }
    }
    return error;
  }

  ErrorCode addGroup(long producerId, short epoch, String group) {
    ErrorCode error = check(producerId, epoch);
    if (error == ErrorCode.NONE) {
      ongoing();
      offsets.computeIfAbsent(group, id -> new LinkedHashMap<>());
    }
    return error;
  }

  private void ongoing() {
    if (state != State.ONGOING) {
      state = State.ONGOING;
      Identity beganWith = identity;
      timeout =
          cluster
              .loop()
              .schedule(
                  timeoutMillis * 1_000_000L,
                  () -> {
                    if (state == State.ONGOING && identity.equals(beganWith)) {
                      timedOut++;
                      fence();
                    }
                  });
    }
  }

  /** Whether a partition is part of the transaction that is open. */
  boolean contains(long producerId, short epoch, TopicPartition partition) {
    return state == State.ONGOING
        && identity.equals(new Identity(producerId, epoch))
        && partitions.contains(partition);
  }

  /** The offsets of a group that wait for the end; null when the group is not part of it. */
  Map<TopicPartition, ScriptedGroup.Committed> offsets(long producerId, short epoch, String group) {
    return state == State.ONGOING && identity.equals(new Identity(producerId, epoch))
        ? offsets.get(group)
        : null;
  }

  Result end(long producerId, short epoch, boolean commit, boolean version2) {
    boolean retryOfNewId = producerId == previous.id && epoch == previous.epoch;
    if (producerId != identity.id && !(version2 && retryOfNewId)) {
      return Result.failed(ErrorCode.INVALID_PRODUCER_ID_MAPPING);
    }
    boolean retry =
        version2 && (retryOfNewId || producerId == identity.id && epoch + 1 == identity.epoch);
    boolean current = producerId == identity.id && epoch == identity.epoch;
    boolean preparing = state == State.PREPARE_COMMIT || state == State.PREPARE_ABORT;
    boolean complete = state == State.COMPLETE_COMMIT || state == State.COMPLETE_ABORT;
    boolean valid = version2 ? preparing ? retry : complete ? retry || current : current : current;
    if (!valid) {
      return Result.failed(ErrorCode.PRODUCER_FENCED);
    }
    boolean wasCommit = state == State.PREPARE_COMMIT || state == State.COMPLETE_COMMIT;
    if (state == State.ONGOING) {
      return ended(commit, version2);
    }
    if (state != State.EMPTY && (!version2 || retry)) {
      if (wasCommit != commit) {
        return Result.failed(ErrorCode.INVALID_TXN_STATE);
      }
      return preparing
          ? Result.failed(ErrorCode.CONCURRENT_TRANSACTIONS)
          : new Result(ErrorCode.NONE, identity);
    }
    if (commit || !version2) {
      return Result.failed(ErrorCode.INVALID_TXN_STATE);
    }
    return ended(false, true);
  }

  private Result ended(boolean commit, boolean version2) {
    if (version2) {
      Identity marker =
          new Identity(identity.id, (short) Math.min(LAST_EPOCH + 1, identity.epoch + 1));
      next(true);
      prepare(commit, marker);
    } else {
      prepare(commit, identity);
    }
    return new Result(ErrorCode.NONE, identity);
  }

  private void prepare(boolean commit, Identity marker) {
    if (timeout != null) {
      timeout.cancel();
    }
    state = commit ? State.PREPARE_COMMIT : State.PREPARE_ABORT;
    long delay = cluster.settings().markerDelay().toNanos();
    cluster.loop().schedule(delay, () -> complete(commit, marker));
  }

  private void complete(boolean commit, Identity marker) {
    state = commit ? State.COMPLETE_COMMIT : State.COMPLETE_ABORT;
    committed += commit ? 1 : 0;
    aborted += commit ? 0 : 1;
    for (TopicPartition partition : partitions) {
      ScriptedPartition log = cluster.partition(partition.topic(), partition.partition());
      if (log != null) {
        log.endTransaction(marker.id, marker.epoch, commit);
      }
    }
    partitions.clear();
    if (commit) {
      offsets.forEach((group, moved) -> cluster.groups().group(group).offsets().putAll(moved));
    }
    offsets.clear();
  }

  void close() {
    if (timeout != null) {
      timeout.cancel();
    }
  }
}
