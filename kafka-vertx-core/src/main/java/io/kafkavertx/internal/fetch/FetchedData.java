package io.kafkavertx.internal.fetch;

import io.kafkavertx.protocol.message.FetchResponse;
import io.kafkavertx.protocol.wire.ByteSlice;
import java.util.List;

/**
 * What one fetch brought for one partition, undecoded.
 *
 * @param records batches, as they came
 * @param aborted the aborted transactions among them, in any order; empty unless reading committed
 * @param answer the answer that all of it is a part of
 */
record FetchedData(
    ByteSlice records, List<FetchResponse.AbortedTransaction> aborted, AnswerBytes answer) {
  /** An answer with nothing else in it. */
  FetchedData(ByteSlice records, List<FetchResponse.AbortedTransaction> aborted) {
    this(records, aborted, new AnswerBytes(records.length()));
  }

  int bytes() {
    return records.length();
  }
}
