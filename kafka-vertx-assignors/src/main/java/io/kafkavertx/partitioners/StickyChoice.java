package io.kafkavertx.partitioners;

import io.kafkavertx.spi.TopicLoad;
import java.util.HashMap;
import java.util.Map;

/**
 * Where records without a key go: to one partition for about a batch, then to another (KIP-480,
 * KIP-794).
 *
 * <p>It moves on when {@code batch.size} bytes went to the partition and the batch there is full or
 * sent, so that no half-full batch is left behind; at the latest after twice as many bytes, since
 * others may keep that batch open. A batch is full when one more record like the last would not
 * fit. Where the next batch would begin, it also leaves a partition that nobody can be sent to.
 */
final class StickyChoice {
  /** What a batch holds besides records. */
  private static final int BATCH_HEADER = 61;

  /** Where keyless records of a topic go now. */
  private static final class Sticky {
    private int partition = -1;
    private long bytes;
    private boolean enough;
  }

  private final PartitionDraw draw;
  private final Map<String, Sticky> topics = new HashMap<>();
  private String lastTopic;
  private Sticky last;

  StickyChoice(PartitionDraw draw) {
    this.draw = draw;
  }

  int partition(TopicLoad topic) {
    Sticky sticky = sticky(topic.topic());
    if (mustMove(sticky, topic)) {
      sticky.partition = draw.next(topic);
      sticky.bytes = 0;
      sticky.enough = false;
    }
    return sticky.partition;
  }

  private boolean mustMove(Sticky sticky, TopicLoad topic) {
    int partition = sticky.partition;
    return partition < 0
        || partition >= topic.partitionCount()
        || (!topic.hasOpenBatch(partition) && (sticky.enough || !draw.isUsable(topic, partition)));
  }

  void appended(TopicLoad topic, int partition, int bytes) {
    Sticky sticky = sticky(topic.topic());
    if (partition == sticky.partition) {
      sticky.bytes += bytes;
      sticky.enough |= sticky.bytes + bytes > topic.batchSize() - BATCH_HEADER;
      if (sticky.bytes >= 2L * topic.batchSize()) {
        sticky.partition = -1;
      }
    }
  }

  private Sticky sticky(String topic) {
    if (last == null || !topic.equals(lastTopic)) {
      last = topics.computeIfAbsent(topic, name -> new Sticky());
      lastTopic = topic;
    }
    return last;
  }
}
