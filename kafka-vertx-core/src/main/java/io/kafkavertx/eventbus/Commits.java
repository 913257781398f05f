package io.kafkavertx.eventbus;

import io.kafkavertx.KafkaConsumer;
import io.kafkavertx.OffsetAndMetadata;
import io.kafkavertx.spi.TopicPartition;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Commits what the lanes have acknowledged, one commit after the other. */
final class Commits {
  private final KafkaConsumer<Buffer, Buffer> consumer;
  private final Handler<Throwable> failures;
  private Future<Void> last = Future.succeededFuture();

  Commits(KafkaConsumer<Buffer, Buffer> consumer, Handler<Throwable> failures) {
    this.consumer = consumer;
    this.failures = failures;
  }

  /**
   * Commits after the commits already under way. A failure is reported, not returned: what was not
   * committed is committed the next time, or delivered again.
   */
  Future<Void> commit(Collection<PartitionLane> lanes) {
    List<PartitionLane> mine = List.copyOf(lanes);
    last = last.transform(ended -> commitNow(mine));
    return last;
  }

  private Future<Void> commitNow(List<PartitionLane> lanes) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    for (PartitionLane lane : lanes) {
      OffsetAndMetadata offset = lane.isClosed() ? null : lane.toCommit();
      if (offset != null) {
        offsets.put(lane.partition, offset);
      }
    }
    if (offsets.isEmpty()) {
      return Future.succeededFuture();
    }
    return consumer
        .commit(offsets)
        .onSuccess(done -> committed(lanes, offsets))
        .onFailure(failures)
        .transform(ended -> Future.succeededFuture());
  }

  private static void committed(
      List<PartitionLane> lanes, Map<TopicPartition, OffsetAndMetadata> offsets) {
    for (PartitionLane lane : lanes) {
      OffsetAndMetadata offset = offsets.get(lane.partition);
      if (offset != null) {
        lane.committed(offset.offset());
      }
    }
  }
}
