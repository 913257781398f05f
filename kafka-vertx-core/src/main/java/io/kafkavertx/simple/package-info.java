/**
 * Partitions without groups, batching or background work: one call is one request. For tools, for
 * tests, and for brokers of the ZooKeeper era whose ways the consumer and the producer no longer
 * take. Built on {@link io.kafkavertx.KafkaClient}.
 */
package io.kafkavertx.simple;
