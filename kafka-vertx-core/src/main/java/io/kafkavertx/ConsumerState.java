package io.kafkavertx;

import java.time.Duration;

/**
 * How a consumer is, for health checks: no broker is asked. See {@link KafkaConsumer#state()}.
 *
 * @param connected whether a connection to some broker is open
 * @param joined whether the group has given this member its assignment, which may be empty; without
 *     a subscription, whether partitions are assigned
 * @param assigned how many partitions are read
 * @param lag how many records they still hold for this consumer, as of the last fetches
 * @param oldestUnacknowledged for how long the application has had the oldest record that it is not
 *     through with; zero without any
 * @param withoutProgress for how long no record has been handed out although there are some to
 *     read; zero when there are none
 * @param failure what has ended its membership of the group, such as another member with its {@code
 *     groupInstanceId}, or a right that it has not: it gets nothing more until it subscribes again;
 *     null otherwise
 */
public record ConsumerState(
    boolean connected,
    boolean joined,
    int assigned,
    long lag,
    Duration oldestUnacknowledged,
    Duration withoutProgress,
    Throwable failure) {}
