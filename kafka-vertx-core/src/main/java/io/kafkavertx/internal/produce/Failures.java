package io.kafkavertx.internal.produce;

import io.kafkavertx.BrokerErrorException;
import io.kafkavertx.BufferExhaustedException;
import io.kafkavertx.ClientClosedException;
import io.kafkavertx.KafkaException;
import io.kafkavertx.KafkaTimeoutException;
import io.kafkavertx.OutcomeUnknownException;
import io.kafkavertx.RecordTooLargeException;
import io.kafkavertx.protocol.ErrorCode;

/** The words in which the producer's failures are told. */
final class Failures {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private Failures() {}

  private static String records(ProducerBatch batch) {
    return batch.count() == 1
        ? "a record for " + batch.queue.topicPartition
        : batch.count() + " records for " + batch.queue.topicPartition;
  }

  private static String times(int attempts) {
    return attempts == 1 ? "1 attempt" : attempts + " attempts";
  }

  /** A broker answered with an error that ends the batch. */
  static KafkaException refused(
      ProducerBatch batch, ErrorCode code, String brokerMessage, String broker) {
    if (code == ErrorCode.MESSAGE_TOO_LARGE || code == ErrorCode.RECORD_LIST_TOO_LARGE) {
      return new RecordTooLargeException(
          records(batch)
              + " ("
              + batch.bytes().length()
              + " bytes) is larger than "
              + broker
              + " allows ("
              + code.name()
              + "); raise the topic's max.message.bytes, compress, or send smaller records");
    }
    return new BrokerErrorException(
        code,
        records(batch)
            + " was not stored, "
            + broker
            + " refused it after "
            + times(batch.attempts)
            + (brokerMessage == null ? "" : " (" + brokerMessage + ")"));
  }

  /** The error of one record of a batch of which some records were refused (KIP-467). */
  static KafkaException refusedRecord(
      ProducerBatch batch, ErrorCode code, String message, boolean itself) {
    return itself
        ? new BrokerErrorException(
            code,
            "a record for "
                + batch.queue.topicPartition
                + " was refused"
                + (message == null ? "" : " (" + message + ")"))
        : new BrokerErrorException(
            code,
            "a record for "
                + batch.queue.topicPartition
                + " was not stored because other records of its batch were refused; it may be sent"
                + " again");
  }

  /** Retries are used up. */
  static KafkaException exhausted(ProducerBatch batch, int retries) {
    return new KafkaTimeoutException(
        records(batch)
            + " was not stored after "
            + times(batch.attempts)
            + " (retries is "
            + retries
            + "); the last error: "
            + batch.lastError);
  }

  /** The delivery timeout is over. */
  static KafkaException expired(
      ProducerBatch batch, long nowNanos, long timeoutNanos, String situation) {
    long waited = (batch.attempts == 0 ? nowNanos : batch.firstSentNanos) - batch.createdNanos;
    long between = nowNanos - batch.createdNanos - waited - batch.inFlightNanos;
    StringBuilder text =
        new StringBuilder(records(batch))
            .append(" was not stored within the delivery timeout of ")
            .append(millis(timeoutNanos))
            .append(": ")
            .append(millis(waited))
            .append(" waiting to be sent");
    if (batch.attempts > 0) {
      text.append(", ")
          .append(millis(batch.inFlightNanos))
          .append(" waiting for answers to ")
          .append(times(batch.attempts))
          .append(", ")
          .append(millis(between))
          .append(" between attempts");
    }
    if (batch.lastError != null) {
      text.append("; the last error: ").append(batch.lastError);
    }
    if (situation != null) {
      text.append("; ").append(situation);
    }
    return new KafkaTimeoutException(text.toString());
  }

  /** The same failure, for a batch that may have been stored all the same. */
  static KafkaException unknown(ProducerBatch batch, KafkaException cause) {
    if (cause instanceof OutcomeUnknownException) {
      return cause;
    }
    return new OutcomeUnknownException(
        records(batch)
            + " may or may not have been stored: an attempt got no clear answer, and then: "
            + cause.getMessage()
            + ". Sending again may make duplicates",
        cause);
  }

  static RecordTooLargeException tooLarge(String topic, int bytes, int maxRequestSize) {
    return new RecordTooLargeException(
        "a record for topic "
            + topic
            + " takes up to "
            + bytes
            + " bytes, more than maxRequestSize ("
            + maxRequestSize
            + ") allows");
  }

  static BufferExhaustedException exhausted(String topic, int bytes, long used, long limit) {
    return new BufferExhaustedException(
        "a record for topic "
            + topic
            + " of up to "
            + bytes
            + " bytes was not taken: records of "
            + used
            + " bytes have no result yet, and bufferMemory is "
            + limit
            + "; wait for drainHandler when writeQueueFull() is true");
  }

  /** A record waited for its topic or partition in vain. */
  static KafkaException noPartition(
      String topic, int partition, int count, long timeoutNanos, Throwable cause) {
    return new KafkaTimeoutException(
        waiting(topic, partition)
            + " was not sent within the delivery timeout of "
            + millis(timeoutNanos)
            + ": "
            + missing(topic, partition, count)
            + (cause == null ? "" : "; the last error: " + cause.getMessage()),
        cause);
  }

  private static String waiting(String topic, int partition) {
    return "a record for " + (partition < 0 ? "topic " + topic : topic + "-" + partition);
  }

  private static String missing(String topic, int partition, int count) {
    return count == 0
        ? "nothing was learnt of topic " + topic
        : "topic " + topic + " has no partition " + partition + " (it has " + count + ")";
  }

  /** The producer was closed, and its time to close is over. */
  static KafkaException closed(ProducerBatch batch, String situation) {
    return new ClientClosedException(
        records(batch)
            + " was not stored before the producer was closed, after "
            + times(batch.attempts)
            + (batch.lastError == null ? "" : "; the last error: " + batch.lastError)
            + (situation == null ? "" : "; " + situation));
  }

  /** The same for a record that waited for its topic or partition. */
  static KafkaException closed(String topic, int partition, int count) {
    return new ClientClosedException(
        waiting(topic, partition)
            + " was not sent before the producer was closed: "
            + missing(topic, partition, count));
  }

  private static String millis(long nanos) {
    return Math.max(0, nanos / NANOS_PER_MILLI) + " ms";
  }
}
