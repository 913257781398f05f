package io.kafkavertx.admin;

/**
 * Configuration of topics, brokers, groups, and of what clients measure. Part of {@link
 * KafkaAdmin}.
 */
public interface ConfigAdmin {}
