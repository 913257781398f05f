package io.kafkavertx.admin;

/** Groups, their members and their offsets. Part of {@link KafkaAdmin}. */
public interface GroupAdmin {}
