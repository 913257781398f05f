package io.kafkavertx.internal.cluster;

import io.kafkavertx.BrokerErrorException;
import io.kafkavertx.protocol.ErrorCode;

/** Answers about a topic that do not change by asking again, and what the user can do. */
public final class TopicRefusal {
  private TopicRefusal() {}

  /** Whether an answer says that this client will not get the topic, however often it asks. */
  public static boolean isFinal(ErrorCode error) {
    return error == ErrorCode.INVALID_TOPIC_EXCEPTION
        || error == ErrorCode.TOPIC_AUTHORIZATION_FAILED;
  }

  /**
   * The exception for such an answer.
   *
   * @param what what is not done because of it, without the topic
   */
  public static BrokerErrorException of(ErrorCode error, String topic, String what) {
    String remedy =
        switch (error) {
          case INVALID_TOPIC_EXCEPTION ->
              " (a name has 1 to 249 of the letters a-z and A-Z, digits, '.', '_' and '-', and is"
                  + " not '.' or '..')";
          case TOPIC_AUTHORIZATION_FAILED -> " (an ACL must give this user rights to it)";
          default -> "";
        };
    return new BrokerErrorException(
        error, what + ": the brokers refuse topic '" + topic + "'" + remedy);
  }
}
