package io.kafkavertx.admin;

/** {@link ConfigAdmin}. */
abstract class ConfigCalls extends TopicCalls implements ConfigAdmin {}
