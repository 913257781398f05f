package io.kafkavertx.internal.produce;

import io.kafkavertx.RecordMetadata;
import io.kafkavertx.spi.Header;
import io.vertx.core.Promise;
import java.util.List;

/**
 * A serialized record whose partition cannot be chosen yet, because nothing is known of its topic.
 *
 * @param partition the partition it names, -1 when the partitioner is to choose
 * @param bytes what it holds of the memory bound
 */
record WaitingRecord(
    int partition,
    long timestamp,
    byte[] key,
    byte[] value,
    List<Header> headers,
    Caller caller,
    Promise<RecordMetadata> promise,
    int bytes,
    FlushTracker.Epoch flushEpoch,
    long sentNanos) {}
