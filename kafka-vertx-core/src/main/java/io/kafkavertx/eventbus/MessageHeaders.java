package io.kafkavertx.eventbus;

/** Headers of event-bus messages whose body is the value of a record and nothing else. */
final class MessageHeaders {
  static final String TOPIC = "kafka.topic";
  static final String KEY = "kafka.key";
  static final String PARTITION = "kafka.partition";
  static final String OFFSET = "kafka.offset";
  static final String TIMESTAMP = "kafka.timestamp";

  private MessageHeaders() {}

  static boolean isOurs(String name) {
    return name.equalsIgnoreCase(TOPIC)
        || name.equalsIgnoreCase(KEY)
        || name.equalsIgnoreCase(PARTITION)
        || name.equalsIgnoreCase(OFFSET)
        || name.equalsIgnoreCase(TIMESTAMP);
  }
}
