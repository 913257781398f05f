package io.kafkavertx;

import io.kafkavertx.internal.process.DeadLetterWriter;
import io.kafkavertx.internal.vertx.ClientShell;
import io.kafkavertx.spi.Header;
import io.kafkavertx.spi.Serializer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;

/**
 * Writes dead letters with a producer: one that the application gave, or one of its own, made for
 * the first dead letter. On the consumer's loop.
 */
final class DeadLetterProducer implements DeadLetterWriter {
  /** A dead letter is the record and a few headers more: the broker shall say what is too large. */
  private static final int LARGEST = 16 * 1024 * 1024;

  private final ClientShell shell;
  private final ProducerOptions options;
  private final KafkaProducer<byte[], byte[]> given;
  private KafkaProducer<byte[], byte[]> own;
  private boolean closed;

  /**
   * @param given null for a producer of its own
   */
  DeadLetterProducer(
      ClientShell shell, ConsumerOptions consumer, KafkaProducer<byte[], byte[]> given) {
    this.shell = shell;
    this.given = given;
    this.options =
        new ProducerOptions(consumer)
            .setAcks("all")
            .setEnableIdempotence(true)
            .setMaxRequestSize(LARGEST)
            .setMaxInFlightRequests(Math.min(5, consumer.getMaxInFlightRequests()));
    Duration least = options.getLinger().plus(options.getRequestTimeout());
    if (options.getDeliveryTimeout().compareTo(least) < 0) {
      options.setDeliveryTimeout(least);
    }
    options.validate();
  }

  @Override
  public Future<Void> write(String topic, byte[] key, byte[] value, List<Header> headers) {
    if (closed) {
      return Future.failedFuture(new ClientClosedException("the consumer is closed"));
    }
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(topic, null, null, key, value, headers);
    Promise<Void> written = Promise.promise();
    producer()
        .send(record)
        .onComplete(
            done ->
                shell.run(
                    () -> {
                      if (done.succeeded()) {
                        written.complete();
                      } else {
                        written.fail(done.cause());
                      }
                    }));
    return written.future();
  }

  private KafkaProducer<byte[], byte[]> producer() {
    if (given != null) {
      return given;
    }
    if (own == null) {
      own = KafkaProducer.create(shell.vertx(), options, Serializer.bytes(), Serializer.bytes());
    }
    return own;
  }

  /** Closes a producer of its own. */
  Future<Void> close(Duration timeout) {
    closed = true;
    return own == null ? Future.succeededFuture() : own.close(timeout);
  }
}
