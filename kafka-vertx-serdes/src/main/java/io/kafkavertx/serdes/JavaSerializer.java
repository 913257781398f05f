package io.kafkavertx.serdes;

import io.kafkavertx.spi.Header;
import io.kafkavertx.spi.Serializer;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A serializer that was written for the Java client, such as those of schema registries for Avro,
 * Protobuf and JSON schema. Headers that it adds are sent with the record.
 *
 * <p>It is called by the thread that calls {@code send}. Those of registries ask the registry over
 * HTTP, and wait, when they meet a schema for the first time: send the first record of each schema
 * from a worker or a virtual thread, or call {@link #serialize} there once before.
 *
 * @param <T> what it takes
 */
public final class JavaSerializer<T> implements Serializer<T>, AutoCloseable {
  private final org.apache.kafka.common.serialization.Serializer<? super T> serializer;

  private JavaSerializer(org.apache.kafka.common.serialization.Serializer<? super T> serializer) {
    this.serializer = serializer;
  }

  /** Adapts a serializer that has been configured, or needs no configuration. */
  public static <T> JavaSerializer<T> of(
      org.apache.kafka.common.serialization.Serializer<? super T> serializer) {
    return new JavaSerializer<>(Objects.requireNonNull(serializer, "serializer"));
  }

  /**
   * Configures a serializer and adapts it.
   *
   * @param config its properties, those of the registry for example
   * @param isKey whether it is for keys
   */
  public static <T> JavaSerializer<T> of(
      org.apache.kafka.common.serialization.Serializer<? super T> serializer,
      Map<String, ?> config,
      boolean isKey) {
    serializer.configure(config, isKey);
    return of(serializer);
  }

  @Override
  public byte[] serialize(String topic, List<Header> headers, T data) {
    var theirs = JavaHeaders.of(headers);
    byte[] bytes = serializer.serialize(topic, theirs, data);
    List<Header> after = JavaHeaders.back(theirs);
    if (!after.equals(headers)) {
      headers.clear();
      headers.addAll(after);
    }
    return bytes;
  }

  @Override
  public boolean changesHeaders() {
    return true;
  }

  /** Closes the adapted serializer; the client does not, since it may be shared. */
  @Override
  public void close() {
    serializer.close();
  }
}
