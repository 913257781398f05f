package io.kafkavertx;

import io.kafkavertx.protocol.record.UnpackLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * How a {@link KafkaConsumer} fetches, and how much of it may pile up: see {@link ConsumerOptions}.
 */
public abstract class FetchOptions extends ClientOptions<ConsumerOptions> {
  private int fetchMinBytes = 1;
  private int fetchMaxBytes = 50 * 1024 * 1024;
  private Duration fetchMaxWait = Duration.ofMillis(500);
  private int maxPartitionFetchBytes = 1024 * 1024;
  private long maxBufferedBytes = 64L * 1024 * 1024;
  private int maxUncompressedBatchBytes = 128 * 1024 * 1024;
  private int maxCompressionRatio = UnpackLimits.DEFAULT_RATIO;
  private ConsumerOptions.IsolationLevel isolationLevel =
      ConsumerOptions.IsolationLevel.READ_UNCOMMITTED;
  private boolean checkCrcs = true;
  private boolean skipDoubleCompressedMessages;
  private String clientRack = "";

  FetchOptions() {}

  FetchOptions(FetchOptions other) {
    super(other);
    fetchMinBytes = other.fetchMinBytes;
    fetchMaxBytes = other.fetchMaxBytes;
    fetchMaxWait = other.fetchMaxWait;
    maxPartitionFetchBytes = other.maxPartitionFetchBytes;
    maxBufferedBytes = other.maxBufferedBytes;
    maxUncompressedBatchBytes = other.maxUncompressedBatchBytes;
    maxCompressionRatio = other.maxCompressionRatio;
    isolationLevel = other.isolationLevel;
    checkCrcs = other.checkCrcs;
    skipDoubleCompressedMessages = other.skipDoubleCompressedMessages;
    clientRack = other.clientRack;
  }

  /**
   * How many bytes a broker waits for before it answers a fetch. Default 1; {@code
   * fetch.min.bytes}.
   */
  public int getFetchMinBytes() {
    return fetchMinBytes;
  }

  /** See {@link #getFetchMinBytes()}. */
  public ConsumerOptions setFetchMinBytes(int fetchMinBytes) {
    this.fetchMinBytes = inRange("fetchMinBytes", fetchMinBytes, 0, Integer.MAX_VALUE);
    return self();
  }

  /**
   * The most bytes in the answer to one fetch; a single larger batch comes all the same. Default 50
   * MiB; {@code fetch.max.bytes}.
   */
  public int getFetchMaxBytes() {
    return fetchMaxBytes;
  }

  /** See {@link #getFetchMaxBytes()}. */
  public ConsumerOptions setFetchMaxBytes(int fetchMaxBytes) {
    this.fetchMaxBytes = inRange("fetchMaxBytes", fetchMaxBytes, 1, Integer.MAX_VALUE);
    return self();
  }

  /**
   * How long a broker waits for {@code fetchMinBytes}. Default 500 ms; {@code fetch.max.wait.ms}.
   */
  public Duration getFetchMaxWait() {
    return fetchMaxWait;
  }

  /** See {@link #getFetchMaxWait()}. */
  public ConsumerOptions setFetchMaxWait(Duration fetchMaxWait) {
    this.fetchMaxWait = nonNegative("fetchMaxWait", fetchMaxWait);
    return self();
  }

  /**
   * The most bytes of one partition in the answer to one fetch; a single larger batch comes all the
   * same. A partition is fetched again while less than twice this waits to be read. Default 1 MiB;
   * {@code max.partition.fetch.bytes}.
   */
  public int getMaxPartitionFetchBytes() {
    return maxPartitionFetchBytes;
  }

  /** See {@link #getMaxPartitionFetchBytes()}. */
  public ConsumerOptions setMaxPartitionFetchBytes(int maxPartitionFetchBytes) {
    this.maxPartitionFetchBytes =
        inRange("maxPartitionFetchBytes", maxPartitionFetchBytes, 1, Integer.MAX_VALUE);
    return self();
  }

  /**
   * How many bytes of batches may wait to be read or be on their way, of all partitions together. A
   * single batch that is larger is read all the same, alone. Paused partitions keep what waits of
   * them unless others need the room. Default 64 MiB; at least 1; less than 2 x brokers x {@code
   * maxPartitionFetchBytes} costs speed, and less than 2 x {@code maxPartitionFetchBytes} is warned
   * about: {@link #advice()}.
   */
  public long getMaxBufferedBytes() {
    return maxBufferedBytes;
  }

  /**
   * What can be used as it is, but hardly can be meant: logged as a warning for each consumer that
   * is made. Empty when there is nothing to say.
   */
  public List<String> advice() {
    List<String> advice = new ArrayList<>();
    if (maxBufferedBytes < 2L * maxPartitionFetchBytes) {
      advice.add(
          "maxBufferedBytes ("
              + maxBufferedBytes
              + ") has no room for an answer that is read and one that is on its way, of"
              + " maxPartitionFetchBytes ("
              + maxPartitionFetchBytes
              + ") each: less is asked for at a time, and batches that are larger come one by one"
              + " when nothing else waits. Raise it to at least "
              + 2L * maxPartitionFetchBytes
              + " for each broker, or lower maxPartitionFetchBytes to "
              + Math.max(1, maxBufferedBytes / 2)
              + " if batches are that small");
    }
    return advice;
  }

  /** See {@link #getMaxBufferedBytes()}. */
  public ConsumerOptions setMaxBufferedBytes(long maxBufferedBytes) {
    this.maxBufferedBytes = atLeastOne("maxBufferedBytes", maxBufferedBytes);
    return self();
  }

  /**
   * The most bytes that one compressed batch may unpack to; a larger one is treated as corrupt.
   * Default 128 MiB; from 1 KiB. {@link #getMaxCompressionRatio()} is the other limit.
   */
  public int getMaxUncompressedBatchBytes() {
    return maxUncompressedBatchBytes;
  }

  /** See {@link #getMaxUncompressedBatchBytes()}. */
  public ConsumerOptions setMaxUncompressedBatchBytes(int maxUncompressedBatchBytes) {
    this.maxUncompressedBatchBytes =
        inRange(
            "maxUncompressedBatchBytes", maxUncompressedBatchBytes, 1024, Integer.MAX_VALUE - 64);
    return self();
  }

  /**
   * How many times its compressed size a batch may unpack to, once it is larger than 16 MiB; more
   * is treated as corrupt. Default 1,100, more than gzip, snappy and lz4 can do; at least 1. zstd
   * can do more, with large batches that say the same thing again and again: raise it for those.
   */
  public int getMaxCompressionRatio() {
    return maxCompressionRatio;
  }

  /** See {@link #getMaxCompressionRatio()}. */
  public ConsumerOptions setMaxCompressionRatio(int maxCompressionRatio) {
    this.maxCompressionRatio =
        inRange("maxCompressionRatio", maxCompressionRatio, 1, Integer.MAX_VALUE);
    return self();
  }

  /**
   * Whether records of transactions are read before the transaction is committed. Default {@code
   * READ_UNCOMMITTED}; {@code isolation.level}.
   */
  public ConsumerOptions.IsolationLevel getIsolationLevel() {
    return isolationLevel;
  }

  /** See {@link #getIsolationLevel()}. */
  public ConsumerOptions setIsolationLevel(ConsumerOptions.IsolationLevel isolationLevel) {
    this.isolationLevel = Objects.requireNonNull(isolationLevel, "isolationLevel");
    return self();
  }

  /** Whether checksums of batches are checked. Default true; {@code check.crcs}. */
  public boolean isCheckCrcs() {
    return checkCrcs;
  }

  /** See {@link #isCheckCrcs()}. */
  public ConsumerOptions setCheckCrcs(boolean checkCrcs) {
    this.checkCrcs = checkCrcs;
    return self();
  }

  /**
   * Whether compressed messages that hold compressed messages are passed over, with a line in the
   * log: some producers before 2016 made them by mistake. Otherwise the partition stands still
   * there. Default false; {@code skip.double.compressed.messages}.
   */
  public boolean isSkipDoubleCompressedMessages() {
    return skipDoubleCompressedMessages;
  }

  /** See {@link #isSkipDoubleCompressedMessages()}. */
  public ConsumerOptions setSkipDoubleCompressedMessages(boolean skipDoubleCompressedMessages) {
    this.skipDoubleCompressedMessages = skipDoubleCompressedMessages;
    return self();
  }

  /**
   * The rack or zone of this consumer, told to brokers and assignors: partitions are read from a
   * replica in the same rack where brokers name one (KIP-392), and members get near ones (KIP-881).
   * Default empty; {@code client.rack}.
   */
  public String getClientRack() {
    return clientRack;
  }

  /** See {@link #getClientRack()}. */
  public ConsumerOptions setClientRack(String clientRack) {
    this.clientRack = Objects.requireNonNull(clientRack, "clientRack");
    return self();
  }

  @Override
  public void validate() {
    super.validate();
    // A frame holds what was asked for and, on top, one batch that is larger than all limits.
    long least = (long) fetchMaxBytes + Math.max(maxPartitionFetchBytes, 1 << 20);
    if (getMaxFrameBytes() < least) {
      throw new ConfigException(
          "maxFrameBytes ("
              + getMaxFrameBytes()
              + ") cannot hold the answer to a fetch: it must be at least fetchMaxBytes and room"
              + " for one batch ("
              + least
              + ")");
    }
  }

  private static long atLeastOne(String name, long value) {
    if (value < 1) {
      throw new ConfigException(name + " must be at least 1, but is " + value);
    }
    return value;
  }
}
