package io.kafkavertx.testkit.scripted;

import io.kafkavertx.protocol.message.FetchRequest;
import io.kafkavertx.protocol.message.FetchRequest.FetchPartition;
import io.kafkavertx.protocol.message.FetchRequest.FetchTopic;
import io.kafkavertx.protocol.message.FetchResponse.PartitionData;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** The partitions that a client fetches, so that it need not name them each time (KIP-227). */
final class FetchSession {
  private final int id;
  private final Map<Key, Entry> entries = new LinkedHashMap<>();
  private int nextEpoch = 1;

  /** A partition as the client named it: by topic name or by topic id. */
  record Key(String topic, UUID topicId, int partition) {}

  /** What is asked of a partition, and what the client was last told of it. */
  static final class Entry {
    private final FetchPartition asked;
    private long toldHighWatermark = -1;
    private long toldLogStart = -1;

    Entry(FetchPartition asked) {
      this.asked = asked;
    }

    FetchPartition asked() {
      return asked;
    }

    boolean isNews(PartitionData data) {
      return data.errorCode() != 0
          || data.records() != null && data.records().length() > 0
          || data.highWatermark() != toldHighWatermark
          || data.logStartOffset() != toldLogStart
          || data.preferredReadReplica() >= 0
          || data.divergingEpoch() != null && data.divergingEpoch().epoch() >= 0;
    }

    void told(PartitionData data) {
      toldHighWatermark = data.highWatermark();
      toldLogStart = data.logStartOffset();
    }
  }

  FetchSession(int id) {
    this.id = id;
  }

  int id() {
    return id;
  }

  int nextEpoch() {
    return nextEpoch;
  }

  void advance() {
    nextEpoch = nextEpoch == Integer.MAX_VALUE ? 1 : nextEpoch + 1;
  }

  Map<Key, Entry> entries() {
    return entries;
  }

  void update(FetchRequest request) {
    for (FetchTopic topic : request.topics()) {
      for (FetchPartition asked : topic.partitions()) {
        Key key = new Key(topic.topic(), topic.topicId(), asked.partition());
        Entry entry = new Entry(asked);
        Entry old = entries.get(key);
        if (old != null) {
          entry.toldHighWatermark = old.toldHighWatermark;
          entry.toldLogStart = old.toldLogStart;
        }
        entries.put(key, entry);
      }
    }
    request
        .forgottenTopicsData()
        .forEach(
            topic ->
                topic
                    .partitions()
                    .forEach(
                        index -> entries.remove(new Key(topic.topic(), topic.topicId(), index))));
  }

  /** Partitions that gave records go last, so that others get their turn at the byte limit. */
  void moveToEnd(Key key) {
    Entry entry = entries.remove(key);
    if (entry != null) {
      entries.put(key, entry);
    }
  }
}
