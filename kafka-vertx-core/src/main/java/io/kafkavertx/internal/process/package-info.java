/**
 * Work on records that ends later, with futures that drive the commits.
 *
 * <p>{@link io.kafkavertx.internal.process.Processor} takes records from the fetched data into one
 * {@link io.kafkavertx.internal.process.Lane} for each partition, starts them as their order and
 * the {@link io.kafkavertx.internal.process.Slots} allow, and tells the fetcher which have been
 * handled, in their order. What becomes of records that fail is up to {@link
 * io.kafkavertx.internal.process.Failures}. All bookkeeping is on the consumer's loop; only the
 * work itself runs where the application wants it, behind {@link
 * io.kafkavertx.internal.process.WorkPlace}.
 */
package io.kafkavertx.internal.process;
