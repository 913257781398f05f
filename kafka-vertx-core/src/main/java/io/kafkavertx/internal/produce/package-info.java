/**
 * The producer's inside: records become batches of partitions, batches become requests to brokers,
 * answers become results.
 *
 * <p>{@code ProducerCore} is the door. {@code Accumulator} puts records into the open batch of a
 * partition ({@code TopicQueue}, {@code PartitionQueue}, {@code ProducerBatch}); {@code Drain}
 * takes batches that are due, closes them, gives them sequence numbers and sends many of one broker
 * in one {@code ProduceCall}; {@code Outcomes} reads the answer by the table of {@code
 * ProduceOutcome}; {@code Identity} keeps the producer id and its epoch. Everything runs on the
 * client's event loop.
 */
package io.kafkavertx.internal.produce;
