package io.kafkavertx.admin;

/**
 * A transactional id, as a list of transactions tells of it.
 *
 * @param transactionalId the id
 * @param producerId the id of its producer
 * @param state how far its transaction is
 */
public record TransactionListing(String transactionalId, long producerId, TransactionState state) {}
