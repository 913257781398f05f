/**
 * Record batches and message sets (magic 0, 1 and 2), written and read in place.
 *
 * <p>A batch header is read without touching the records, a record without copying it. Data that
 * does not follow the format is a {@link io.kafkavertx.protocol.record.CorruptRecordsException};
 * memory is never allocated on the word of a length field alone. Nothing here is thread-safe: a
 * builder, a batch or a cursor belongs to one event loop.
 */
package io.kafkavertx.protocol.record;
