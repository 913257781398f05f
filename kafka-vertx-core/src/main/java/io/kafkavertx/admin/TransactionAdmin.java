package io.kafkavertx.admin;

/** Transactions and the producers that write them. Part of {@link KafkaAdmin}. */
public interface TransactionAdmin {}
