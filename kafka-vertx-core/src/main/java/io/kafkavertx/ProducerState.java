package io.kafkavertx;

import java.time.Duration;

/**
 * How a producer is, for health checks: no broker is asked. See {@link KafkaProducer#state()}.
 *
 * @param connected whether a connection to some broker is open; one that has had nothing to send
 *     for long has none
 * @param waitingBytes bytes of records without a result
 * @param oldest for how long the oldest batch has been without a result; zero when there is none
 */
public record ProducerState(boolean connected, long waitingBytes, Duration oldest) {}
