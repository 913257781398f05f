package io.kafkavertx.internal.produce;

import io.kafkavertx.protocol.message.ProduceRequest;
import io.kafkavertx.protocol.wire.ByteSlice;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The records of a request as they were when it was sent: as long as a part of it may sit in some
 * queue, nobody may write over them.
 */
final class SentBytes {
  /** The header of a batch is written anew when the batch gets another epoch. */
  private static final int BATCH_HEADER = 61;

  private record Sent(ByteSlice now, byte[] then) {}

  private final List<Sent> all = new ArrayList<>();
  private final String request;

  SentBytes(ProduceRequest request) {
    this.request = request.toString();
    request
        .topicData()
        .forEach(topic -> topic.partitionData().forEach(data -> keep(data.records())));
  }

  private void keep(ByteSlice records) {
    all.add(new Sent(records, records(records)));
  }

  private static byte[] records(ByteSlice batch) {
    return Arrays.copyOfRange(
        batch.array(), batch.offset() + BATCH_HEADER, batch.offset() + batch.length());
  }

  void check() {
    for (Sent sent : all) {
      if (!Arrays.equals(records(sent.now), sent.then)) {
        throw new AssertionError(
            "a buffer was used again while it was still to be read: " + request);
      }
    }
  }
}
