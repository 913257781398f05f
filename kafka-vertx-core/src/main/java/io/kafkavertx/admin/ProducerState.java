package io.kafkavertx.admin;

/**
 * A producer, as the leader of a partition knows it.
 *
 * @param producerId its id
 * @param producerEpoch its epoch
 * @param lastSequence the sequence number of its last record; -1 when it wrote none
 * @param lastTimestamp when it last wrote, in milliseconds since 1970; -1 when not known
 * @param coordinatorEpoch the epoch of its transactions' coordinator; -1 when not known
 * @param transactionStartOffset where its open transaction begins; -1 when none is open
 */
public record ProducerState(
    long producerId,
    int producerEpoch,
    int lastSequence,
    long lastTimestamp,
    int coordinatorEpoch,
    long transactionStartOffset) {}
