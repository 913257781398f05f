package io.kafkavertx.admin;

/**
 * What has taken the place of a transactional id's producers.
 *
 * @param producerId the id that counts now
 * @param producerEpoch the epoch that counts now; producers with an older one are fenced
 */
public record FencedProducer(long producerId, int producerEpoch) {}
