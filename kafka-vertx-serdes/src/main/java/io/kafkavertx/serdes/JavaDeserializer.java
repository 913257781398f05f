package io.kafkavertx.serdes;

import io.kafkavertx.spi.Deserializer;
import io.kafkavertx.spi.Header;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A deserializer that was written for the Java client.
 *
 * <p>It is called on the consumer's event loop. Those of schema registries ask the registry over
 * HTTP, and wait, when they meet a schema for the first time, which would block the loop: read with
 * {@link Deserializer#buffer()} instead and call {@link #deserialize} in {@code
 * vertx.executeBlocking} or on a virtual thread.
 *
 * @param <T> what it gives
 */
public final class JavaDeserializer<T> implements Deserializer<T>, AutoCloseable {
  private final org.apache.kafka.common.serialization.Deserializer<? extends T> deserializer;

  private JavaDeserializer(
      org.apache.kafka.common.serialization.Deserializer<? extends T> deserializer) {
    this.deserializer = deserializer;
  }

  /** Adapts a deserializer that has been configured, or needs no configuration. */
  public static <T> JavaDeserializer<T> of(
      org.apache.kafka.common.serialization.Deserializer<? extends T> deserializer) {
    return new JavaDeserializer<>(Objects.requireNonNull(deserializer, "deserializer"));
  }

  /**
   * Configures a deserializer and adapts it.
   *
   * @param config its properties, those of the registry for example
   * @param isKey whether it is for keys
   */
  public static <T> JavaDeserializer<T> of(
      org.apache.kafka.common.serialization.Deserializer<? extends T> deserializer,
      Map<String, ?> config,
      boolean isKey) {
    deserializer.configure(config, isKey);
    return of(deserializer);
  }

  @Override
  public T deserialize(String topic, List<Header> headers, byte[] array, int offset, int length) {
    ByteBuffer bytes = ByteBuffer.wrap(array, offset, length).slice().asReadOnlyBuffer();
    return deserializer.deserialize(topic, JavaHeaders.of(headers), bytes);
  }

  /** Closes the adapted deserializer; the client does not, since it may be shared. */
  @Override
  public void close() {
    deserializer.close();
  }
}
