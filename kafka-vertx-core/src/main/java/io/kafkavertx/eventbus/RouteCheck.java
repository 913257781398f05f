package io.kafkavertx.eventbus;

import io.kafkavertx.ConfigException;
import io.kafkavertx.ConsumerOptions;
import java.time.Duration;

/** Which settings of a route go together. */
final class RouteCheck {
  private RouteCheck() {}

  /**
   * Looks at a route and the consumer that is to read for it.
   *
   * @throws ConfigException that says what does not go together, and what to do
   */
  static void check(Route route, ConsumerOptions options) {
    String address = route.getAddress();
    if (address == null || (route.getTopics().isEmpty() && route.getTopicPattern() == null)) {
      throw new ConfigException("a route needs topics and an event-bus address");
    }
    AddressTemplate addresses = route.addresses();
    if (route.getBatchSize() > 1) {
      checkBatches(route, addresses);
    }
    if (route.getOnFailure() == Route.OnFailure.DEAD_LETTER && route.getDeadLetterTopic() == null) {
      throw new ConfigException("onFailure is DEAD_LETTER, but deadLetterTopic is not set");
    }
    if (options.getGroupId() == null) {
      throw new ConfigException(
          "delivery to " + address + " needs a groupId: acknowledged records are committed");
    }
    checkTimes(route, options);
  }

  private static void checkBatches(Route route, AddressTemplate addresses) {
    if (route.getBatchSize() > route.getCredits()) {
      throw new ConfigException(
          "batchSize "
              + route.getBatchSize()
              + " is more than credits ("
              + route.getCredits()
              + "), which count records");
    }
    if (route.getBody() == Route.Body.VALUE) {
      throw new ConfigException(
          "body is VALUE, of which a message has one: batchSize must be 1, or body RECORD or JSON");
    }
    if (!addresses.isOfPartition()) {
      throw new ConfigException(
          "the address "
              + route.getAddress()
              + " may differ from record to record, so batchSize must be 1: only {topic} and"
              + " {partition} are the same for all records of a batch");
    }
  }

  /**
   * A delivery can only keep its promise if it can give a partition up in time: what is on its way
   * is waited for, and after that the group must still be waiting for this member.
   */
  private static void checkTimes(Route route, ConsumerOptions options) {
    Duration patience = options.getRebalanceTimeout().dividedBy(4).multipliedBy(3);
    if (route.getAckTimeout().compareTo(patience) > 0) {
      throw new ConfigException(
          "ackTimeout "
              + route.getAckTimeout().toMillis()
              + " ms of the route to "
              + route.getAddress()
              + " is more than three quarters of rebalanceTimeout ("
              + options.getRebalanceTimeout().toMillis()
              + " ms): in a rebalance the group would not wait for the acknowledgements; lower"
              + " ackTimeout, or raise rebalanceTimeout (max.poll.interval.ms)");
    }
  }
}
