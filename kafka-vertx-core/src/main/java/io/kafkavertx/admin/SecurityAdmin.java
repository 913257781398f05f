package io.kafkavertx.admin;

/**
 * Access control lists, quotas, SCRAM credentials and delegation tokens. Part of {@link
 * KafkaAdmin}.
 */
public interface SecurityAdmin {}
