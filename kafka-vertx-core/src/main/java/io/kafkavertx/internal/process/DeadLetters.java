package io.kafkavertx.internal.process;

import io.kafkavertx.ConsumerRecord;
import io.kafkavertx.KafkaException;
import io.kafkavertx.spi.Header;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns records that have failed into dead letters: their bytes and headers as they are, and after
 * them headers that say where they were and why they failed. What a record says about itself in
 * headers of these names is the sender's word and counts for nothing.
 */
final class DeadLetters {
  /** What comes before the names of our headers. */
  static final String PREFIX = "dead-letter-";

  /** A message can quote anything, a whole record among it. */
  private static final int LONGEST_MESSAGE = 1000;

  private final DeadLetterWriter writer;
  private final String topicPattern;
  private final String group;

  DeadLetters(DeadLetterWriter writer, String topicPattern, String group) {
    this.writer = writer;
    this.topicPattern = topicPattern;
    this.group = group;
  }

  String topicFor(ConsumerRecord<?, ?> record) {
    return topicPattern.replace("{topic}", record.topic());
  }

  Future<Void> write(ConsumerRecord<?, ?> record, int attempts, Throwable cause) {
    String topic = topicFor(record);
    if (topic.equals(record.topic())) {
      return Future.failedFuture(
          new KafkaException("topic " + topic + " cannot be its own dead-letter topic"));
    }
    try {
      List<Header> headers = headers(record, attempts, cause);
      return writer.write(topic, record.rawKey(), record.rawValue(), headers);
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  private List<Header> headers(ConsumerRecord<?, ?> record, int attempts, Throwable cause) {
    List<Header> headers = new ArrayList<>(record.headers());
    add(headers, "topic", record.topic());
    add(headers, "partition", Integer.toString(record.partition()));
    add(headers, "offset", Long.toString(record.offset()));
    add(headers, "timestamp", Long.toString(record.timestamp()));
    add(headers, "group", group == null ? "" : group);
    add(headers, "attempts", Integer.toString(attempts));
    add(headers, "exception", cause.getClass().getName());
    add(headers, "message", bounded(cause.getMessage()));
    return headers;
  }

  private static void add(List<Header> headers, String name, String value) {
    headers.add(Header.of(PREFIX + name, value));
  }

  private static String bounded(String message) {
    if (message == null) {
      return "";
    }
    return message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE);
  }
}
