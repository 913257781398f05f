package io.kafkavertx.simple;

import io.kafkavertx.internal.plugin.Plugins;
import io.kafkavertx.protocol.record.BatchBuilder;
import io.kafkavertx.protocol.record.LegacyMessageSetBuilder;
import io.kafkavertx.protocol.wire.ByteSlice;
import io.kafkavertx.spi.CompressionCodec;
import io.kafkavertx.spi.Header;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Objects;

/**
 * Records in the form in which a broker stores them, ready to be sent by {@link SimpleProducer}.
 * Immutable; may be sent as often as wanted.
 */
public final class MessageBatch {
  private final int format;
  private final String compression;
  private final int count;
  private final ByteSlice bytes;

  private MessageBatch(int format, String compression, int count, ByteSlice bytes) {
    this.format = format;
    this.compression = compression;
    this.count = count;
    this.bytes = bytes;
  }

  /**
   * Starts a batch.
   *
   * @param format 0 for brokers of any age before 4.0, 1 with timestamps for 0.10 up to 3.x, 2 with
   *     headers for 0.11 and later
   */
  public static Builder format(int format) {
    if (format < 0 || format > 2) {
      throw new IllegalArgumentException("message formats are 0, 1 and 2, not " + format);
    }
    return new Builder(format);
  }

  /** The message format. */
  public int format() {
    return format;
  }

  /** The name of the codec, {@code none} without one. */
  public String compression() {
    return compression;
  }

  /** How many records it holds. */
  public int count() {
    return count;
  }

  /** How many bytes it takes, compressed. */
  public int sizeInBytes() {
    return bytes.length();
  }

  ByteSlice bytes() {
    return bytes;
  }

  /** Puts a batch together. Not for use by several threads at a time. */
  public static final class Builder {
    private final int format;
    private final BatchBuilder batch;
    private final LegacyMessageSetBuilder messages;
    private String compression = "none";

    private Builder(int format) {
      this.format = format;
      this.batch = format == 2 ? new BatchBuilder(1024) : null;
      this.messages = format == 2 ? null : new LegacyMessageSetBuilder(format, 1024);
    }

    /** Compresses with the codec of that name; {@code none} is the default. */
    public Builder compression(String name) {
      compression = Objects.requireNonNull(name, "name");
      return this;
    }

    /** Adds a record with the present time, which format 0 leaves out. */
    public Builder add(byte[] key, byte[] value) {
      return add(System.currentTimeMillis(), key, value, List.of());
    }

    /**
     * Adds a record.
     *
     * @param timestamp milliseconds since 1970; format 0 leaves it out
     * @param key may be null
     * @param value may be null
     * @param headers empty unless the format is 2
     */
    public Builder add(long timestamp, byte[] key, byte[] value, List<Header> headers) {
      if (format == 2) {
        batch.append(timestamp, key, value, headers);
      } else if (headers.isEmpty()) {
        messages.append(timestamp, key, value);
      } else {
        throw new IllegalArgumentException("message format " + format + " has no headers");
      }
      return this;
    }

    /**
     * The batch; the builder is of no more use.
     *
     * @throws io.kafkavertx.ConfigException when there is no codec of that name
     */
    public MessageBatch build() {
      CompressionCodec codec =
          compression.equalsIgnoreCase("none")
              ? null
              : Plugins.compression(compression).create(new JsonObject());
      try {
        if (format < 2) {
          return new MessageBatch(format, compression, messages.count(), messages.close(codec));
        }
        batch.close(codec);
        batch.stamp();
        return new MessageBatch(format, compression, batch.count(), batch.bytes());
      } finally {
        if (codec != null) {
          codec.close();
        }
      }
    }
  }
}
