package io.kafkavertx;

import java.time.Duration;

/**
 * How a producer is, for health checks: no broker is asked. See {@link KafkaProducer#state()}.
 *
 * @param connected whether a connection to some broker is open; one that has had nothing to send
 *     for long has none
 * @param waitingBytes bytes of records without a result
 * @param oldest for how long the oldest batch has been without a result; zero when there is none
 * @param clientId {@link ProducerOptions#getClientId()}
 * @param transactionalId {@link ProducerOptions#getTransactionalId()}; null without one
 * @param failure why the producer can do nothing more and is to be closed, such as a {@link
 *     ProducerFencedException}; null as long as it works. Learned when the producer asks the
 *     brokers for something: one that has been fenced and does nothing does not know
 */
public record ProducerState(
    boolean connected,
    long waitingBytes,
    Duration oldest,
    String clientId,
    String transactionalId,
    KafkaException failure) {}
