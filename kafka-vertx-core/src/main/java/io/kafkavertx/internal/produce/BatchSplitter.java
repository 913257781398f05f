package io.kafkavertx.internal.produce;

import io.kafkavertx.protocol.record.BatchBuilder;
import io.kafkavertx.protocol.record.RecordCursor;
import io.kafkavertx.spi.CompressionCodec;
import java.util.List;

/**
 * Splits a batch that a broker refused as too large into two of half as many records. Sequence
 * numbers count records, so each record keeps its own; and the order of the second half, which is
 * that of the whole plus its position, comes before the next batch's.
 */
final class BatchSplitter {
  private BatchSplitter() {}

  /**
   * @param batch refused, of at least two records
   * @return the halves in order, closed, with the producer's state
   */
  static List<ProducerBatch> split(ProducerBatch batch, CompressionCodec codec) {
    int half = batch.count() / 2;
    BatchBuilder low = new BatchBuilder(batch.size() / 2);
    BatchBuilder high = new BatchBuilder(batch.size() / 2);
    RecordCursor records = batch.builder().records();
    for (int i = 0; records.next(); i++) {
      (i < half ? low : high)
          .append(records.timestamp(), records.key(), records.value(), records.headers());
    }
    List<RecordResults> results = batch.results.split(half);
    long lowMemory = batch.memory() * half / batch.count();
    return List.of(
        part(batch, batch.order, 0, low, results.get(0), lowMemory, codec),
        part(
            batch,
            batch.order + half,
            half,
            high,
            results.get(1),
            batch.memory() - lowMemory,
            codec));
  }

  private static ProducerBatch part(
      ProducerBatch whole,
      long order,
      int skip,
      BatchBuilder builder,
      RecordResults results,
      long memory,
      CompressionCodec codec) {
    ProducerBatch part = new ProducerBatch(whole, order, builder, results, memory);
    part.seal(codec);
    part.stamp(
        whole.producerId,
        whole.producerEpoch,
        whole.isSequenced()
            ? ProducerBatch.sequenceAfter(whole.baseSequence, skip)
            : ProducerBatch.NO_SEQUENCE,
        whole.transactional);
    return part;
  }
}
