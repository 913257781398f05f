package io.kafkavertx.testkit.scripted;

import io.kafkavertx.protocol.ErrorCode;
import io.kafkavertx.protocol.record.BatchBuilder;
import io.kafkavertx.protocol.record.ControlRecords;
import io.kafkavertx.protocol.record.CorruptRecordsException;
import io.kafkavertx.protocol.record.RecordBatch;
import io.kafkavertx.protocol.record.RecordBatches;
import io.kafkavertx.protocol.wire.ByteSlice;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A partition: its leader, its log, and what it knows of idempotent producers. All replicas are the
 * same log: losses happen only by {@link #truncate}, and a follower can be {@linkplain #holdBack
 * held back} for readers.
 */
public final class ScriptedPartition {
  private static final int EPOCH_POSITION = 12;

  private final ScriptedCluster cluster;
  private final String topic;
  private final int index;
  private List<Integer> replicas;
  private final List<Reign> history = new ArrayList<>();
  private final List<StoredBatch> log = new ArrayList<>();
  private final Map<Long, ProducerState> producers = new LinkedHashMap<>();

  /** The offset of the first record of each producer's open transaction. */
  private final Map<Long, Long> openTransactions = new LinkedHashMap<>();

  private final List<Aborted> aborted = new ArrayList<>();

  /** Up to where followers have copied the log, for those that are behind. */
  private final Map<Integer, Long> copied = new LinkedHashMap<>();

  private long logStart;
  private long end;
  private int duplicates;

  /** An aborted transaction: whose, and from its first record to its marker. */
  record Aborted(long producerId, long firstOffset, long lastOffset) {}

  private record Reign(long sinceNanos, int leader, int epoch, long startOffset) {}

  ScriptedPartition(ScriptedCluster cluster, String topic, int index, List<Integer> replicas) {
    this.cluster = cluster;
    this.topic = topic;
    this.index = index;
    this.replicas = replicas;
    history.add(new Reign(cluster.loop().nanoTime(), replicas.get(0), 0, 0));
  }

  /** The number of the partition. */
  public int index() {
    return index;
  }

  /** The broker that leads the partition, -1 when there is none. */
  public int leader() {
    return now().leader;
  }

  /** Counts up with every change of the leader. */
  public int leaderEpoch() {
    return now().epoch;
  }

  /** The brokers that may lead the partition. */
  public List<Integer> replicas() {
    return replicas;
  }

  /** Reassigns the partition; the leader stays who it is. */
  public void replicas(List<Integer> brokers) {
    replicas = List.copyOf(brokers);
    cluster.logChanged();
  }

  /** Holds a follower back: readers get what is before {@code offset} from it, and no more. */
  public void holdBack(int follower, long offset) {
    copied.put(follower, offset);
    cluster.logChanged();
  }

  /** Lets a follower copy everything again. */
  public void catchUp(int follower) {
    copied.remove(follower);
    cluster.logChanged();
  }

  /** The end of the log as a replica has it. */
  long endAt(int replica) {
    return replica == leader() ? end : Math.min(end, copied.getOrDefault(replica, end));
  }

  /** The offset of the oldest record. */
  public long logStart() {
    return logStart;
  }

  /** The offset that the next record will get. */
  public long endOffset() {
    return end;
  }

  /** How many batches arrived a second time and were recognised. */
  public int duplicates() {
    return duplicates;
  }

  /** Everything in the log, as one fetch would return it. */
  public ByteSlice contents() {
    return read(logStart, Integer.MAX_VALUE, true);
  }

  /**
   * Puts one batch of records without keys into the log, as a producer would.
   *
   * @return the offset of the first
   */
  public long append(List<byte[]> values) {
    return append(Collections.nCopies(values.size(), null), values);
  }

  /**
   * Puts one batch of records into the log, as a producer would.
   *
   * @param keys as many as there are values; null for a record without a key
   * @return the offset of the first
   */
  public long append(List<byte[]> keys, List<byte[]> values) {
    BatchBuilder batch = new BatchBuilder(1024);
    for (int i = 0; i < values.size(); i++) {
      batch.append(cluster.loop().wallMillis(), keys.get(i), values.get(i), List.of());
    }
    batch.close(null);
    batch.stamp();
    return append(batch.bytes()).baseOffset();
  }

  /** Takes records off the end, as an unclean leader election does. */
  public void truncate(long toOffset) {
    while (!log.isEmpty() && log.get(log.size() - 1).lastOffset() >= toOffset) {
      log.remove(log.size() - 1);
    }
    end = log.isEmpty() ? Math.min(logStart, toOffset) : log.get(log.size() - 1).lastOffset() + 1;
    producers.clear();
    openTransactions.clear();
    // Epochs that began in what is gone now begin where the log was cut.
    history.replaceAll(
        reign ->
            new Reign(
                reign.sinceNanos, reign.leader, reign.epoch, Math.min(reign.startOffset, end)));
    cluster.logChanged();
  }

  /** Takes records off the start, as retention does. */
  public void deleteBefore(long offset) {
    logStart = Math.max(logStart, Math.min(offset, end));
    log.removeIf(batch -> batch.lastOffset() < logStart);
    cluster.logChanged();
  }

  /** Up to where there is no open transaction. */
  public long lastStableOffset() {
    return openTransactions.values().stream().mapToLong(Long::longValue).min().orElse(end);
  }

  /** The aborted transactions that a reader from this offset on must know of. */
  List<Aborted> abortedFrom(long offset) {
    return aborted.stream().filter(each -> each.lastOffset >= offset).toList();
  }

  /** Writes the marker that ends a transaction. */
  void endTransaction(long producerId, short epoch, boolean commit) {
    ByteSlice marker =
        ControlRecords.endTransactionMarker(
            commit ? ControlRecords.Type.COMMIT : ControlRecords.Type.ABORT,
            end,
            cluster.loop().wallMillis(),
            producerId,
            epoch,
            0);
    Long first = openTransactions.remove(producerId);
    if (first != null && !commit) {
      aborted.add(new Aborted(producerId, first, end));
    }
    producers.computeIfAbsent(producerId, id -> new ProducerState(epoch)).marked(epoch);
    RecordBatches batches = RecordBatches.of(marker);
    batches.next();
    store(batches.current());
  }

  /** Forgets all idempotent producers, as after {@code producer.id.expiration.ms}. */
  public void forgetProducers() {
    producers.clear();
  }

  void lead(int broker) {
    int epoch = leaderEpoch() + 1;
    history.add(new Reign(cluster.loop().nanoTime(), broker, epoch, end));
    cluster.logChanged();
  }

  /** Leader and epoch as a broker knew them some time ago. */
  int[] viewOf(long nanosAgo) {
    long at = cluster.loop().nanoTime() - nanosAgo;
    Reign seen = history.get(0);
    for (Reign reign : history) {
      if (reign.sinceNanos <= at) {
        seen = reign;
      }
    }
    return new int[] {seen.leader, seen.epoch};
  }

  /**
   * The offset at which the epochs above {@code epoch} start, and the largest epoch up to it that
   * is known; -1 when none is.
   */
  long[] endOfEpoch(int epoch) {
    Reign found = null;
    long endOffset = end;
    for (Reign reign : history) {
      if (reign.epoch <= epoch) {
        found = reign;
      } else {
        endOffset = Math.min(endOffset, reign.startOffset);
        break;
      }
    }
    return found == null || epoch > leaderEpoch()
        ? new long[] {-1, -1}
        : new long[] {found.epoch, endOffset};
  }

  AppendResult append(ByteSlice records) {
    RecordBatch batch;
    try {
      RecordBatches batches = RecordBatches.of(records);
      if (!batches.next()) {
        return AppendResult.failed(ErrorCode.INVALID_RECORD, "no record batch");
      }
      batch = batches.current();
      batch.checkCrc();
      if (batch.magic() < 2) {
        return appendOld(records);
      }
      if (batches.next() || batches.hasPartialTail()) {
        return AppendResult.failed(ErrorCode.INVALID_RECORD, "more than one batch");
      }
    } catch (CorruptRecordsException e) {
      return AppendResult.failed(ErrorCode.CORRUPT_MESSAGE, e.getMessage());
    }
    if (batch.count() < 1 || batch.lastOffset() - batch.baseOffset() != batch.count() - 1) {
      return AppendResult.failed(
          ErrorCode.INVALID_RECORD, "offsets of " + batch.count() + " records do not add up");
    }
    if (batch.isControl()) {
      return AppendResult.failed(
          ErrorCode.INVALID_RECORD, "a client may not write control batches");
    }
    return batch.producerId() < 0 ? store(batch) : appendIdempotent(batch);
  }

  private AppendResult appendIdempotent(RecordBatch batch) {
    ProducerState state = producers.get(batch.producerId());
    if (state != null) {
      long known = state.duplicateOf(batch);
      if (known >= 0) {
        duplicates++;
        return new AppendResult(ErrorCode.NONE, known, null);
      }
      ErrorCode error = state.check(batch);
      if (error != ErrorCode.NONE) {
        return AppendResult.failed(
            error,
            "producer "
                + batch.producerId()
                + " epoch "
                + batch.producerEpoch()
                + " sequence "
                + batch.baseSequence()
                + " does not follow in "
                + topic
                + "-"
                + index);
      }
    } else {
      // A producer that the log does not know may start anywhere: its older records may have
      // expired.
      state = new ProducerState(batch.producerEpoch());
      producers.put(batch.producerId(), state);
    }
    if (batch.isTransactional()) {
      openTransactions.putIfAbsent(batch.producerId(), end);
    }
    AppendResult result = store(batch);
    state.appended(batch, result.baseOffset());
    return result;
  }

  private AppendResult store(RecordBatch batch) {
    byte[] bytes = batch.bytes().toArray();
    ByteBuffer header = ByteBuffer.wrap(bytes);
    header.putLong(0, end);
    header.putInt(EPOCH_POSITION, leaderEpoch());
    return add(bytes, batch.count(), batch.maxTimestamp());
  }

  /**
   * Message sets of magic 0 and 1, one entry a record; wrappers around compressed records are
   * refused.
   */
  private AppendResult appendOld(ByteSlice records) {
    long base = end;
    RecordBatches entries = RecordBatches.of(records);
    while (entries.next()) {
      RecordBatch entry = entries.current();
      if (entry.compressionId() != 0) {
        return AppendResult.failed(
            ErrorCode.UNSUPPORTED_FOR_MESSAGE_FORMAT, "compressed message set");
      }
      byte[] bytes = entry.bytes().toArray();
      ByteBuffer.wrap(bytes).putLong(0, end);
      add(bytes, 1, entry.maxTimestamp());
    }
    return new AppendResult(ErrorCode.NONE, base, null);
  }

  private AppendResult add(byte[] bytes, int count, long maxTimestamp) {
    long base = end;
    end += count;
    log.add(new StoredBatch(base, end - 1, leaderEpoch(), maxTimestamp, bytes));
    cluster.logChanged();
    return new AppendResult(ErrorCode.NONE, base, null);
  }

  /**
   * Batches from the one that holds {@code offset} on, cut at {@code maxBytes} as a broker cuts
   * them: in the middle of a batch.
   *
   * @param firstWhole whether the first batch is returned whole, however large
   */
  ByteSlice read(long offset, int maxBytes, boolean firstWhole) {
    return read(offset, Long.MAX_VALUE, maxBytes, firstWhole);
  }

  /** The same, only batches that begin before {@code limitOffset}. */
  ByteSlice read(long offset, long limitOffset, int maxBytes, boolean firstWhole) {
    int from = firstAt(offset);
    if (from < log.size() && log.get(from).baseOffset() >= limitOffset) {
      return ByteSlice.EMPTY;
    }
    long size = 0;
    int to = from;
    while (to < log.size() && size < maxBytes && log.get(to).baseOffset() < limitOffset) {
      size += log.get(to++).bytes().length;
    }
    int first = from < log.size() ? log.get(from).bytes().length : 0;
    int limit = firstWhole ? Math.max(maxBytes, first) : maxBytes;
    byte[] all = new byte[(int) Math.min(size, limit)];
    int filled = 0;
    for (int i = from; i < to && filled < all.length; i++) {
      byte[] bytes = log.get(i).bytes();
      int count = Math.min(bytes.length, all.length - filled);
      System.arraycopy(bytes, 0, all, filled, count);
      filled += count;
    }
    return ByteSlice.of(all);
  }

  /** The offset of the first record at or after a time; -1 when all are older. */
  long offsetAt(long timestamp) {
    for (StoredBatch batch : log) {
      if (batch.maxTimestamp() >= timestamp && timestamp >= 0) {
        return Math.max(logStart, batch.offsetAt(timestamp));
      }
    }
    return -1;
  }

  long newestTimestamp() {
    return log.stream().mapToLong(StoredBatch::maxTimestamp).max().orElse(-1);
  }

  private int firstAt(long offset) {
    int low = 0;
    int high = log.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (log.get(middle).lastOffset() < offset) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private Reign now() {
    return history.get(history.size() - 1);
  }

  @Override
  public String toString() {
    return topic + "-" + index;
  }
}
