package io.kafkavertx.admin;

import java.util.UUID;

/**
 * A topic that there is.
 *
 * @param name its name
 * @param topicId its id; zero from brokers before 2.8
 * @param internal whether it is one of Kafka's own, such as {@code __consumer_offsets}
 */
public record TopicListing(String name, UUID topicId, boolean internal) {}
