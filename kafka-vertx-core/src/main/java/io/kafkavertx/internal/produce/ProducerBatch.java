package io.kafkavertx.internal.produce;

import io.kafkavertx.internal.metrics.Tag;
import io.kafkavertx.protocol.record.BatchBuilder;
import io.kafkavertx.protocol.wire.ByteSlice;
import io.kafkavertx.spi.CompressionCodec;
import io.kafkavertx.spi.Header;
import java.util.List;

/**
 * A batch of records of one partition, from its first record to its result.
 *
 * <pre>
 *   OPEN --full--> FULL --seal--> SEALED --send--> IN_FLIGHT --answered--> ANSWERED --done--> DONE
 *     \______________seal___________/ ^______retry______/
 * </pre>
 *
 * Every state but DONE may also end in DONE by failure. An event that a state does not know is a
 * bug and says so.
 */
final class ProducerBatch extends Chain.Link<ProducerBatch> {
  enum State {
    /** Takes records. */
    OPEN,
    /** Takes no more records. */
    FULL,
    /** Closed and compressed; waits to be sent, for the first time or again. */
    SEALED,
    /** Part of a request that has no answer yet. */
    IN_FLIGHT,
    /** Stored, but the result waits for that of the batch before. */
    ANSWERED,
    /** Its records have their results. */
    DONE
  }

  static final int NO_SEQUENCE = -1;

  /** The distance of one batch's order from the next one's. */
  static final long SPAN = 1L << 24;

  final PartitionQueue queue;

  /** Position among the batches of the partition: greater is later. */
  final long order;

  final RecordResults results;
  final FlushTracker.Epoch flushEpoch;

  /** When its first record was sent, and when its delivery timeout ends. */
  final long createdNanos;

  final long deadlineNanos;

  private final BatchBuilder builder;
  private State state = State.OPEN;
  private long memory;

  /** The records in the format of an old broker; null in the format of 0.11. */
  private ByteSlice converted;

  private int magic = MessageFormat.CURRENT;

  /**
   * True when nothing has to be waited for: linger is over, somebody flushes, or memory is short.
   */
  boolean due;

  long lingerUntilNanos;

  // The producer's state, assigned once for an epoch and then the same in each attempt.
  long producerId = -1;
  short producerEpoch = -1;
  int baseSequence = NO_SEQUENCE;
  boolean transactional;

  /** How often it was sent. */
  int attempts;

  /** Whether a broker may have stored it although no answer said so. */
  boolean maybeStored;

  /** What went wrong last; null when nothing did. */
  String lastError;

  /** The same in a word, for measurements. */
  String lastErrorType = Tag.NONE;

  long firstSentNanos;
  long sentNanos;
  long inFlightNanos;

  long baseOffset = -1;
  long appendTime = -1;

  ProducerBatch(
      PartitionQueue queue,
      long order,
      BatchBuilder builder,
      RecordResults results,
      FlushTracker.Epoch flushEpoch,
      long createdNanos,
      long deadlineNanos) {
    this.queue = queue;
    this.order = order;
    this.builder = builder;
    this.results = results;
    this.flushEpoch = flushEpoch;
    this.createdNanos = createdNanos;
    this.deadlineNanos = deadlineNanos;
    this.memory = builder.size();
  }

  /**
   * One of the batches that a batch is split into: closed, with the history of the whole.
   *
   * @param memory its part of what the whole holds of the memory bound
   */
  ProducerBatch(
      ProducerBatch whole, long order, BatchBuilder builder, RecordResults results, long memory) {
    this(
        whole.queue,
        order,
        builder,
        results,
        whole.flushEpoch,
        whole.createdNanos,
        whole.deadlineNanos);
    this.memory = memory;
    this.due = true;
    this.attempts = whole.attempts;
    this.maybeStored = whole.maybeStored;
    this.lastError = whole.lastError;
    this.firstSentNanos = whole.firstSentNanos;
    this.inFlightNanos = whole.inFlightNanos;
    close();
  }

  State state() {
    return state;
  }

  int count() {
    return builder.count();
  }

  /** Bytes before compression. */
  int size() {
    return builder.size();
  }

  /** Bytes on the wire; only after {@link #seal}. */
  ByteSlice bytes() {
    return converted == null ? builder.bytes() : converted;
  }

  /** The format of {@link #bytes()}. */
  int magic() {
    return magic;
  }

  BatchBuilder builder() {
    return builder;
  }

  /** The bytes that this batch holds of the memory bound. */
  long memory() {
    return memory;
  }

  boolean isSequenced() {
    return baseSequence != NO_SEQUENCE;
  }

  /**
   * The sequence number after the batch's last record. Sequence numbers go round after 2^31 - 1.
   */
  int nextSequence() {
    return sequenceAfter(baseSequence, count());
  }

  static int sequenceAfter(int sequence, int count) {
    return (sequence + count) & Integer.MAX_VALUE;
  }

  /** Appends a record; returns the bytes that it takes. */
  int append(long timestamp, byte[] key, byte[] value, List<Header> headers) {
    if (state != State.OPEN) {
      throw illegal("append");
    }
    int bytes = builder.append(timestamp, key, value, headers);
    memory += bytes;
    return bytes;
  }

  /** Takes no more records. */
  void close() {
    if (state != State.OPEN) {
      throw illegal("close");
    }
    state = State.FULL;
  }

  /** Compresses. The producer's state follows with {@link #stamp}. */
  void seal(CompressionCodec codec) {
    if (state != State.OPEN && state != State.FULL) {
      throw illegal("seal");
    }
    builder.close(codec);
    state = State.SEALED;
  }

  /** Takes another format, because the broker that it goes to knows no other. */
  void format(int newMagic, CompressionCodec codec) {
    if (state != State.SEALED) {
      throw illegal("format");
    }
    if (newMagic != magic) {
      converted =
          newMagic == MessageFormat.CURRENT
              ? null
              : MessageFormat.convert(builder, newMagic, codec);
      magic = newMagic;
    }
  }

  /** Writes the producer's state and the checksum. */
  void stamp(long id, short epoch, int sequence, boolean inTransaction) {
    if (state != State.SEALED) {
      throw illegal("stamp");
    }
    producerId = id;
    producerEpoch = epoch;
    baseSequence = sequence;
    transactional = inTransaction;
    builder.stamp(id, epoch, sequence, transactional);
  }

  /** Forgets the sequence number, because the epoch in which it was given has ended. */
  void unstamp() {
    if (state != State.SEALED) {
      throw illegal("unstamp");
    }
    baseSequence = NO_SEQUENCE;
  }

  void sent(long nowNanos) {
    if (state != State.SEALED) {
      throw illegal("sent");
    }
    state = State.IN_FLIGHT;
    attempts++;
    sentNanos = nowNanos;
    if (attempts == 1) {
      firstSentNanos = nowNanos;
    }
  }

  /** Back to waiting, to be sent again. */
  void retry(long nowNanos) {
    if (state != State.IN_FLIGHT) {
      throw illegal("retry");
    }
    inFlightNanos += nowNanos - sentNanos;
    state = State.SEALED;
  }

  /** Stored. */
  void answered(long offset, long time) {
    if (state != State.IN_FLIGHT) {
      throw illegal("answered");
    }
    baseOffset = offset;
    appendTime = time;
    state = State.ANSWERED;
  }

  void done(long nowNanos) {
    if (state == State.DONE) {
      throw illegal("done");
    }
    if (state == State.IN_FLIGHT) {
      inFlightNanos += nowNanos - sentNanos;
    }
    state = State.DONE;
  }

  private IllegalStateException illegal(String event) {
    return new IllegalStateException("'" + event + "' is not possible: " + this);
  }

  @Override
  public String toString() {
    return "batch "
        + order
        + " of "
        + queue.topicPartition
        + " ("
        + state
        + ", "
        + count()
        + " records, attempts "
        + attempts
        + (isSequenced() ? ", sequence " + baseSequence : "")
        + (maybeStored ? ", maybe stored" : "")
        + ")";
  }
}
